from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from fanous import pipeline
from fanous.engine import build
from fanous.engine.build import Day, batches, plan
from fanous.engine.tasks import ReferencePaths
from fanous.model.tables import BUILT_TABLES, TABLES
from fanous.store.digest import table_digest
from fanous.store.query import open_store, rows
from fanous.store.store import Shard, Store
from tests.making import (
    DAY,
    NOW,
    Record,
    Row,
    changed,
    many,
    measurement,
    other_measurement,
    reset_measurement,
    to_line,
    tree_bytes,
    uid,
    without,
    write_reference,
    write_source,
)


def ingest(store: Path, source: Path) -> None:
    pipeline.ingest([source], store, now=lambda: NOW)


def query(store: Path, text: str) -> list[Row]:
    return rows(open_store(Store(store), threads=1), text)


def digests(store: Path, tables: tuple[str, ...]) -> dict[str, str]:
    connection = open_store(Store(store), threads=1)
    return {name: table_digest(connection, name) for name in tables}


def sha256(record: object) -> str:
    return hashlib.sha256(to_line(record)).hexdigest()


def test_a_built_day(tmp_path: Path) -> None:
    records = [measurement(1), reset_measurement(2), other_measurement(3)]
    source = write_source(tmp_path / "a.jsonl", records)
    reference = ReferencePaths(write_reference(tmp_path / "reference"))
    store = tmp_path / "store"
    pipeline.ingest([source], store, reference=reference, now=lambda: NOW)
    (built,) = pipeline.build(store).built
    assert (built.day, built.measurements, built.duplicates) == (DAY, 3, 0)
    assert built.states == {"likely_blocked": 1, "not_handled": 1, "ok": 1}
    assert built.not_handled == {"ndt": 1}
    assert {shard.table for shard in built.shards} == {table.name for table in BUILT_TABLES}
    verdicts = query(store, "SELECT * FROM verdicts ORDER BY measurement_uid")
    assert [row["state"] for row in verdicts] == ["ok", "likely_blocked", "not_handled"]
    for record, row in zip(records, verdicts, strict=True):
        assert row["line_sha256"] == sha256(record)  # from a verdict to the bytes it rests on
        assert row["measurement_uid"] == record["measurement_uid"]
    assert verdicts[1]["tls"] == "blocked" and verdicts[0]["reachable"] is True
    (cell,) = query(store, "SELECT * FROM cells WHERE layer = 'overall'")
    assert (cell["measurements"], cell["ok"], cell["blocked"]) == (2, 1, 1)
    assert json.loads(str(cell["states"])) == {"likely_blocked": 1, "ok": 1}
    (certificate,) = query(store, "SELECT * FROM certificates")
    assert certificate["issuer"] == "CN=Test Issuer"


def test_only_days_that_are_not_up_to_date_are_built(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, write_source(tmp_path / "a.jsonl", many(2, hours=24)))
    assert [item.day for item in pipeline.build(store).built] == ["2026-03-04", "2026-03-05"]
    before = tree_bytes(store)
    assert pipeline.build(store).built == ()
    assert tree_bytes(store) == before
    late = changed(measurement(9), "measurement_start_time", "2026-03-05 23:59:59")
    ingest(store, write_source(tmp_path / "late.jsonl", [late]))
    days, gone = plan(Store(store))
    assert ([day.day for day in days], gone) == (["2026-03-05"], [])
    assert [item.day for item in pipeline.build(store).built] == ["2026-03-05"]
    kept = "builds/2026-03-04.json"
    assert tree_bytes(store)[kept] == before[kept]


def test_new_rules_make_every_day_dirty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    ingest(store, write_source(tmp_path / "a.jsonl", many(2, hours=24)))
    pipeline.build(store)
    for name in ("RULES_VERSION", "BUILD_VERSION"):
        with monkeypatch.context() as patched:
            patched.setattr(build, name, "next")
            assert len(plan(Store(store))[0]) == 2
    assert plan(Store(store)) == ([], [])


def test_a_day_that_no_source_holds_any_more_is_dropped(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, write_source(tmp_path / "a.jsonl", [measurement(1)]))
    pipeline.build(store)
    (manifest,) = (store / "manifests").iterdir()
    manifest.unlink()
    assert plan(Store(store)) == ([], [DAY])
    assert pipeline.build(store).dropped == (DAY,)
    assert list(Store(store).builds()) == []
    assert query(store, "SELECT * FROM verdicts") == []


def conflicting() -> list[Record]:
    """Three versions of one measurement, one of them said to be of another day."""
    return [
        measurement(1),
        measurement(1) | {"probe_network_name": "another"},
        measurement(1) | {"measurement_start_time": "2026-03-05 00:00:00"},
    ]


