from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from fanous.model.tables import REJECTS, TABLES
from fanous.store.arrow import arrow_table
from fanous.store.query import connect, keep_joins, open_store, rows, view_shards
from fanous.store.store import NO_DAY, Store
from tests.making import START


def test_a_connection_is_offline_bounded_and_in_utc() -> None:
    connection = connect(threads=1)
    settings = {
        name: connection.execute(f"SELECT current_setting('{name}')").fetchone()
        for name in (
            "TimeZone",
            "autoinstall_known_extensions",
            "autoload_known_extensions",
            "threads",
        )
    }
    assert settings == {
        "TimeZone": ("UTC",),
        "autoinstall_known_extensions": (False,),
        "autoload_known_extensions": (False,),
        "threads": (1,),
    }
    limit = connection.execute("SELECT current_setting('memory_limit')").fetchone()
    assert limit is not None and "MiB" in str(limit[0])


def test_what_does_not_fit_is_spilled_into_a_private_folder_that_goes_with_the_connection() -> None:
    connection = connect(threads=1)
    (found,) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    folder = Path(found[0])
    assert folder.stat().st_mode & 0o777 == 0o700
    connection.execute("SET memory_limit = '60MB'")
    connection.execute("CREATE TABLE t AS SELECT hash(range)::VARCHAR AS s FROM range(4000000)")
    assert list(folder.iterdir()) != []
    assert connection.execute("SELECT count(s) FROM t").fetchone() == (4_000_000,)
    del connection
    gc.collect()
    assert not folder.exists()


def test_a_view_is_of_the_named_shards_only(tmp_path: Path) -> None:
    store = Store(tmp_path / "it's; a 'store'", create=True)
    shards = [
        store.write_shard(
            "rejects", NO_DAY, arrow_table(REJECTS, [("id", None, 1, "x", "", word, "", 0)])
        )
        for word in ("a", "b", "c")
    ]
    connection = connect(threads=1)
    view_shards(connection, store, "rejects", shards[:2])
    assert {row["detail"] for row in rows(connection, "SELECT * FROM rejects")} == {"a", "b"}
    view_shards(connection, store, "others", shards[2:], "rejects")
    assert [row["detail"] for row in rows(connection, "SELECT * FROM others")] == ["c"]


def test_no_shards_are_an_empty_table_of_the_right_columns(empty: Store) -> None:
    connection = open_store(empty, threads=1)
    for name, table in TABLES.items():
        assert rows(connection, f"SELECT * FROM {name}") == []
        columns = connection.execute(f"SELECT * FROM {name}").description
        assert columns is not None and tuple(item[0] for item in columns) == table.names


def test_a_view_may_lose_its_shards_and_find_them_again(tmp_path: Path) -> None:
    """A part of a day may hold nothing of a table that the part before it held."""
    store = Store(tmp_path / "store", create=True)
    row = ("id", None, 1, "x", "", "word", "", 0)
    shard = store.write_shard("rejects", NO_DAY, arrow_table(REJECTS, [row]))
    connection = connect(threads=1)
    for shards, expected in (([shard], 1), ([], 0), ([shard], 1), ([], 0)):
        view_shards(connection, store, "seen", shards, "rejects")
        assert len(rows(connection, "SELECT * FROM seen")) == expected
    view_shards(connection, store, "seen", [shard], "rejects", where="detail <> 'word'")
    assert rows(connection, "SELECT * FROM seen") == []


def test_every_table_of_a_store(built: Store) -> None:
    connection = open_store(built, threads=1)
    counts = {
        name: rows(connection, f"SELECT count(*) AS n FROM {name}")[0]["n"] for name in TABLES
    }
    assert counts["measurements"] == 8 + 6 + 1
    assert counts["verdicts"] == 12 + 1  # two lines are in both files
    assert counts["rejects"] == 1 + 2
    assert counts["certificates"] >= 1 and counts["certificates_der"] >= 1
    assert counts["endpoint_outcomes"] == 12 * 4
    assert counts["decisions"] >= 4 and counts["validations"] >= 1
    assert counts["cells"] > 0


def test_rows_are_dicts_and_times_are_aware(built: Store) -> None:
    connection = open_store(built, threads=1)
    (row,) = rows(
        connection,
        "SELECT start_time, hostname FROM measurements WHERE hostname = ? AND line = ?",
        ["site1.example", 2],
    )[:1]
    assert row["start_time"] - START in (timedelta(hours=7), timedelta(hours=7 * 7))
    assert row["start_time"].utcoffset() == timedelta(0)
    assert isinstance(row["start_time"], datetime) and row["start_time"] > START.astimezone(UTC)


def test_the_columns_of_what_was_built_are_those_of_the_contract(built: Store) -> None:
    connection = open_store(built, threads=1)
    for name, table in TABLES.items():
        columns = connection.execute(f"SELECT * FROM {name} LIMIT 0").description
        assert columns is not None and tuple(item[0] for item in columns) == table.names


def test_a_shard_that_is_missing_is_an_error_never_less_data(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", create=True)
    shard = store.write_shard("rejects", NO_DAY, arrow_table(REJECTS, []))
    store.path(shard).unlink()
    connection = connect(threads=1)
    with pytest.raises(duckdb.Error):
        view_shards(connection, store, "rejects", [shard])
        connection.execute("SELECT * FROM rejects")


def test_joins_are_made_as_written() -> None:
    connection = connect(threads=1)
    connection.execute("CREATE TABLE few AS SELECT range AS number FROM range(3)")
    connection.execute("CREATE TABLE many AS SELECT range AS number FROM range(100000)")

    def plan() -> str:
        query = "EXPLAIN SELECT * FROM few f LEFT JOIN many m ON m.number = f.number"
        return str(connection.execute(query).fetchall())

    assert "RIGHT" in plan()
    keep_joins(connection)
    assert "RIGHT" not in plan() and "LEFT" in plan()
