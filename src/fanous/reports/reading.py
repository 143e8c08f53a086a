"""What the pages ask of a store: the shared questions.

Decides how counts are taken (which state a measurement counts under, what a session is) and that
one country is read at a time, so that memory follows the largest country and not the store. A
session is a report id; measurements without one count as one session together, never as many.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from fanous.model.outcome import State
from fanous.reports.summary import Tally
from fanous.store.query import rows

if TYPE_CHECKING:
    import duckdb

__all__ = ["JUDGED_STATES", "TALLY", "Network", "enter_country", "networks_of", "state_counts",
           "tally_of"]  # fmt: skip

JUDGED_STATES = tuple(state.value for state in State if state is not State.NOT_HANDLED)
_ACCUSING = "state IN ('blocked', 'likely_blocked')"
_CONCLUSIVE = "state IN ('blocked', 'likely_blocked', 'ok', 'down')"

TALLY = f"""
    {", ".join(f"count(*) FILTER (state = '{state}') AS {state}" for state in JUDGED_STATES)},
    count(DISTINCT coalesce(report_id, '')) AS sessions,
    count(DISTINCT coalesce(report_id, '')) FILTER ({_ACCUSING}) AS accusing_sessions,
    count(DISTINCT coalesce(report_id, '')) FILTER (state = 'blocked') AS settled_sessions,
    count(*) AS measurements, min(start_time) AS first, max(start_time) AS last,
    count(DISTINCT start_time::DATE) AS days
"""

# The longest run of accusing measurements, by time, among the conclusive ones of one network.
_RUNS = f"""
    SELECT target, probe_asn, count(*) AS longest_run,
        count(DISTINCT coalesce(report_id, '')) AS run_sessions,
        min(start_time) AS run_first, max(start_time) AS run_last
    FROM (
        SELECT target, probe_asn, start_time, report_id, {_ACCUSING} AS accusing,
            row_number() OVER (PARTITION BY target, probe_asn ORDER BY start_time, line_sha256)
            - row_number() OVER (PARTITION BY target, probe_asn, {_ACCUSING}
                ORDER BY start_time, line_sha256) AS island
        FROM judged_here WHERE {_CONCLUSIVE}
    ) WHERE accusing GROUP BY target, probe_asn, island
    QUALIFY row_number() OVER (PARTITION BY target, probe_asn
        ORDER BY count(*) DESC, min(start_time)) = 1
"""


@dataclass(frozen=True, slots=True)
class Network:
    """A network: its AS number, its name as probes gave it, and what was measured on it.

    `run` is when the longest run of accusing measurements began and ended, None without one.
    """

    asn: int
    name: str
    tally: Tally
    first: datetime
    last: datetime
    days: int
    run: tuple[datetime, datetime] | None = None


def enter_country(connection: duckdb.DuckDBPyConnection, cc: str) -> None:
    """Make `judged_here`: the judged measurements of one country."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE judged_here AS SELECT * FROM verdicts "
        "WHERE probe_cc = ? AND state <> 'not_handled' ORDER BY target, start_time, line_sha256",
        [cc],
    )


def networks_of(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Network, ...]]:
    """The networks of each target in the country entered, those with most measurements first."""
    found: dict[str, list[Network]] = {}
    for row in rows(
        connection,
        f"""SELECT t.*, r.longest_run, r.run_sessions, r.run_first, r.run_last FROM (
                SELECT target, probe_asn, max(probe_network_name) AS name, {TALLY}
                FROM judged_here GROUP BY target, probe_asn
            ) t LEFT JOIN ({_RUNS}) r ON r.target = t.target AND r.probe_asn = t.probe_asn
            ORDER BY t.target, t.measurements DESC, t.probe_asn""",
    ):
        found.setdefault(row["target"], []).append(network_of(row))
    return {target: tuple(networks) for target, networks in found.items()}


def network_of(row: dict[str, Any]) -> Network:
    """A network from a row with `probe_asn`, `name` and the columns of TALLY."""
    return Network(
        asn=row["probe_asn"] or 0,
        name=row["name"] or "",
        tally=tally_of(row),
        first=row["first"],
        last=row["last"],
        days=row["days"],
        run=(row["run_first"], row["run_last"]) if row.get("run_first") else None,
    )


def tally_of(row: dict[str, Any]) -> Tally:
    """A tally from a row with the columns of TALLY."""
    return Tally(
        states={state: row[state] for state in JUDGED_STATES},
        sessions=row["sessions"],
        accusing_sessions=row["accusing_sessions"],
        settled_sessions=row["settled_sessions"],
        longest_run=row.get("longest_run") or 0,
        run_sessions=row.get("run_sessions") or 0,
    )


def state_counts(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Iterable[object] = ()
) -> list[tuple[Any, date, str, int]]:
    """Rows of (key, day, state, measurements) of a query, in order."""
    found = connection.execute(query, list(parameters)).fetchall()
    return cast("list[tuple[Any, date, str, int]]", found)
