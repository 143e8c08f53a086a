from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fanous.engine import shards
from fanous.engine.shards import ShardWriter
from fanous.model.tables import TABLES
from fanous.reference.load import load_reference
from fanous.sources.base import Context, Parsed
from fanous.sources.parse import parse_source
from fanous.store.store import Shard, Store
from tests.making import LATEST, Record, Row, changed, many, write_source


def write(folder: Path, records: list[Record]) -> tuple[Store, list[Shard]]:
    """The shards of some records."""
    store, context = Store(folder / "store", create=True), Context(load_reference())
    writer = ShardWriter(store, context)
    source = write_source(folder / "a.jsonl", records)
    for item in parse_source(source, "0" * 64, context, latest=LATEST):
        assert isinstance(item, Parsed)
        writer.add(item)
    writer.flush()
    return store, writer.shards


def rows_of(store: Store, found: list[Shard], table: str) -> list[list[Row]]:
    """Rows of each shard of a table."""
    return [
        pq.read_table(store.path(shard), partitioning=None).to_pylist()
        for shard in found
        if shard.table == table
    ]


def several(count: int, *, hours: int = 0) -> list[Record]:
    """Measurements of two countries, with three queries each."""
    return [
        changed(
            record | {"probe_cc": "XB" if number % 2 else "XA"},
            "test_keys.queries",
            record["test_keys"]["queries"] * 3,
        )
        for number, record in enumerate(many(count, hours=hours))
    ]


@pytest.fixture(params=[(250, 8_000), (2, 3), (1, 1), (3, 100)], ids=str)
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    chunk, shard = request.param
    monkeypatch.setattr(shards, "_CHUNK_MEASUREMENTS", chunk)
    monkeypatch.setattr(shards, "SHARD_MEASUREMENTS", shard)
    return chunk, shard


def test_nothing_is_lost_whatever_the_cut(sizes: tuple[int, int], tmp_path: Path) -> None:
    store, found = write(tmp_path, several(7))
    per_shard = [len(rows) for rows in rows_of(store, found, "measurements")]
    assert per_shard == {250: [7], 2: [4, 3], 1: [1] * 7, 3: [7]}[sizes[0]]
    for table in ("measurements", "dns", "tls", "control_endpoints"):
        each = 3 if table == "dns" else 1
        assert sum(len(rows) for rows in rows_of(store, found, table)) == 7 * each
    assert all(shard.rows for shard in found)


def test_a_shard_is_in_order_of_country_and_line(sizes: tuple[int, int], tmp_path: Path) -> None:
    store, found = write(tmp_path, several(7))
    for rows in rows_of(store, found, "measurements"):
        keys = [(row["probe_cc"], row["line"]) for row in rows]
        assert keys == sorted(keys)
    for measured, asked in zip(
        rows_of(store, found, "measurements"), rows_of(store, found, "dns"), strict=True
    ):
        expected = [(row["record"], sequence) for row in measured for sequence in range(3)]
        assert [(row["record"], row["sequence"]) for row in asked] == expected


def test_the_order_of_lines_changes_no_row_but_its_line(tmp_path: Path) -> None:
    records = several(6)
    (tmp_path / "b").mkdir()
    ways = [write(tmp_path, records), write(tmp_path / "b", records[::-1])]
    first, second = (
        sorted(
            [
                {name: row[name] for name in row if name not in ("line", "record")}
                for row in rows_of(*way, "measurements")[0]
            ],
            key=lambda row: str(row["measurement_uid"]),
        )
        for way in ways
    )
    assert first == second


def test_each_day_has_its_own_shards_with_its_own_certificates(tmp_path: Path) -> None:
    _, found = write(tmp_path, several(4, hours=24))
    days = {"2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"}
    for table in ("measurements", "dns", "http"):
        assert {shard.day for shard in found if shard.table == table} == days
    shown = {shard.day: shard.rows for shard in found if shard.table == "certificates_der"}
    assert shown == {"2026-03-05": 1, "2026-03-06": 1}  # on the other days it was reset
    assert {shard.table for shard in found} <= set(TABLES)


def test_nothing_gives_nothing(tmp_path: Path) -> None:
    assert write(tmp_path, [])[1] == []
