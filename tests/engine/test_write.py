"""Built tables are cut into days: every row on its day, in the contract's order and types."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fanous import pipeline
from fanous.engine import plan as planning
from fanous.engine.write import of_day
from fanous.model.tables import TABLES
from fanous.store.arrow import arrow_schema
from fanous.store.query import connect, open_store, rows
from fanous.store.store import Store
from tests.making import NOW, Row, many, tree_bytes, write_source

HOURS = 9  # between measurements: three days


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("written")
    source = write_source(folder / "a.jsonl", many(8, hours=HOURS))
    pipeline.ingest([source], folder / "store", now=lambda: NOW)
    pipeline.build(folder / "store")
    return Store(folder / "store")


def read(store: Store, day: str, table: str) -> list[Row]:
    (build,) = (build for build in store.builds() if build.day == day)
    (shard,) = (shard for shard in build.shards if shard.table == table)
    found = pq.read_table(store.path(shard), partitioning=None)
    assert found.schema.equals(arrow_schema(table))
    assert found.num_rows == shard.rows > 0
    return found.to_pylist()


def test_every_row_lies_on_its_day(built: Store) -> None:
    every = rows(open_store(built, threads=1), "SELECT record FROM verdicts")
    seen = 0
    for build in built.builds():
        verdicts = read(built, build.day, "verdicts")
        assert {f"{row['start_time']:%Y-%m-%d}" for row in verdicts} == {build.day}
        assert {f"{row['hour']:%Y-%m-%d}" for row in read(built, build.day, "cells")} == {build.day}
        records = {row["record"] for row in verdicts}
        outcomes = read(built, build.day, "endpoint_outcomes")
        assert {row["record"] for row in outcomes} == records
        seen += len(records)
    assert seen == len(every) == 8


@pytest.mark.parametrize("table", ["verdicts", "cells", "decisions", "certificates", "validations"])
def test_rows_are_in_the_order_of_the_contract(built: Store, table: str) -> None:
    for build in built.builds():
        found = read(built, build.day, table)
        keys = [
            tuple((row[name] is None, row[name]) for name in TABLES[table].sort) for row in found
        ]
        assert keys == sorted(keys)


def test_steps_lie_in_the_order_of_their_verdicts(built: Store) -> None:
    for build in built.builds():
        place = {row["record"]: n for n, row in enumerate(read(built, build.day, "verdicts"))}
        keys = [
            (place[row["record"]], row["layer"], row["sequence"])
            for row in read(built, build.day, "endpoint_outcomes")
        ]
        assert keys == sorted(keys)


def test_days_built_together_are_days_built_apart(
    built: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "SMALLEST_BATCH", 1)
    monkeypatch.setattr(planning, "LARGEST_BATCH", 3)
    source = write_source(tmp_path / "a.jsonl", many(8, hours=HOURS))
    pipeline.ingest([source], tmp_path / "store", now=lambda: NOW)
    pipeline.build(tmp_path / "store")
    together, apart = tree_bytes(built.folder), tree_bytes(tmp_path / "store")
    tables = {name for name in together if name.startswith("tables/")}
    assert tables == {name for name in apart if name.startswith("tables/")}
    assert all(together[name] == apart[name] for name in tables)


def test_a_day_begins_and_ends_at_midnight_in_utc() -> None:
    times = [
        "2026-03-03 23:59:59.999999",
        "2026-03-04 00:00",
        "2026-03-04 23:59:59",
        "2026-03-05 00:00",
    ]
    values = ", ".join(f"(TIMESTAMPTZ '{time}+00')" for time in times)
    query = f"SELECT count(*) FROM (VALUES {values}) v(t) WHERE {of_day('t', '2026-03-04')}"
    assert connect(threads=1).execute(query).fetchone() == (2,)
