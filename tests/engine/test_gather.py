"""Small shards become one file where many are read, and the rows are the same."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import pytest

from fanous import pipeline
from fanous.engine import gather
from fanous.engine.gather import open_shards
from fanous.model.tables import BUILT_TABLES, REJECTS
from fanous.store.arrow import arrow_table
from fanous.store.query import connect, rows
from fanous.store.store import NO_DAY, Shard, Store
from tests.engine.test_build import digests, ingest, unhelped
from tests.making import measurement, write_source
from tests.making_services import telegram


def shards_of(store: Store, count: int) -> list[Shard]:
    return [
        store.write_shard(
            "rejects", NO_DAY, arrow_table(REJECTS, [("id", None, n, "x", "", f"{n}", "", 0)])
        )
        for n in range(count)
    ]


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.parquet"))


def test_many_small_shards_are_read_from_one_copy_that_goes_with_the_connection(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "it's a store", create=True)
    connection = connect(threads=1)
    ((name,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    shards = shards_of(store, gather.FEWEST_SHARDS)
    for where, expected in (("", len(shards)), ("line > 3", len(shards) - 4), ("false", 0)):
        open_shards(connection, store, "rejects", shards, where=where)
        assert len(rows(connection, "SELECT * FROM rejects")) == expected
        assert len(copies(Path(name))) == 1  # the one before is gone
    del connection
    gc.collect()
    assert not Path(name).exists()


@pytest.mark.parametrize(
    ("count", "mean"), [(gather.FEWEST_SHARDS - 1, 1), (gather.FEWEST_SHARDS, gather.MEAN_ROWS + 1)]
)
def test_few_shards_or_large_ones_are_read_where_they_lie(
    count: int, mean: int, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store", create=True)
    connection = connect(threads=1)
    ((name,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    shards = [replace(shard, rows=mean) for shard in shards_of(store, count)]
    open_shards(connection, store, "rejects", shards)
    assert len(rows(connection, "SELECT * FROM rejects")) == count
    assert copies(Path(name)) == []


def test_a_day_of_many_small_sources_is_the_day_as_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for fewest in (1, 1_000):
        monkeypatch.setattr(gather, "FEWEST_SHARDS", fewest)
        store = tmp_path / str(fewest)
        for number in range(6):
            records = [measurement(number), telegram(number + 20), unhelped(number + 40)]
            ingest(store, write_source(tmp_path / f"{number}.jsonl", records))
        pipeline.build(store)
        found.append(digests(store, tuple(table.name for table in BUILT_TABLES)))
    assert found[0] == found[1]
