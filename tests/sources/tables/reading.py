"""How these tests read invented rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fanous.sources.tables.cells import Row
from tests.making import Read, read_source
from tests.making_tables import OBS_COLUMNS, Cells, write_table

__all__ = ["read_rows", "rows"]


def rows(*cells: Cells, columns: Iterable[str] = OBS_COLUMNS) -> list[Row]:
    """Rows as a reader of steps gets them."""
    names = list(columns)
    header = {name: place for place, name in enumerate(names)}
    return [Row(header, [item.get(name, "") for name in names], []) for item in cells]


def read_rows(folder: Path, *cells: Cells, columns: Iterable[str] = OBS_COLUMNS) -> Read:
    """What a table of some rows gives."""
    return read_source(write_table(folder / "table.csv", cells, columns))
