"""The days before those that are judged, as relations: what history is read from.

Decides which shards they are: connections and their measurements of the window's days, nothing else
of them. What history may say is `control.history`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fanous.control.history import BEFORE, WINDOW_DAYS
from fanous.store.query import view_shards
from fanous.store.store import Shard, Store

if TYPE_CHECKING:
    import duckdb

    from fanous.engine.plan import Day

__all__ = ["history_of", "open_history"]


def history_of(day: str, sources: Mapping[str, Sequence[tuple[Shard, ...]]]) -> tuple[Shard, ...]:
    """The shards that a day's history is read from, of all that the store holds by day."""
    today = date.fromisoformat(day)
    window = [(today - timedelta(days=back)).isoformat() for back in range(1, WINDOW_DAYS + 1)]
    found = {
        shard
        for before in window
        for source in sources.get(before, ())
        for shard in source
        if shard.table in BEFORE.values()
    }
    return tuple(sorted(found))


def open_history(connection: duckdb.DuckDBPyConnection, store: Store, days: list[Day]) -> None:
    """Make the relations of the days before: each query takes from them what is before its day."""
    shards = sorted({shard for day in days for shard in day.history})
    for name, table in BEFORE.items():
        found = [shard for shard in shards if shard.table == table]
        view_shards(connection, store, name, found, table)
