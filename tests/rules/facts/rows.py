"""Rows of a layer's subjects by hand: every column null unless given, facts evaluated in DuckDB."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fanous.model.outcome import Layer
from fanous.model.tables import INGESTED_TABLES
from fanous.rules.judge import judge
from fanous.rules.registry import RULES
from fanous.rules.subjects import SUBJECTS
from fanous.store.arrow import arrow_schema
from fanous.store.query import connect

if TYPE_CHECKING:
    import duckdb

__all__ = ["columns", "empty_judge", "established"]


@lru_cache
def empty_judge() -> duckdb.DuckDBPyConnection:
    """A connection in which the judge ran over nothing: every relation is there."""
    connection = connect(threads=1)
    for table in INGESTED_TABLES:
        connection.register(table.name, arrow_schema(table.name).empty_table())
    judge(connection)
    return connection


@lru_cache
def columns(layer: Layer) -> dict[str, str]:
    """The columns that facts of a layer may speak of, with their types."""
    described = empty_judge().execute(f"DESCRIBE {SUBJECTS[layer]}").fetchall()
    return {row[0]: row[1] for row in described}


def established(layer: Layer, **given: Any) -> set[str]:
    """The facts that one subject establishes; columns that aren't given are null."""
    known = columns(layer)
    assert given.keys() <= known.keys(), given.keys() - known.keys()
    row = ", ".join(f"?::{kind} AS {name}" for name, kind in known.items())
    facts = ", ".join(f"coalesce(({fact.sql}), false)" for fact in RULES[layer].facts)
    values = [given.get(name) for name in known]
    (found,) = empty_judge().execute(f"SELECT {facts} FROM (SELECT {row})", values).fetchall()
    return {fact.name for fact, holds in zip(RULES[layer].facts, found, strict=True) if holds}
