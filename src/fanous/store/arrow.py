"""The tables' type words as Arrow types, and rows as Arrow tables.

Decides the physical form of each column. pyarrow is imported when first needed: `fanous --help`
must not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from fanous.model.tables import TABLES, Table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_schema", "arrow_table", "dictionary_columns", "empty_tables"]

_UNIQUE = {"measurement_uid", "line_sha256", "body_sha256", "sha256", "url", "title", "headers"}


def _arrow_type(word: str) -> Any:
    import pyarrow as pa

    if word.startswith("list<"):
        return pa.list_(_arrow_type(word[5:-1]))
    return {
        "string": pa.string(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "binary": pa.binary(),
        "time": pa.timestamp("us", tz="UTC"),
    }[word]


@lru_cache(64)
def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of a table."""
    import pyarrow as pa

    return pa.schema([(column.name, _arrow_type(column.type)) for column in TABLES[name].columns])


@lru_cache(64)
def dictionary_columns(name: str) -> list[str]:
    """Parquet paths of the columns whose values repeat: a dictionary of the others only costs.

    Tried on every column, dictionaries took a third of the time of writing a shard.
    """
    paths = {"string": "{}", "list<string>": "{}.list.element"}
    return [
        paths[column.type].format(column.name)
        for column in TABLES[name].columns
        if column.type in paths and column.name not in _UNIQUE
    ]


def arrow_table(table: Table, rows: Sequence[Sequence[object]]) -> pa.Table:
    """Rows (in column order) as an Arrow table; times are microseconds since 1970.

    Rows are read as structs, each where it lies in memory: a column after another took a fifth
    longer. Raises ValueError, TypeError or OverflowError for a row that does not fit.
    """
    import pyarrow as pa

    schema = arrow_schema(table.name)
    if not rows:
        return schema.empty_table()
    tuples = [row if type(row) is tuple else tuple(row) for row in rows]
    structs = cast("pa.StructArray", pa.array(tuples, type=_struct_type(table.name)))
    return pa.Table.from_batches([pa.RecordBatch.from_struct_array(structs)], schema)


@lru_cache(64)
def _struct_type(name: str) -> pa.StructType:
    """A row of a table."""
    import pyarrow as pa

    return pa.struct(list(arrow_schema(name)))


def empty_tables() -> dict[str, pa.Table]:
    """Every table with no rows, by name."""
    return {name: arrow_schema(name).empty_table() for name in TABLES}
