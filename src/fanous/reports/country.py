"""A country: its targets with their states, its networks, and its days.

Decides what is asked of the store for a country's page and how targets are ordered (the most
serious first). Leaves how a state follows from counts to `summary`, and words and shape to the
template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fanous.reference.load import Reference
from fanous.reports.reading import TALLY, Network, network_of, networks_of, tally_of
from fanous.reports.slugs import country_slug, target_slug
from fanous.reports.summary import Summary, TargetState, summarise
from fanous.reports.words import is_invented, unicode_name
from fanous.store.query import rows

if TYPE_CHECKING:
    import duckdb

__all__ = ["CountryReport", "DayCounts", "TargetRow", "read_country"]

_SERIOUSNESS = list(TargetState)
DayCounts = Mapping[date, Mapping[str, int]]  # day → state → measurements


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target in a country: what it is, its state, and the counts behind it."""

    target: str
    slug: str
    unicode: str
    category: str
    summary: Summary
    networks: tuple[Network, ...]
    first: datetime
    last: datetime

    @property
    def name(self) -> str:
        """The host where it is one, else the target as it is."""
        return self.target.removeprefix("domain:")


@dataclass(frozen=True, slots=True)
class CountryReport:
    """All that a country's page prints. `not_handled` counts tests that get no verdict yet."""

    cc: str
    slug: str
    invented: bool
    measurements: int
    sessions: int
    first: datetime | None
    last: datetime | None
    states: Mapping[str, int]
    days: DayCounts
    targets: tuple[TargetRow, ...]
    networks: tuple[Network, ...]
    not_handled: Mapping[str, int]

    @property
    def target_states(self) -> Counter[str]:
        """How many targets are in each state."""
        return Counter(row.summary.state.value for row in self.targets)


def read_country(
    connection: duckdb.DuckDBPyConnection, cc: str, reference: Reference
) -> CountryReport:
    """Read the country that `reading.enter_country` made current."""
    whole = rows(connection, f"SELECT {TALLY} FROM judged_here")[0]
    return CountryReport(
        cc=cc,
        slug=country_slug(cc),
        invented=is_invented(cc),
        measurements=whole["measurements"],
        sessions=whole["sessions"],
        first=whole["first"],
        last=whole["last"],
        states=tally_of(whole).states,
        days=_days(connection),
        targets=_targets(connection, reference),
        networks=_networks(connection),
        not_handled=_not_handled(connection, cc),
    )


def _days(connection: duckdb.DuckDBPyConnection) -> DayCounts:
    days: dict[date, dict[str, int]] = {}
    for day, state, count in connection.execute(
        "SELECT start_time::DATE, state, count(*) FROM judged_here GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        days.setdefault(day, {})[state] = count
    return days


def _targets(connection: duckdb.DuckDBPyConnection, reference: Reference) -> tuple[TargetRow, ...]:
    networks = networks_of(connection)
    found = [
        _target_row(row, networks[row["target"]], reference)
        for row in rows(connection, f"SELECT target, {TALLY} FROM judged_here GROUP BY target")
    ]
    return tuple(sorted(found, key=lambda row: (_SERIOUSNESS.index(row.summary.state), row.target)))


def _target_row(
    row: dict[str, Any], networks: tuple[Network, ...], reference: Reference
) -> TargetRow:
    target: str = row["target"]
    host = target.removeprefix("domain:")
    listed = reference.listed.get(host)
    return TargetRow(
        target=target,
        slug=target_slug(target),
        unicode=unicode_name(host),
        category=listed.category if listed else "",
        summary=summarise(tally_of(row), (network.tally for network in networks)),
        networks=networks,
        first=row["first"],
        last=row["last"],
    )


def _networks(connection: duckdb.DuckDBPyConnection) -> tuple[Network, ...]:
    query = f"""SELECT probe_asn, max(probe_network_name) AS name, {TALLY} FROM judged_here
        GROUP BY probe_asn ORDER BY count(*) DESC, probe_asn"""
    return tuple(network_of(row) for row in rows(connection, query))


def _not_handled(connection: duckdb.DuckDBPyConnection, cc: str) -> dict[str, int]:
    query = """SELECT test_name, count(*) FROM verdicts WHERE probe_cc = ? AND state = 'not_handled'
        GROUP BY test_name ORDER BY test_name"""
    return dict(connection.execute(query, [cc]).fetchall())
