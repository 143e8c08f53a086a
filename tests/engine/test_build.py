from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fanous import pipeline
from fanous.engine import plan as planning
from fanous.engine.plan import plan
from fanous.engine.tasks import ReferencePaths
from fanous.model.tables import BUILT_TABLES
from fanous.store.arrow import arrow_schema
from fanous.store.digest import table_digest
from fanous.store.query import open_store, rows
from fanous.store.store import Store
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
from tests.making_services import telegram


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
    for shard in built.shards:
        table = pq.read_table(Store(store).path(shard), partitioning=None)
        assert table.schema.equals(arrow_schema(shard.table))


def test_only_days_that_are_not_up_to_date_are_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    ingest(store, write_source(tmp_path / "a.jsonl", many(2, hours=24)))
    assert [item.day for item in pipeline.build(store).built] == ["2026-03-04", "2026-03-05"]
    before = tree_bytes(store)
    assert pipeline.build(store).built == ()
    assert tree_bytes(store) == before
    for name in ("RULES_VERSION", "BUILD_VERSION"):
        with monkeypatch.context() as patched:
            patched.setattr(planning, name, "next")
            assert len(plan(Store(store))[0]) == 2
    assert plan(Store(store)) == ([], [])
    (manifest,) = (store / "manifests").iterdir()
    late = changed(measurement(9), "measurement_start_time", "2026-03-05 23:59:59")
    ingest(store, write_source(tmp_path / "late.jsonl", [late]))
    days, gone = plan(Store(store))
    assert ([day.day for day in days], gone) == (["2026-03-05"], [])
    assert [item.day for item in pipeline.build(store).built] == ["2026-03-05"]
    kept = "builds/2026-03-04.json"
    assert tree_bytes(store)[kept] == before[kept]
    # A day that no source holds any more is dropped.
    manifest.unlink()
    days, gone = plan(Store(store))
    assert ([day.day for day in days], gone) == (["2026-03-05"], ["2026-03-04"])
    assert pipeline.build(store).dropped == ("2026-03-04",)
    assert [item.day for item in Store(store).builds()] == ["2026-03-05"]
    assert [row["measurement_uid"] for row in query(store, "SELECT * FROM verdicts")] == [uid(9)]


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
        found.append(digests(store, ("verdicts", "cells", "rejects", "endpoint_outcomes")))
    assert found[0] == found[1]


def test_of_lines_with_one_name_one_counts_and_the_others_are_rejects(tmp_path: Path) -> None:
    """With other bytes, with the same bytes, in one source and in two, on one day and on two."""
    records, store = conflicting(), tmp_path / "store"
    bare = without(measurement(3), "measurement_uid")  # the line's own hash names it
    other = [measurement(2), reset_measurement(2)]
    first = write_source(tmp_path / "a.jsonl", [bare, other_measurement(7), *records])
    second = write_source(tmp_path / "b.jsonl", [*other, bare, measurement(4)])
    ingest(store, first)
    ingest(store, second)
    pipeline.build(store)
    kept = {
        uid(1): min(map(sha256, records)),
        uid(2): min(map(sha256, other)),
        uid(4): sha256(measurement(4)),
        f"sha256:{sha256(bare)}": sha256(bare),
        uid(7): sha256(other_measurement(7)),
    }
    verdicts = query(store, "SELECT * FROM verdicts")
    assert {row["measurement_uid"]: row["line_sha256"] for row in verdicts} == kept
    assert len(verdicts) == len(kept)
    (endpoints,) = query(store, "SELECT count(*) AS n FROM endpoint_verdicts")
    assert endpoints["n"] == 4 * 4  # nothing of a line that lost
    winner = min(other, key=sha256)["test_keys"]["blocking"]
    (opinion,) = [row["probe_blocking"] for row in verdicts if row["measurement_uid"] == uid(2)]
    assert opinion == (winner or "false")
    rejects = query(store, "SELECT * FROM rejects")
    assert len(rejects) == sum(item.duplicates for item in Store(store).builds()) == 4
    sources = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in (first, second)}
    for row in rejects:
        assert (row["reason"], row["path"]) == ("duplicate", "measurement_uid")
        line = sources[str(row["source_id"])].read_bytes().splitlines()[int(str(row["line"])) - 1]
        assert row["line_sha256"] == hashlib.sha256(line).hexdigest()
        assert row["byte_count"] == len(line)
        name, words, digest = str(row["detail"]).partition(" was kept from the line with SHA-256 ")
        assert words and kept[name] == digest
    (count,) = query(store, "SELECT count(*) AS n FROM measurements")
    assert count["n"] == 9  # what was received stays


def abroad(number: int) -> Record:
    """A probe of another network and country that reached the site."""
    record = measurement(number, host="pooled.example")
    return record | {
        "probe_cc": f"X{chr(ord('C') + number % 5)}",
        "probe_asn": f"AS{64600 + number}",
    }


def unhelped(number: int) -> Record:
    """The site's handshake is reset and the helper could not be asked: only others can say."""
    record = reset_measurement(number, host="pooled.example")
    keys = {name: value for name, value in record["test_keys"].items() if name != "control"}
    return record | {"test_keys": keys | {"control_failure": "connection_refused"}}


def a_large_day() -> tuple[list[Record], list[Record]]:
    """Two sources of one day: a pool, those it speaks for, duplicates, another test."""
    services = [
        make(number, trouble={} if number < 24 else TROUBLE)
        for number, make in enumerate((telegram,) * 6, start=20)
    ]
    networked = [
        record | {"probe_asn": f"AS{64700 + number}", "probe_cc": f"X{'CDEFGH'[number]}"}
        for number, record in enumerate(services)
    ]
    first = [*(abroad(number) for number in range(5)), unhelped(10), reset_measurement(11)]
    second = [unhelped(12), measurement(13), *networked, *conflicting()[:2], other_measurement(14)]
    return first, second


TROUBLE = {"web.telegram.org": ("tls", "connection_reset")}


@pytest.mark.parametrize("largest", [3, 5])
def test_a_day_judged_in_parts_is_the_day_judged_at_once(
    largest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool of the whole day included: verdicts that rest on it lie in other parts than it."""
    found = []
    for name, limit in (("whole", 60_000), ("parts", largest)):
        monkeypatch.setattr(planning, "LARGEST_BATCH", limit)
        store = tmp_path / name
        for number, records in enumerate(a_large_day()):
            ingest(store, write_source(tmp_path / f"{number}.jsonl", records))
        (day,), _ = plan(Store(store))
        assert (len(list(planning.parts([day]))) > 3) == (name == "parts")
        pipeline.build(store)
        found.append(digests(store, tuple(table.name for table in BUILT_TABLES)))
        pooled = "SELECT state FROM verdicts WHERE measurement_uid = " + f"'{uid(10)}'"
        assert [row["state"] for row in query(store, pooled)] == ["likely_blocked"]
    assert found[0] == found[1]
