"""Columns: those of the stored table first, each said what it is, and no share over members."""

from __future__ import annotations

import pytest

from fanous.cells.columns import CELL_COLUMNS, OF_GROUPS, OF_ONE_TARGET, cell_schema
from fanous.model.tables import CELLS


def test_the_stored_columns_come_first() -> None:
    names = [name for name, _, _ in CELL_COLUMNS]
    assert tuple(names[: len(CELLS.names)]) == CELLS.names
    assert len(set(names)) == len(names)
    assert all(meaning for _, _, meaning in CELL_COLUMNS)


@pytest.mark.parametrize("by", ["hour", "day"])
def test_the_time_is_called_by_what_it_is(by: str) -> None:
    schema = cell_schema(by)
    assert schema.names[5] == by and str(schema.field(by).type) == "timestamp[us, tz=UTC]"
    assert ({"hour", "day"} - {by}).isdisjoint(schema.names)


def test_groups_have_a_profile_and_no_share() -> None:
    assert set(OF_GROUPS).isdisjoint(OF_ONE_TARGET)
    assert "members_blocked" in OF_GROUPS and "blocked_share" in OF_ONE_TARGET
