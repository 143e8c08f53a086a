"""Parsed measurements as relations in memory, ready for the judge.

Decides that what is judged without a store lies in the same tables as what is stored, certificates
included. Leaves the judging to `fanous.rules`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fanous.engine.validated import register_validations
from fanous.model.tables import INGESTED_TABLES, TLS
from fanous.sources.base import Context, Parsed, Row
from fanous.store.arrow import arrow_table
from fanous.store.query import connect, keep_joins

if TYPE_CHECKING:
    import duckdb

__all__ = ["in_memory"]

_CHAIN = TLS.names.index("certificates")


def in_memory(
    records: Iterable[Parsed], context: Context, *, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection with every ingested table of some records, and `validations`."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for parsed in records:
        for name, observed in parsed.rows.items():
            tables[name].extend(observed)
    shown = {sha256 for row in tables["tls"] for sha256 in _hashes(row[_CHAIN])}
    tables["certificates_der"] = list(context.certificates.rows(shown))
    connection = connect(threads=threads)
    keep_joins(connection)
    for table in INGESTED_TABLES:
        connection.register(table.name, arrow_table(table, tables[table.name]))
    register_validations(connection, context.reference.trust)
    return connection


def _hashes(chain: object) -> list[str]:
    return chain if isinstance(chain, list) else []
