"""A target in a country: how it went, by day, network, layer, rule and mechanism.

Decides what is asked of the store for a target's page, and which of its measurements get a page of
their own: those that were not fine first, then the newest. How many were left out is kept, to be
said. Leaves the state to `summary`, the sentence to `sentences`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fanous.model.outcome import LAYERS
from fanous.reports.country import DayCounts, TargetRow
from fanous.reports.slugs import measurement_path
from fanous.store.query import rows

if TYPE_CHECKING:
    import duckdb

__all__ = ["Listed", "RuleCount", "TargetReport", "read_target", "verdict_rows"]

MAX_STRIPS = 12  # networks drawn; the table has them all
MAX_INPUTS = 5


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many measurements a rule explains, on how many networks."""

    rule: str
    measurements: int
    networks: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A measurement in a target's list; `path` is its page's."""

    path: str
    start_time: datetime
    asn: int
    network: str
    state: str
    rule: str
    record: int
    line_sha256: str


@dataclass(frozen=True, slots=True)
class TargetReport:
    """All that a target's page prints. `layers` counts outcomes, `not_tried` among them."""

    row: TargetRow
    inputs: tuple[str, ...]
    more_inputs: int
    days: DayCounts
    network_days: Mapping[int, DayCounts]
    layers: Mapping[str, Mapping[str, int]]
    rules: tuple[RuleCount, ...]
    mechanisms: Mapping[str, int]
    listed: tuple[Listed, ...]
    left_out: int


def read_target(
    connection: duckdb.DuckDBPyConnection, row: TargetRow, *, pages: int
) -> TargetReport:
    """Read a target of the country that `reading.enter_country` made current."""
    inputs = [found for (found,) in _ask(connection, _INPUTS, row.target)]
    listed = _listed(connection, row.target, pages)
    by_network = _network_days(connection, row)
    return TargetReport(
        row=row,
        inputs=tuple(inputs[:MAX_INPUTS]),
        more_inputs=len(inputs[MAX_INPUTS:]),
        days=_merged(_ask(connection, _DAYS, row.target)),
        network_days=by_network,
        layers=_layers(connection, row.target),
        rules=tuple(RuleCount(*found) for found in _ask(connection, _RULES, row.target)),
        mechanisms=dict(_ask(connection, _MECHANISMS, row.target)),
        listed=listed,
        left_out=row.summary.pooled.measurements - len(listed),
    )


_DAYS = """
    SELECT start_time::DATE, state, count(*) FROM judged_here WHERE target = ?
    GROUP BY ALL ORDER BY ALL
"""
_NETWORK_DAYS = """
    SELECT probe_asn, start_time::DATE, state, count(*) FROM judged_here WHERE target = ?
    GROUP BY ALL ORDER BY ALL
"""
_INPUTS = "SELECT DISTINCT input FROM judged_here WHERE target = ? AND input <> '' ORDER BY input"
_RULES = """
    SELECT deciding_rule, count(*), count(DISTINCT probe_asn) FROM judged_here
    WHERE target = ? AND deciding_rule IS NOT NULL
    GROUP BY deciding_rule ORDER BY count(*) DESC, deciding_rule
"""
_MECHANISMS = """
    SELECT mechanism, count(*) FROM (SELECT unnest(mechanisms) AS mechanism FROM judged_here
        WHERE target = ?) GROUP BY mechanism ORDER BY count(*) DESC, mechanism
"""
_LAYERS = " UNION ALL ".join(
    f"""SELECT '{layer}' AS layer,
        CASE WHEN {layer}_rule LIKE '%.no_data' THEN 'not_tried' ELSE {layer} END AS outcome
    FROM judged_here WHERE target = ?"""
    for layer in LAYERS
)
_LISTED = """
    SELECT record, line_sha256, start_time, probe_asn, probe_network_name, state, deciding_rule
    FROM judged_here WHERE target = ?
    ORDER BY state = 'ok', start_time DESC, line_sha256 LIMIT ?
"""
_VERDICTS = "SELECT * FROM judged_here WHERE target = ? ORDER BY start_time, line_sha256"


def _ask(
    connection: duckdb.DuckDBPyConnection, query: str, *parameters: object
) -> list[tuple[Any, ...]]:
    return connection.execute(query, list(parameters)).fetchall()


def _merged(found: list[tuple[Any, ...]]) -> DayCounts:
    days: dict[date, dict[str, int]] = {}
    for day, state, count in found:
        days.setdefault(day, {})[state] = count
    return days


def _network_days(connection: duckdb.DuckDBPyConnection, row: TargetRow) -> dict[int, DayCounts]:
    """By network, those with most measurements first, as many as are drawn."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for asn, *counted in _ask(connection, _NETWORK_DAYS, row.target):
        found.setdefault(asn, []).append(tuple(counted))
    return {network.asn: _merged(found[network.asn]) for network in row.networks[:MAX_STRIPS]}


def _layers(connection: duckdb.DuckDBPyConnection, target: str) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {layer.value: {} for layer in LAYERS}
    query = f"SELECT layer, outcome, count(*) FROM ({_LAYERS}) GROUP BY ALL ORDER BY ALL"
    for layer, outcome, count in _ask(connection, query, *([target] * len(LAYERS))):
        counts[layer][outcome] = count
    return counts


def _listed(connection: duckdb.DuckDBPyConnection, target: str, pages: int) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            path=f"m/{measurement_path(found['line_sha256'])}",
            start_time=found["start_time"],
            asn=found["probe_asn"],
            network=found["probe_network_name"] or "",
            state=found["state"],
            rule=found["deciding_rule"] or "",
            record=found["record"],
            line_sha256=found["line_sha256"],
        )
        for found in rows(connection, _LISTED, [target, pages])
    )


def verdict_rows(connection: duckdb.DuckDBPyConnection, target: str) -> list[dict[str, Any]]:
    """Every verdict on a target in the country entered, by time."""
    return rows(connection, _VERDICTS, [target])
