"""Many small shards of a table, copied into one file before they are read many times over.

Decides when that pays. Each source keeps shards of its own, and a judge reads a table up to eight
times: opening a shard of a few rows takes longer than reading it. The copy lies in the connection's
private folder and goes with it; nothing that is stored is touched.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from fanous.store.query import view_shards

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from fanous.store.store import Shard, Store

__all__ = ["open_shards"]

FEWEST_SHARDS = 16  # below that, opening them is no matter
MEAN_ROWS = 500  # of a shard: above that, copying takes longer than it saves


def open_shards(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    table: str,
    shards: Sequence[Shard],
    *,
    where: str = "",
) -> None:
    """Make a view over some shards of a table, named like it, of the rows that `where` says."""
    view_shards(connection, store, table, shards, where=where)
    if len(shards) < FEWEST_SHARDS or sum(shard.rows for shard in shards) > MEAN_ROWS * len(shards):
        return
    copy = _room(connection, table)
    named = "'" + str(copy).replace("'", "''") + "'"
    connection.execute(f"COPY (SELECT * FROM {table}) TO {named} (FORMAT parquet)")
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {table} AS "
        f"SELECT * FROM read_parquet({named}, hive_partitioning = false)"
    )


def _room(connection: duckdb.DuckDBPyConnection, table: str) -> Path:
    """Where the next copy goes: never where one was, whose footer may be remembered."""
    ((folder,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    for old in Path(folder).glob(f"{table}-*.parquet"):
        old.unlink(missing_ok=True)
    return Path(folder) / f"{table}-{uuid4().hex}.parquet"
