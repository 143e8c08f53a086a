from __future__ import annotations

import re

import pytest

from fanous.model.tables import (
    BUILT_TABLES,
    INGESTED_TABLES,
    MEASUREMENTS,
    SIGNAL_TABLES,
    TABLES,
    Table,
)

TYPE = re.compile(r"string|int64|float64|bool|time|binary|map|list<(string|int64|bool|float64)>")


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_has_a_name_a_type_and_a_meaning(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    for column in table.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert TYPE.fullmatch(column.type), column
        assert column.meaning, column
    assert table.row
    assert table.names == tuple(column.name for column in table.columns)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_what_a_table_is_sorted_by_exists(table: Table) -> None:
    for name in table.sort:
        assert name in table.names or (name in MEASUREMENTS.names and "record" in table.names)


def test_a_table_is_ingested_or_of_signals_or_built() -> None:
    kinds = (INGESTED_TABLES, SIGNAL_TABLES, BUILT_TABLES)
    assert set(TABLES.values()) == {table for tables in kinds for table in tables}
    assert sum(map(len, kinds)) == len(TABLES)


def test_rows_of_one_record_join_on_one_key() -> None:
    certificates = {"certificates_der", "certificates", "validations"}
    alone = {*certificates, "rejects", "cells", "decisions", "series", "outage_reports"}
    joined = {name for name, table in TABLES.items() if "record" in table.names}
    assert joined == set(TABLES) - alone


def test_every_verdict_names_the_versions_that_made_it() -> None:
    assert {"rules_version", "parser_version", "reference_digest"} <= set(TABLES["verdicts"].names)
    assert {"parser_version", "reference_digest"} <= set(MEASUREMENTS.names)
