"""A DuckDB connection over what a store has committed.

Decides how tables are opened: exactly the shards that manifests and builds name. Nothing is
downloaded, no extension is loaded that isn't built in; memory is bounded.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from fanous.model.tables import BUILT_TABLES, INGESTED_TABLES, TABLES
from fanous.store.arrow import arrow_schema
from fanous.store.signals import signal_sources
from fanous.store.store import Shard, Store
from fanous.store.views import ENDPOINT_VERDICTS

if TYPE_CHECKING:
    import duckdb

__all__ = ["connect", "keep_joins", "open_store", "rows", "view_shards"]

MEMORY_LIMIT = "1GB"
_BUILT_TOO = {"rejects"}  # builds add the duplicates they found


def connect(*, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """An empty in-memory connection, in UTC, offline, with bounded memory.

    What needs more spills into a folder of its own that nobody else may read (DuckDB's default is
    `.tmp` where the user stands), and that goes with the connection.
    """
    import duckdb

    folder = tempfile.mkdtemp(prefix="fanous-")
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": folder,
            **({"threads": str(threads)} if threads else {}),
        },
    )
    weakref.finalize(connection, _remove, folder, os.getpid())
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET parquet_metadata_cache = true")  # a view is read many times over
    connection.execute("SET enable_progress_bar = false")  # DuckDB shows one after two seconds
    return connection


def _remove(folder: str, owner: int) -> None:
    """Remove what a connection spilled; a process that only inherited the connection leaves it."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def keep_joins(connection: duckdb.DuckDBPyConnection) -> None:
    """From now on, joins are made in the order written: the left is read, the right is held.

    Turned round by DuckDB's estimates, the judge's widest relations were what was held, and finding
    an order took longer than many of its joins. No setting of a locked connection can be changed:
    call this before.
    """
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")


def view_shards(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    view: str,
    shards: Iterable[Shard],
    table: str | None = None,
    *,
    where: str = "",
) -> None:
    """Make a view over the given shards of a table (named like the view unless given).

    With no shards it is an empty table of the right columns. `where` says which rows it shows.
    """
    files = [str(store.path(shard)) for shard in shards]
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
    source = f"read_parquet([{listed}], hive_partitioning = false)"
    if not files:
        source = f"no_{table or view}"  # a registered table takes no name that a view has
        connection.register(source, arrow_schema(table or view).empty_table())
    shown = f" WHERE {where}" if where else ""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT * FROM {source}{shown}")


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()
) -> list[dict[str, Any]]:
    """A query's rows as dicts; times are aware datetimes in UTC."""
    relation = (
        connection.sql(query, params=list(parameters)) if parameters else (connection.sql(query))
    )
    return cast(list[dict[str, Any]], relation.to_arrow_table().to_pylist())


def open_store(store: Store, *, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection with a view for every table of the store.

    `measurements` and the observations hold what was received, duplicates included; `verdicts`,
    `endpoint_verdicts` and `cells` hold what was built of the ones that were kept.
    """
    connection = connect(threads=threads)
    by_table: dict[str, list[Shard]] = {name: [] for name in TABLES}
    ingested = {table.name for table in INGESTED_TABLES}
    for manifest in store.manifests():
        for shard in manifest.shards:
            if shard.table in ingested:
                by_table[shard.table].append(shard)
    for source in signal_sources(store):
        for shard in source.shards:
            by_table[shard.table].append(shard)
    built = {table.name for table in BUILT_TABLES} | _BUILT_TOO
    for build in store.builds():
        for shard in build.shards:
            if shard.table in built:
                by_table[shard.table].append(shard)
    for name, shards in by_table.items():
        view_shards(connection, store, name, shards)
    connection.execute(f"CREATE TEMP VIEW endpoint_verdicts AS {ENDPOINT_VERDICTS}")
    return connection
