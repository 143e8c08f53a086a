from __future__ import annotations

from functools import lru_cache

import duckdb
import pytest

from fanous.model.tables import CERTIFICATES_DER, REJECTS, Table
from fanous.store.arrow import arrow_table
from fanous.store.digest import table_digest
from fanous.store.query import connect

Rows = list[tuple[object, ...]]
A: tuple[object, ...] = ("id", None, 1, "not_json", "", "what", "sha", 7)
B: tuple[object, ...] = ("id", "m", 2, "no_time", "", "else", "sha", 8)


@lru_cache
def shared() -> duckdb.DuckDBPyConnection:
    return connect(threads=1)


def digest(rows: Rows, table: Table = REJECTS) -> str:
    shared().register(table.name, arrow_table(table, rows))
    return table_digest(shared(), table.name)


def test_order_does_not_matter_and_repetition_does() -> None:
    assert digest([A, B]) == digest([B, A])
    assert len({digest(rows) for rows in ([], [A], [B], [A, B], [A, A], [A, A, B])}) == 6
    assert len(digest([])) == 64


@pytest.mark.parametrize("column", range(len(A)))
def test_every_column_counts(column: int) -> None:
    value = A[column]
    other = value + 1 if isinstance(value, int) else f"{value}!"
    assert digest([A]) != digest([(*A[:column], other, *A[column + 1 :])])


def test_null_is_not_an_empty_text() -> None:
    assert digest([A]) != digest([(A[0], "", *A[2:])])


def test_values_do_not_run_into_each_other() -> None:
    assert digest([(*A[:4], "ab", "c", *A[6:])]) != digest([(*A[:4], "a", "bc", *A[6:])])


def test_bytes_count() -> None:
    rows: list[Rows] = [[("sha", b"\x00\xff")], [("sha", b"\x00\xfe")], [("sha", b"")]]
    assert len({digest(item, CERTIFICATES_DER) for item in rows}) == 3
