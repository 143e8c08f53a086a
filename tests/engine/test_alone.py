from __future__ import annotations

import gzip
from dataclasses import fields
from pathlib import Path

import pytest

from fanous import pipeline
from fanous.engine import alone
from fanous.engine.alone import Refused, Verdict, judge_alone
from fanous.engine.tasks import ReferencePaths
from fanous.reference.load import load_reference
from fanous.sources.base import Context
from fanous.sources.find import find_sources
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.making import (
    LATEST,
    NOW,
    many,
    measurement,
    other_measurement,
    postcan,
    reset_measurement,
    tar_bytes,
    uid,
    write_reference,
    write_source,
)


def judge(*paths: Path, reference: Path | None = None) -> list[Verdict | Refused]:
    context = Context(load_reference(reference))
    return list(judge_alone(find_sources(paths).sources, context, latest=LATEST))


def test_the_fields_are_a_contract() -> None:
    assert [field.name for field in fields(Verdict)] == [
        "file",
        "line",
        "measurement_uid",
        "test_name",
        "input",
        "probe_cc",
        "probe_asn",
        "state",
        "outcome",
        "reachable",
        "layers",
        "mechanisms",
        "rules",
        "why",
    ]


def test_verdicts_and_rejects_come_in_the_order_of_lines(tmp_path: Path) -> None:
    path = write_source(
        tmp_path / "a.jsonl",
        [measurement(1), b"nonsense", reset_measurement(2), other_measurement(3)],
    )
    first, refused, second, third = judge(path, reference=write_reference(tmp_path / "reference"))
    assert isinstance(first, Verdict) and isinstance(second, Verdict)
    assert isinstance(third, Verdict) and isinstance(refused, Refused)
    assert (first.file, first.line, first.measurement_uid) == (str(path), 1, uid(1))
    assert (first.state, first.outcome, first.reachable) == ("ok", "ok", True)
    assert first.layers == dict.fromkeys(("dns", "tcp", "tls", "http"), "ok")
    assert set(first.rules) == {"dns", "tcp", "tls", "http"}
    assert (refused.file, refused.line, str(refused.reject.reason)) == (str(path), 2, "not_json")
    assert (second.state, second.layers["tls"]) == ("likely_blocked", "blocked")
    assert second.mechanisms == ["tls.reset"] and second.why
    assert (third.state, third.rules, third.mechanisms) == ("not_handled", {}, [])
    assert third.why == "Fanous gives this test no verdict yet."
    assert (third.input, third.probe_cc, third.probe_asn) == (None, "XA", 64502)


def test_batches_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_source(tmp_path / "a.jsonl", [*many(2), b"x", *many(2, first=2)])
    whole = judge(path)
    monkeypatch.setattr(alone, "BATCH_MEASUREMENTS", 3)
    assert judge(path) == whole
    assert len(whole) == 5


def test_equal_files_are_judged_apart(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        write_source(tmp_path / name, [measurement(1), measurement(1)])
    found = judge(tmp_path)
    assert [(Path(item.file).name, item.line) for item in found] == [
        ("a.jsonl", 1),
        ("a.jsonl", 2),
        ("b.jsonl", 1),
        ("b.jsonl", 2),
    ]


def test_members_of_an_archive_are_named(tmp_path: Path) -> None:
    members = [(f"{uid(1)}.post", postcan(measurement(1))), ("b.post", b"nonsense")]
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(tar_bytes(members)))
    verdict, refused = judge(tmp_path / "a.tar.gz")
    assert verdict.file == f"{tmp_path / 'a.tar.gz'}!{uid(1)}.post"
    assert refused.file == f"{tmp_path / 'a.tar.gz'}!b.post"


def test_alone_and_in_a_store_a_measurement_has_one_verdict(tmp_path: Path) -> None:
    path = write_source(tmp_path / "a.jsonl", [*many(6), other_measurement(9)])
    reference = write_reference(tmp_path / "reference")
    store = tmp_path / "store"
    pipeline.ingest([path], store, reference=ReferencePaths(reference), now=lambda: NOW)
    pipeline.build(store)
    stored = rows(open_store(Store(store), threads=1), "SELECT * FROM verdicts ORDER BY line")
    apart = judge(path, reference=reference)
    assert len(apart) == len(stored) == 7
    for verdict, row in zip(apart, stored, strict=True):
        assert isinstance(verdict, Verdict)
        for name in ("line", "state", "outcome", "reachable", "mechanisms", "probe_asn", "input"):
            assert getattr(verdict, name) == row[name], name
        assert verdict.layers == {layer: row[layer] for layer in verdict.layers}
        assert verdict.rules == {layer: row[f"{layer}_rule"] for layer in verdict.rules}


def test_no_sources_no_verdicts(tmp_path: Path) -> None:
    assert judge(tmp_path) == []
    (tmp_path / "a.jsonl").touch()
    assert judge(tmp_path) == []
