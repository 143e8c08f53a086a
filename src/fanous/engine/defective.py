"""Which known defects speak of which judged measurements.

Decides how `data/defects` is joined with what a judge holds: a defect covers a measurement of its
test, versions and time in which a step failed as the defect says, or whose probe concluded what is
not to be believed. What a defect is, is `reference.defects`'; a defect moves no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from fanous.reference.defects import COLUMNS, Defect, applies_sql, defect_rows, defects
from fanous.store.query import rows

if TYPE_CHECKING:
    import duckdb

__all__ = ["DEFECTIVE_QUERY", "PREFIX", "covering", "defects_named", "register_defects"]

PREFIX = "defect:"  # of a defect's id among the words of `validity`

# One row a measurement that a defect covers: `record` and the sorted ids of `defects`.
DEFECTIVE_QUERY = f"""
    WITH covered AS MATERIALIZED (
        SELECT m.record, m.probe_blocking, x.id, x.opinion, x.failure, x.host, x.port
        FROM measurements m JOIN known_defects x ON {applies_sql("m", "x")}
    ), failing AS (
        SELECT record, failure, server_name AS host, port FROM handshakes
        UNION ALL SELECT record, failure, hostname, port FROM http
        UNION ALL SELECT record, failure, hostname, NULL FROM dns
        UNION ALL SELECT record, failure, ip, port FROM tcp
    ), said AS (
        SELECT record, id FROM covered WHERE contains(probe_blocking, opinion)
        UNION ALL
        SELECT x.record, x.id FROM failing f JOIN covered x ON x.record = f.record
        WHERE x.opinion IS NULL AND f.failure = coalesce(x.failure, f.failure)
            AND (x.host IS NULL OR f.host GLOB x.host)
            AND (x.port IS NULL OR f.port = x.port)
    )
    SELECT record, list_sort(list(DISTINCT id)) AS defects FROM said GROUP BY record
"""


def register_defects(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `known_defects` that `DEFECTIVE_QUERY` joins."""
    typed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS)
    connection.execute(f"CREATE TEMP TABLE known_defects ({typed})")
    if found := defect_rows(defects()):
        marks = ", ".join("?" for _ in COLUMNS)
        connection.executemany(f"INSERT INTO known_defects VALUES ({marks})", found)


def covering(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[Defect, ...]]:
    """The defects of each record that any covers. The connection must have been judged."""
    register_defects(connection)
    return {
        row["record"]: defects_named(PREFIX + name for name in row["defects"])
        for row in rows(connection, DEFECTIVE_QUERY)
    }


def defects_named(validity: Iterable[str]) -> tuple[Defect, ...]:
    """The defects among the words of `validity`; one of another version is left out."""
    known = _known()
    names = (word.removeprefix(PREFIX) for word in validity if word.startswith(PREFIX))
    return tuple(known[name] for name in names if name in known)


@lru_cache
def _known() -> dict[str, Defect]:
    return {defect.id: defect for defect in defects()}