def test_the_smallest_hash_wins_whatever_the_order_of_arrival(tmp_path: Path) -> None:
    records = sorted(conflicting(), key=sha256)
    found = []
    for name, ordered in (("ascending", records), ("descending", records[::-1])):
        store = tmp_path / name
        for number, record in enumerate(ordered):
            ingest(store, write_source(tmp_path / f"{sha256(record)}.jsonl", [record]))
            if ordered is not records and number == 1:
                pipeline.build(store)  # what is built already must be corrected
        pipeline.build(store)
        (verdict,) = query(store, "SELECT measurement_uid, line_sha256 FROM verdicts")
        assert verdict == {"measurement_uid": uid(1), "line_sha256": sha256(records[0])}
        found.append(digests(store, ("verdicts", "cells", "rejects", "endpoint_verdicts")))
    assert found[0] == found[1]


def test_the_lines_that_lost_are_rejects_with_file_and_line(tmp_path: Path) -> None:
    records = conflicting()
    store = tmp_path / "store"
    source = write_source(tmp_path / "a.jsonl", [other_measurement(7), *records])
    ingest(store, source)
    pipeline.build(store)
    hashes = {sha256(record): line for line, record in enumerate(records, start=2)}
    kept = min(hashes)
    rejects = query(store, "SELECT * FROM rejects ORDER BY line")
    lost = {digest: line for digest, line in hashes.items() if digest != kept}
    assert {str(row["line_sha256"]): row["line"] for row in rejects} == lost
    for row in rejects:
        assert (row["reason"], row["path"]) == ("duplicate", "measurement_uid")
        assert row["detail"] == f"{uid(1)} was kept from the line with SHA-256 {kept}"
        assert row["source_id"] == hashlib.sha256(source.read_bytes()).hexdigest()
        assert row["byte_count"] == len(to_line(records[int(str(row["line"])) - 2]))
    status = sum(item.duplicates for item in Store(store).builds())
    assert status == 2
    (count,) = query(store, "SELECT count(*) AS n FROM measurements")
    assert count["n"] == 4  # what was received stays


def test_the_same_line_in_two_sources_counts_once(tmp_path: Path) -> None:
    bare = without(measurement(1), "measurement_uid")  # the line's own hash names it
    store = tmp_path / "store"
    ingest(store, write_source(tmp_path / "a.jsonl", [bare, measurement(2)]))
    ingest(store, write_source(tmp_path / "b.jsonl", [measurement(3), bare, bare]))
    pipeline.build(store)
    names = query(store, "SELECT measurement_uid FROM verdicts ORDER BY 1")
    assert [row["measurement_uid"] for row in names] == [uid(2), uid(3), f"sha256:{sha256(bare)}"]
    assert len(query(store, "SELECT * FROM rejects WHERE reason = 'duplicate'")) == 2


def test_nothing_of_a_duplicate_reaches_a_verdict(tmp_path: Path) -> None:
    records = [measurement(1), reset_measurement(1)]
    kept = min(records, key=sha256)
    store = tmp_path / "store"
    ingest(store, write_source(tmp_path / "a.jsonl", records))
    pipeline.build(store)
    layers = query(store, "SELECT DISTINCT layer FROM endpoint_verdicts")
    assert len(layers) == 4
    assert len(query(store, "SELECT * FROM endpoint_verdicts")) == 4
    (row,) = query(store, "SELECT probe_blocking FROM verdicts")
    blocking = kept["test_keys"]["blocking"]
    assert row["probe_blocking"] == (blocking if blocking else "false")


def test_tables_are_in_their_contracts_order_and_types(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from fanous.store.arrow import arrow_schema

    store = tmp_path / "store"
    ingest(store, write_source(tmp_path / "a.jsonl", many(6, hours=0)))
    (built,) = pipeline.build(store).built
    for shard in built.shards:
        table = pq.read_table(Store(store).path(shard), partitioning=None)
        assert table.schema.equals(arrow_schema(shard.table))
        keys = [
            tuple("" if row[name] is None else str(row[name]) for name in TABLES[shard.table].sort)
            for row in table.select(list(TABLES[shard.table].sort)).to_pylist()
        ]
        if shard.table == "verdicts":  # sorted by bytes of text, time and record: all as texts here
            assert [key[:3] for key in keys] == sorted(key[:3] for key in keys)


@pytest.mark.parametrize("share", [1, 3, 100])
def test_batches_hold_every_day_once_in_order(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SMALLEST_BATCH", 2)
    monkeypatch.setattr(build, "LARGEST_BATCH", 20)
    days = [
        Day(f"2026-03-{number:02}", (Shard("measurements", "", "", size),), (), "key")
        for number, size in enumerate((5, 5, 50, 1, 1, 1, 0, 9), start=1)
    ]
    groups = batches(days, share=share)
    assert [day for group in groups for day in group] == days
    limit = {1: 20, 3: 20, 100: 2}[share]
    assert all(
        len(group) == 1 or sum(day.measurements for day in group) <= limit for group in groups
    )
    assert 1 < len(groups) < len(days)
    assert batches([], share=share) == []
