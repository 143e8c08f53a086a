from __future__ import annotations

import gc
from pathlib import Path

import pytest

from fanous.engine import ingest
from fanous.engine.ingest import Ingested, ingest_source
from fanous.model.tables import INGESTED_TABLES
from fanous.reference.load import Reference, load_reference
from fanous.sources.base import Context
from fanous.sources.lines import source_digest
from fanous.store.query import open_store, rows
from fanous.store.store import NO_DAY, Manifest, Store
from tests.making import (
    LATEST,
    PROBE_ADDRESS,
    changed,
    many,
    measurement,
    other_measurement,
    tree_bytes,
    write_reference,
    write_source,
)


def take(
    store: Store, path: Path, name: str = "a.jsonl", *, reference: Reference | None = None
) -> Ingested:
    context = Context(reference or load_reference())
    return ingest_source(store, path, name, context, latest=LATEST)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", create=True)


def manifest(store: Store) -> Manifest:
    (only,) = store.manifests()
    return only


def test_what_a_source_gave(store: Store, tmp_path: Path) -> None:
    records = [
        measurement(1),
        b"nonsense",
        measurement(2) | {"probe_cc": 7},
        changed(measurement(3), "probe_ip", PROBE_ADDRESS),
        other_measurement(4),
        b"[]",
    ]
    path = write_source(tmp_path / "a.jsonl", records)
    done = take(store, path)
    assert done == Ingested(
        "a.jsonl",
        source_digest(path),
        True,
        4,
        {"not_a_measurement": 1, "not_json": 1},
        path.stat().st_size,
    )
    kept = manifest(store)
    assert (kept.source_id, kept.names, kept.lines, kept.measurements) == (
        done.source_id,
        ("a.jsonl",),
        6,
        4,
    )
    assert kept.rejects == done.rejects
    assert kept.tests == {"ndt": 1, "web_connectivity": 3}
    assert (kept.coerced, kept.scrubbed) == (1, 1)
    tables = {shard.table for shard in kept.shards}
    assert tables == {table.name for table in INGESTED_TABLES} - {"opinions"}
    assert {shard.day for shard in kept.shards if shard.table == "rejects"} == {NO_DAY}


def test_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write_source(tmp_path / "a.jsonl.gz", many(4))
    first = take(store, path)
    before = tree_bytes(store.folder)
    again = take(store, path)
    assert tree_bytes(store.folder) == before
    assert (first.new, again.new) == (True, False)
    assert (again.measurements, again.source_id) == (first.measurements, first.source_id)


def test_another_name_of_the_same_bytes_adds_a_name_and_nothing_else(
    store: Store, tmp_path: Path
) -> None:
    path = write_source(tmp_path / "a.jsonl", many(2))
    take(store, path)
    before = tree_bytes(store.folder)
    take(store, path.rename(tmp_path / "b.jsonl"), "elsewhere/b.jsonl")
    after = tree_bytes(store.folder)
    (changed_file,) = [name for name in after if after[name] != before.get(name)]
    assert changed_file.startswith("manifests/")
    assert manifest(store).names == ("a.jsonl", "elsewhere/b.jsonl")
    assert set(after) == set(before)


def test_new_reference_data_parse_anew_and_replace(store: Store, tmp_path: Path) -> None:
    path = write_source(tmp_path / "a.jsonl", many(2))
    take(store, path, "first.jsonl")
    old = manifest(store)
    reference = load_reference(write_reference(tmp_path / "reference"))
    done = take(store, path, reference=reference)
    new = manifest(store)
    assert done.new
    assert (old.reference_digest, new.reference_digest) == (
        load_reference().digest,
        reference.digest,
    )
    assert not {s for s in old.shards if s.table == "dns"} & set(new.shards)
    assert new.names == ("a.jsonl", "first.jsonl")  # where it was seen is not forgotten
    connection = open_store(store, threads=1)
    (row,) = rows(connection, "SELECT count(*) n, min(reference_digest) d FROM measurements")
    assert row == {"n": 2, "d": reference.digest}


def test_a_new_parser_parses_anew(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_source(tmp_path / "a.jsonl", many(1))
    take(store, path)
    monkeypatch.setattr(ingest, "PARSER_VERSION", "next")
    assert take(store, path).new
    assert manifest(store).parser_version == "next"
    assert not take(store, path).new


def test_a_day_has_its_own_shards(store: Store, tmp_path: Path) -> None:
    take(store, write_source(tmp_path / "a.jsonl", many(4, hours=24)))
    days = {shard.day for shard in manifest(store).shards}
    assert days == {"2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"}


def test_one_certificate_is_kept_once_a_shard(store: Store, tmp_path: Path) -> None:
    take(store, write_source(tmp_path / "a.jsonl", [measurement(number) for number in range(5)]))
    (shard,) = [item for item in manifest(store).shards if item.table == "certificates_der"]
    assert shard.rows == 1


@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_an_empty_source_is_committed_as_such(store: Store, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.jsonl").write_bytes(data)
    done = take(store, tmp_path / "a.jsonl")
    assert (done.new, done.measurements, done.rejects) == (True, 0, {})
    assert (manifest(store).lines, manifest(store).shards) == (0, ())


def test_a_damaged_source_is_committed_with_its_reject(store: Store, tmp_path: Path) -> None:
    path = write_source(tmp_path / "a.jsonl.gz", many(3))
    path.write_bytes(path.read_bytes()[:-30])
    done = take(store, path)
    assert done.rejects == {"truncated_source": 1}
    (row,) = rows(open_store(store, threads=1), "SELECT * FROM rejects")
    assert (row["reason"], row["source_id"]) == ("truncated_source", done.source_id)
    assert row["line"] == done.measurements + 1


def test_a_source_that_may_not_be_read_is_left_out(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    path = write_source(tmp_path / "a.jsonl", many(1))
    monkeypatch.setattr(ingest, "source_digest", refuse)
    done = take(store, path)
    assert (done.source_id, done.new, done.measurements) == ("", False, 0)
    assert done.rejects == {"unreadable_source: Permission denied": 1}
    assert list(store.manifests()) == []


def test_the_collector_of_garbage_is_as_it_was(store: Store, tmp_path: Path) -> None:
    path = write_source(tmp_path / "a.jsonl", many(1))
    assert gc.isenabled()
    take(store, path)
    assert gc.isenabled()
    gc.disable()
    try:
        take(store, write_source(tmp_path / "b.jsonl", many(1, first=2)))
        assert not gc.isenabled()
    finally:
        gc.enable()
