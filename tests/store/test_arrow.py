from __future__ import annotations

import pytest

from fanous.model.tables import REJECTS, TABLES, Table
from fanous.store.arrow import arrow_schema, arrow_table, empty_tables

ROW = ("id", None, 1, "not_json", "", "what", "sha", 7)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_schema_has_the_columns_of_its_table(table: Table) -> None:
    schema = arrow_schema(table.name)
    assert tuple(schema.names) == table.names
    for column in table.columns:
        if column.type == "time":
            assert str(schema.field(column.name).type) == "timestamp[us, tz=UTC]"
        elif column.type == "map":
            assert str(schema.field(column.name).type).startswith("map<string, string")
        else:
            found = str(schema.field(column.name).type)
            assert found.replace("double", "float64").replace("element: ", "").replace(
                "item: ", ""
            ) == (column.type)


def test_rows_become_a_table_and_come_back() -> None:
    table = arrow_table(REJECTS, [ROW, ROW])
    assert table.num_rows == 2
    assert tuple(table.to_pylist()[0].values()) == ROW
    assert arrow_table(REJECTS, [list(ROW), ROW]) == table


@pytest.mark.parametrize(
    "row",
    [ROW[:-1], (*ROW, 1), (*ROW[:-1], 2**63), (*ROW[:-1], "seven"), ("\ud800", *ROW[1:])],
    ids=["short", "long", "overflow", "type", "surrogate"],
)
def test_a_row_that_does_not_fit_is_an_error_never_a_null(row: tuple[object, ...]) -> None:
    with pytest.raises((ValueError, OverflowError, TypeError)):
        arrow_table(REJECTS, [ROW, row])


def test_a_column_of_one_text_or_of_nothing_is_as_any_other() -> None:
    rows = [("id", None, number, "not_json", "", "what", "sha", 7) for number in range(3)]
    assert [tuple(row.values()) for row in arrow_table(REJECTS, rows).to_pylist()] == rows
    mixed = [(*rows[0][:3], "no_time", *rows[0][4:]), *rows[1:], (None, *rows[0][1:])]
    assert [tuple(row.values()) for row in arrow_table(REJECTS, mixed).to_pylist()] == mixed
    table = arrow_table(REJECTS, rows)
    assert table.schema == arrow_schema("rejects")
    table.validate(full=True)


def test_empty_tables() -> None:
    tables = empty_tables()
    assert set(tables) == set(TABLES)
    assert all(table.num_rows == 0 for table in tables.values())
    assert arrow_table(REJECTS, []).schema == arrow_schema("rejects")
