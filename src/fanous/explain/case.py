"""A case: all that is known of one judged measurement, as rows of the tables.

Decides what an explanation is made from: the verdict, the measurement, what the probe saw, what the
control saw, and what the rules said of each step. Reads many at once, since a query each would scan
the store each time. How the tables came to be (a store's shards, or one line in memory) is the
caller's. The one place that knows where facts and rules of a step are kept is `_decided`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fanous.store.query import rows

if TYPE_CHECKING:
    import duckdb

__all__ = ["Case", "Row", "read_cases"]

Row = dict[str, Any]

# What is read of each observation: of headers, that there were some; nobody is shown them.
_COLUMNS = {
    "dns": "hostname, query_type, engine, resolver_address, failure, answers",
    "tcp": "ip, port, success, failure, fetch_body",
    "tls": "network, ip, port, server_name, success, failure, no_tls_verify, fetch_body",
    "http": "network, ip, port, method, url, hostname, scheme, success, failure, status, title, "
    "body_length, coalesce(headers NOT IN ('', '{}'), false) AS has_headers",
}
_PLACE = "record, sequence, depth, transaction_id, t0, t"
_ORDER = (
    "depth NULLS FIRST, CASE layer WHEN 'dns' THEN 0 WHEN 'tcp' THEN 1 WHEN 'tls' THEN 2 ELSE 3 "
    "END, sequence"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One measurement's rows. `observations` are by layer; `endpoints` are what rules said."""

    verdict: Row
    measurement: Row
    observations: dict[str, tuple[Row, ...]]
    endpoints: tuple[Row, ...]
    controls: tuple[Row, ...]
    control_endpoints: tuple[Row, ...]


def read_cases(
    connection: duckdb.DuckDBPyConnection, records: Sequence[int], *, verdicts: str = "verdicts"
) -> list[Case]:
    """Some judged measurements, in the order asked for; each must be in the relation `verdicts`."""
    connection.execute("CREATE OR REPLACE TEMP TABLE wanted (record BIGINT)")
    if not records:
        return []
    connection.execute("INSERT INTO wanted SELECT unnest(?::BIGINT[])", [list(records)])
    judged = _by_record(connection, verdicts)
    measurements = _by_record(connection, "measurements")
    observed = {
        layer: _by_record(connection, layer, "sequence", f"{_PLACE}, {columns}")
        for layer, columns in _COLUMNS.items()
    }
    endpoints = _decided(connection)
    controls = _by_record(connection, "control", "hostname")
    tried = _by_record(connection, "control_endpoints", "ip, port NULLS FIRST")
    return [
        Case(
            verdict=judged[record][0],
            measurement=measurements[record][0],
            observations={layer: tuple(found.get(record, ())) for layer, found in observed.items()},
            endpoints=tuple(endpoints.get(record, ())),
            controls=tuple(controls.get(record, ())),
            control_endpoints=tuple(tried.get(record, ())),
        )
        for record in records
    ]


def _decided(connection: duckdb.DuckDBPyConnection) -> dict[int, list[Row]]:
    """What the rules said of each step of the wanted records.

    Rows hold layer, sequence, depth, endpoint, counts, rule, outcome, evidence, mechanism, facts
    (names, in the layer's order) and fired (rule ids, strongest first).
    """
    return _by_record(connection, "endpoint_verdicts", _ORDER)


def _by_record(
    connection: duckdb.DuckDBPyConnection, table: str, order: str = "record", columns: str = "t.*"
) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    query = (
        f"SELECT {columns} FROM {table} t SEMI JOIN wanted USING (record) ORDER BY record, {order}"
    )
    for row in rows(connection, query):
        found.setdefault(row["record"], []).append(row)
    return found
