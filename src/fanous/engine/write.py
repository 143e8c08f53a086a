"""What a build made, cut into days and written as shards.

Decides in which order the rows of a built table lie, and which day a row belongs to. One query a
table for all days of a batch: many small days were mostly spent on preparing queries. What the
tables hold is `built`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, cast

from fanous.model.tables import DAY, TABLES
from fanous.store.arrow import arrow_schema
from fanous.store.store import Shard, Store

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["of_day", "rank", "write_days"]

_EPOCH = date(1970, 1, 1).toordinal()

# Texts are put in order once a measurement, not once a subject.
_RANKED = f"""
    SELECT record, epoch_us(start_time) // {DAY} AS day_number,
        row_number() OVER (ORDER BY epoch_us(start_time) // {DAY}, probe_cc, target, start_time,
            record) AS rank
    FROM measurements
"""
_CELLS = ", ".join(f"t.{name}" for name in TABLES["cells"].sort)

# Of each table: the day of a row, where rows come from, and their order within a day.
_SOURCES = {
    "verdicts": ("r.day_number", "verdicts t JOIN ranked r ON r.record = t.record", "r.rank"),
    "endpoint_outcomes": (
        "r.day_number",
        "endpoint_outcomes t JOIN ranked r ON r.record = t.record",
        "r.rank, t.layer, t.sequence",
    ),
    "cells": (f"epoch_us(t.hour) // {DAY}", "cells t", _CELLS),
    "decisions": ("t.day", "(SELECT DISTINCT * FROM made_decisions) t", "t.layer, t.mask"),
    "certificates": (
        "s.day_number",
        f"""certificates t JOIN (
            SELECT DISTINCT epoch_us(m.start_time) // {DAY} AS day_number,
                unnest(h.certificates) AS sha256
            FROM tls h JOIN measurements m ON m.record = h.record) s ON s.sha256 = t.sha256""",
        "t.sha256",
    ),
    "validations": ("t.day", "validations t", "t.chain, t.server_name"),
}


def rank(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `ranked`, the order in which the present `measurements` are written."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE ranked AS {_RANKED}")


def write_days(
    connection: duckdb.DuckDBPyConnection, store: Store, name: str, days: list[str]
) -> Iterator[tuple[str, Shard]]:
    """Write a built table in its contract's columns, types and order: each day with its shard.

    A day without a row has none.
    """
    day_number, source, order = _SOURCES[name]
    columns = ", ".join(f"t.{column}" for column in TABLES[name].names)
    found = connection.sql(
        f"SELECT {columns}, {day_number} AS day_number FROM {source} ORDER BY day_number, {order}"
    ).to_arrow_table()
    numbers = found["day_number"]
    table = cast("pa.Table", found.drop_columns(["day_number"]).cast(arrow_schema(name)))
    begin = 0
    for counted in numbers.value_counts().to_pylist():  # in order of appearance
        day = date.fromordinal(_EPOCH + counted["values"]).isoformat()
        if day in days:
            yield day, store.write_shard(name, day, table.slice(begin, counted["counts"]))
        begin += counted["counts"]


def of_day(column: str, day: str) -> str:
    """A condition on a time column: within one UTC day."""
    return (
        f"{column} >= TIMESTAMPTZ '{day} 00:00:00+00' "
        f"AND {column} < TIMESTAMPTZ '{day} 00:00:00+00' + INTERVAL 1 DAY"
    )
