"""One measurement: what was tried, what rules said, what the control saw, where it came from.

Decides what is asked of the store for a measurement's page: the chain from a sentence to the hash
of the line it rests on. Records are read in batches, since a page each and a query each is slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fanous.store.query import rows

if TYPE_CHECKING:
    import duckdb

__all__ = ["MeasurementReport", "explorer_address", "read_measurements"]

_EXPLORER = "https://explorer.ooni.org/m/"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MeasurementReport:
    """A measurement's rows: its verdict, itself, its endpoints, and what the control saw."""

    verdict: Row
    measurement: Row
    endpoints: tuple[Row, ...]
    controls: tuple[Row, ...]
    control_endpoints: tuple[Row, ...]


def read_measurements(
    connection: duckdb.DuckDBPyConnection, records: Sequence[int]
) -> list[MeasurementReport]:
    """Read some judged measurements of the country entered, in the order asked for."""
    connection.execute("CREATE OR REPLACE TEMP TABLE wanted (record BIGINT)")
    if not records:
        return []
    connection.execute("INSERT INTO wanted SELECT unnest(?::BIGINT[])", [list(records)])
    verdicts = _by_record(connection, "judged_here", "record")
    measurements = _by_record(connection, "measurements", "record")
    endpoints = _by_record(connection, "endpoint_verdicts", _ENDPOINT_ORDER)
    controls = _by_record(connection, "control", "hostname")
    control_endpoints = _by_record(connection, "control_endpoints", "ip, port NULLS FIRST")
    return [
        MeasurementReport(
            verdict=verdicts[record][0],
            measurement=measurements[record][0],
            endpoints=tuple(endpoints.get(record, ())),
            controls=tuple(controls.get(record, ())),
            control_endpoints=tuple(control_endpoints.get(record, ())),
        )
        for record in records
    ]


_ENDPOINT_ORDER = (
    "depth NULLS FIRST, CASE layer WHEN 'dns' THEN 0 WHEN 'tcp' THEN 1 WHEN 'tls' THEN 2 ELSE 3 "
    "END, sequence"
)


def _by_record(
    connection: duckdb.DuckDBPyConnection, table: str, order: str
) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    query = f"SELECT t.* FROM {table} t SEMI JOIN wanted USING (record) ORDER BY record, {order}"
    for row in rows(connection, query):
        found.setdefault(row["record"], []).append(row)
    return found


def explorer_address(report: MeasurementReport) -> str:
    """Where OONI shows the same measurement; empty for one that OONI never published."""
    uid: str = report.verdict["measurement_uid"]
    published = not report.verdict["synthetic"] and not uid.startswith("sha256:")
    return f"{_EXPLORER}{uid}" if published else ""
