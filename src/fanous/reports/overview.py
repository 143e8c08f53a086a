"""The whole store on one page: what it holds, what could not be read, and which versions made it.

Decides what is asked of the store for the overview. Leaves countries to `country`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fanous.reports.country import DayCounts
from fanous.rules.registry import RULES_VERSION
from fanous.store.query import rows
from fanous.store.signals import SignalSource, signal_sources
from fanous.store.store import Manifest, Store

if TYPE_CHECKING:
    import duckdb

__all__ = ["Overview", "read_overview", "reject_rows"]

_JUDGED = "state <> 'not_handled'"


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the overview prints.

    `received` counts stored measurements, duplicates included; `judged` those with a verdict;
    `not_handled` the kept ones of tests that get none, by test; `waiting` days that are not built.
    """

    received: int
    judged: int
    not_handled: Mapping[str, int]
    synthetic: int
    first: datetime | None
    last: datetime | None
    networks: int
    targets: int
    sessions: int
    states: Mapping[str, int]
    days: DayCounts
    rejects: Mapping[str, int]
    sources: tuple[Manifest, ...]
    waiting: int
    versions: Mapping[str, Mapping[str, int]]
    countries: tuple[str, ...]
    signals: tuple[SignalSource, ...] = ()
    series: int = 0
    synthetic_series: int = 0


def read_overview(connection: duckdb.DuckDBPyConnection, store: Store) -> Overview:
    """Read what concerns the whole store."""
    whole = rows(
        connection,
        f"""SELECT count(*) AS judged, min(start_time) AS first, max(start_time) AS last,
            count(DISTINCT probe_asn) AS networks, count(DISTINCT target) AS targets,
            count(DISTINCT coalesce(report_id, '')) AS sessions
            FROM verdicts WHERE {_JUDGED}""",
    )[0]
    return Overview(
        **whole,
        received=_number(connection, "SELECT count(*) FROM measurements"),
        synthetic=_number(connection, "SELECT count(*) FROM measurements WHERE synthetic"),
        not_handled=_counts(connection, "test_name", "verdicts", "state = 'not_handled'"),
        states=_counts(connection, "state", "verdicts", _JUDGED),
        days=_days(connection),
        rejects=_counts(connection, "reason", "rejects"),
        sources=tuple(store.manifests()),
        waiting=_waiting(store),
        versions={
            column: _counts(connection, column, "verdicts")
            for column in ("rules_version", "parser_version", "reference_digest")
        },
        countries=tuple(_counts(connection, "probe_cc", "verdicts")),
        signals=tuple(signal_sources(store)),
        series=_number(connection, "SELECT count(*) FROM series"),
        synthetic_series=_number(connection, "SELECT count(*) FROM series WHERE synthetic"),
    )


def _waiting(store: Store) -> int:
    """Days whose build is missing, misses measurements, or was made by other rules."""
    stored: Counter[str] = Counter()
    for manifest in store.manifests():
        for shard in manifest.shards:
            if shard.table == "measurements":
                stored[shard.day] += shard.rows
    for build in store.builds():
        if build.rules_version == RULES_VERSION:
            stored[build.day] -= build.measurements + build.duplicates
    return sum(count != 0 for count in stored.values())


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    ((number,),) = connection.execute(query).fetchall()
    return int(number)


def _counts(
    connection: duckdb.DuckDBPyConnection, column: str, table: str, where: str = "true"
) -> dict[str, int]:
    query = f"""SELECT {column}, count(*) FROM {table} WHERE {where} AND {column} IS NOT NULL
        GROUP BY 1 ORDER BY count(*) DESC, 1"""
    return {str(key): count for key, count in connection.execute(query).fetchall()}


def _days(connection: duckdb.DuckDBPyConnection) -> DayCounts:
    days: dict[date, dict[str, int]] = {}
    for day, state, count in connection.execute(
        f"SELECT start_time::DATE, state, count(*) FROM verdicts WHERE {_JUDGED} "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        days.setdefault(day, {})[state] = count
    return days


def reject_rows(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Every record that was not taken."""
    return rows(
        connection,
        "SELECT * FROM rejects ORDER BY reason, source_id, member NULLS FIRST, line, detail",
    )
