"""The cells of one row by the name of their column, in the types that observations have.

Decides how a cell is read: empty (or `\\N`) says nothing; `443.0` is a whole number; what does not
fit is dropped and noted. Whether a column is there at all is told apart from an empty cell: what a
file has no column for, it does not say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

__all__ = ["Header", "Row"]

Header = Mapping[str, int]  # column name to position

_NOTHING = frozenset({"", "\\N"})
_TRUE = frozenset({"1", "1.0", "t", "true"})
_FALSE = frozenset({"0", "0.0", "f", "false"})
_LARGEST = 2**63 - 1
_MAX_NOTES = 20
_MAX_TEXT = 10_000  # a cell of OONI's tables is a name, an address or a short failure


class Row:
    """One row; `notes` collects what was bent, one `column: what` each."""

    def __init__(self, header: Header, cells: list[str], notes: list[str]) -> None:
        self._header, self._cells, self._notes = header, cells, notes

    def has(self, *columns: str) -> bool:
        """Whether the file has one of these columns."""
        return any(column in self._header for column in columns)

    def string(self, column: str) -> str | None:
        """A cell as it stands, None where it says nothing."""
        place = self._header.get(column)
        if place is None:
            return None
        found = self._cells[place]
        if found in _NOTHING:
            return None
        if len(found) > _MAX_TEXT:
            self._note(column, f"{len(found)} characters, cut")
        return found[:_MAX_TEXT]

    def integer(self, column: str) -> int | None:
        """A whole number, also where it is written `443.0`."""
        found = self.string(column)
        if found is None:
            return None
        if found.isascii() and found.isdigit() and len(found) < 19:
            return int(found)
        value = _finite(found)
        if value is None or value != int(value) or not -_LARGEST <= value <= _LARGEST:
            self._drop(column, found, "whole number")
            return None
        return int(value)

    def number(self, column: str) -> float | None:
        """A number; infinity and NaN are none."""
        found = self.string(column)
        if found is None:
            return None
        value = _finite(found)
        if value is None:
            self._drop(column, found, "number")
        return value

    def flag(self, column: str) -> bool | None:
        """True or false, however written."""
        found = self.string(column)
        if found is None:
            return None
        word = found.lower()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        self._drop(column, found, "true or false")
        return None

    def _drop(self, column: str, found: str, wanted: str) -> None:
        self._note(column, f"expected {wanted}, got {found[:40]!r}; dropped")

    def _note(self, column: str, what: str) -> None:
        if len(self._notes) < _MAX_NOTES and f"{column}: {what}" not in self._notes:
            self._notes.append(f"{column}: {what}")


def _finite(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
