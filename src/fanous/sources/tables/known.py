"""Which tables are known, and which of them a file is.

Decides by the header alone. The registry lists every format; what one does with a measurement's
rows is its own module's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from fanous.sources.base import Parsed
from fanous.sources.csv_records import csv_cells
from fanous.sources.lines import RawLine, RefusedLine, read_lines
from fanous.sources.ooni.envelope import PARSER_VERSION
from fanous.sources.tables.analysis import AnalysisTable
from fanous.sources.tables.envelope import Reading
from fanous.sources.tables.fastpath import FastpathTable
from fanous.sources.tables.grouped import UID, Group
from fanous.sources.tables.obs_web import ObsWebTable

__all__ = [
    "SUFFIXES",
    "TABLE_FORMATS",
    "TABLE_PARSER_VERSION",
    "TableFormat",
    "columns_of",
    "format_of",
    "is_known_table",
    "is_table_name",
    "looks_like_table",
]

SUFFIXES = (".csv", ".csv.gz", ".csv.zst")
# Raised by its second part when the same table would give other rows.
TABLE_PARSER_VERSION = f"{PARSER_VERSION}.tables1"


class TableFormat(Protocol):
    """A table that somebody exports: how it is known, and what a measurement's rows become."""

    name: str
    needed: frozenset[str]  # columns that it must have
    columns: frozenset[str]  # all that are read where they are
    ignored: frozenset[str]  # known ones that are left out on purpose

    def read(self, group: Group, reading: Reading) -> Parsed:
        """One measurement, or one opinion. Raises RecordRefused where it can be neither."""
        ...


TABLE_FORMATS: tuple[TableFormat, ...] = (ObsWebTable(), AnalysisTable(), FastpathTable())


def is_table_name(name: str) -> bool:
    """Whether a file is called as a table is."""
    return name.endswith(SUFFIXES)


def looks_like_table(first: RawLine | RefusedLine) -> bool:
    """Whether a source's first line is a header with the column that every table of ours has."""
    if isinstance(first, RefusedLine) or first.member is not None or first.line != 1:
        return False
    return not first.data.startswith((b"{", b"[")) and UID in columns_of(first)


def columns_of(first: RawLine) -> list[str]:
    """The names in a header, none where the line is no CSV."""
    return [name.strip() for name in csv_cells(first.data) or []]


def format_of(columns: list[str]) -> TableFormat | None:
    """The format of a header, None if it is of none. A name that occurs twice is of none."""
    names = frozenset(columns)
    if len(names) != len(columns):
        return None
    return next((known for known in TABLE_FORMATS if known.needed <= names), None)


def is_known_table(path: Path) -> bool:
    """Whether a file is a table that is read. Raises nothing for what it holds."""
    first = next(iter(read_lines(path)), None)
    if first is None or not looks_like_table(first) or isinstance(first, RefusedLine):
        return False
    return format_of(columns_of(first)) is not None
