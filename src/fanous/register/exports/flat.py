"""CSV and JSON Lines: one row a claim.

Decides how lists look in a cell (`a; b`), and that a cell never begins a formula: a spreadsheet
would run it. The same register gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from fanous.register.exports.rows import CLAIM_COLUMNS

__all__ = ["csv_bytes", "json_lines"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Claims as CSV in UTF-8, with a header."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(CLAIM_COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in CLAIM_COLUMNS])
    return sink.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Anything as JSON Lines in UTF-8."""
    return "".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows
    ).encode("utf-8")
