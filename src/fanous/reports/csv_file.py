"""Tables as CSV: for people who count again.

Decides the form: UTF-8, a header, `\\n`, times in ISO 8601 and UTC, lists joined by `;`. A cell
that a spreadsheet would run as a formula gets an apostrophe in front, and control characters are
written out (⟨U+000A⟩): the data is a stranger's. The store holds the exact bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from fanous.i18n import visible

__all__ = ["cell", "csv_bytes"]

_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
_CELL_CHARACTERS = 2_000


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole table."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return sink.getvalue().encode("utf-8", "replace")


def cell(value: object) -> str:
    """One value as text that no program takes for anything but text or a number."""
    if type(value) is str:  # most cells
        return _guarded(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return _guarded(";".join(str(item) for item in value))
    return _guarded(str(value))


def _guarded(text: str) -> str:
    shown = visible(text, _CELL_CHARACTERS)
    # Spreadsheets trim blanks before they look for a formula.
    return (
        f"'{shown}" if text[:1] in "\t\r" or shown.lstrip().startswith(_FORMULA_STARTS) else shown
    )
