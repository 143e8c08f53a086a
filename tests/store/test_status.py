from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from fanous import __version__, pipeline
from fanous.engine.plan import plan
from fanous.model.tables import TABLES
from fanous.rules.registry import RULES_VERSION
from fanous.sources.ooni.envelope import PARSER_VERSION
from fanous.store.query import open_store, rows
from fanous.store.status import Status, read_status
from fanous.store.store import FORMAT, Store
from tests.making import NOW, PROBE_ADDRESS, changed, measurement, tar_bytes, write_source


def status_of(store: Store, *, digests: bool = False) -> Status:
    pending, gone = plan(store)
    return read_status(store, days_to_build=len(pending) + len(gone), digests=digests)


def test_an_empty_store(empty: Store) -> None:
    status = status_of(empty)
    assert (status.sources, status.lines, status.measurements, status.shards) == (0, 0, 0, 0)
    assert status.adds_up
    assert status.reject_examples == []


def test_the_numbers_of_a_built_store(built: Store) -> None:
    status = status_of(built)
    assert status.sources == 2
    assert (status.lines, status.measurements, status.lines_rejected) == (16, 15, 1)
    assert status.duplicates == 2
    assert status.judged == 12
    assert status.not_handled == {"ndt": 1}
    assert status.tests == {"ndt": 1, "web_connectivity": 14}
    assert status.rejects == {"duplicate": 2, "not_json": 1}
    assert status.days_to_build == 0 and status.days_built >= 3
    assert status.adds_up
    connection = open_store(built, threads=1)
    found = Counter(row["state"] for row in rows(connection, "SELECT state FROM verdicts"))
    assert status.states == dict(found)
    assert sum(status.states.values()) == status.judged + sum(status.not_handled.values())
    assert status.versions["fanous"] == __version__
    assert status.versions["format"] == str(FORMAT)
    assert status.versions["parser"] == PARSER_VERSION
    assert status.versions["rules"] == RULES_VERSION


def test_examples_say_file_line_reason_and_what_was_found(built: Store) -> None:
    examples = status_of(built).reject_examples
    assert any(text.startswith("a.jsonl.gz:9: not_json: Expecting value") for text in examples)
    duplicates = [text for text in examples if ": duplicate: " in text]
    assert len(duplicates) == 2
    assert all("was kept from the line with SHA-256" in text for text in duplicates)
    assert all(text.endswith("(measurement_uid)") for text in duplicates)


def test_digests_of_every_table(built: Store) -> None:
    digests = status_of(built, digests=True).digests
    assert set(digests) == set(TABLES)
    assert all(len(digest) == 64 for digest in digests.values())
    assert status_of(built).digests == {}


def test_before_a_build_nothing_is_said_to_be_judged(tmp_path: Path) -> None:
    records = [
        measurement(1) | {"probe_cc": 7},
        changed(measurement(2), "probe_ip", PROBE_ADDRESS),
        measurement(3),
    ]
    raw = tmp_path / "raw"
    write_source(raw / "a.jsonl", records)
    (raw / "b.tar").write_bytes(tar_bytes([("x.post", b"nonsense"), ("../y.post", b"")]))
    pipeline.ingest([raw], tmp_path / "store", now=lambda: NOW)
    status = status_of(Store(tmp_path / "store"))
    assert (status.judged, status.days_built, status.days_to_build) == (0, 0, 1)
    assert (status.coerced, status.scrubbed) == (1, 1)
    assert status.rejects == {"not_json": 1, "unsafe_member": 1}
    assert status.lines == 4 and status.lines_rejected == 1
    assert status.adds_up
    assert any(text.startswith("b.tar!x.post:1: not_json: ") for text in status.reject_examples)


def test_numbers_that_do_not_add_up_are_told(built: Store) -> None:
    assert not read_status(_without_a_build(built), days_to_build=0).adds_up


def _without_a_build(store: Store) -> Store:
    class Forgetful(Store):
        def builds(self):  # type: ignore[no-untyped-def]
            return iter(list(super().builds())[1:])

    return Forgetful(store.folder)


def test_what_the_reference_digest_stands_for(built: Store) -> None:
    """Nothing is told of a digest that was not kept, or of one that nothing leans on."""
    digest = status_of(built).versions["reference"]
    before = status_of(built).references
    assert all(kept["digest"] == digest for kept in before)
    loaded = datetime(2026, 4, 1, tzinfo=UTC)
    for kept in (digest, "another"):
        built.keep_reference({"digest": kept, "files": []}, loaded)
    assert [kept["digest"] for kept in status_of(built).references] == [digest]
