"""Lines of a source as records of a CSV table (RFC 4180), each with the lines that it stands on.

Decides what a record is: lines until quotes are closed, within bounds. A quote that is never closed
costs its own line and no other. Leaves what columns mean to whoever asked.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fanous.model.reject import RejectReason
from fanous.sources.lines import RawLine, RefusedLine

__all__ = ["CsvRecord", "csv_cells", "csv_records"]

_MOST_LINES = 1_000  # that one record may stand on
_MOST_BYTES = 1 << 20
_QUOTE = b'"'


class CsvRecord(NamedTuple):
    """One record: its first line (from 1), its bytes without the last line's end, its cells."""

    line: int
    data: bytes
    cells: list[str]


def csv_records(lines: Iterable[RawLine | RefusedLine]) -> Iterator[CsvRecord | RefusedLine]:
    """Every record, in order; what cannot be read is a refusal of its line."""
    source = iter(lines)
    again: deque[RawLine] = deque()
    while (item := again.popleft() if again else next(source, None)) is not None:
        if isinstance(item, RefusedLine):
            yield item
            continue
        held, size = [item], len(item.data)
        quotes, refused = item.data.count(_QUOTE), None
        while quotes % 2 and len(held) < _MOST_LINES and size < _MOST_BYTES:
            more = again.popleft() if again else next(source, None)
            if not isinstance(more, RawLine):
                refused = more
                break
            held.append(more)
            quotes += more.data.count(_QUOTE)
            size += len(more.data)
        if quotes % 2:
            again.extendleft(reversed(held[1:]))
            yield _unreadable(item, "a quote is not closed")
        else:
            yield _record(item, b"\n".join(line.data for line in held))
        if refused is not None:
            yield refused


def csv_cells(data: bytes) -> list[str] | None:
    """The cells of one record's bytes; None where they are no CSV."""
    text = data.decode("utf-8", "replace")
    if '"' not in text and "\r" not in text and "\n" not in text:
        return text.split(",")
    try:
        found = list(csv.reader([text], strict=True))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None


def _record(first: RawLine, data: bytes) -> CsvRecord | RefusedLine:
    cells = csv_cells(data)
    if cells is None:
        return _unreadable(RawLine(first.member, first.line, data), "it is not CSV")
    return CsvRecord(first.line, data, cells)


def _unreadable(line: RawLine, why: str) -> RefusedLine:
    import hashlib

    sha256 = hashlib.sha256(line.data).hexdigest()
    return RefusedLine(
        line.member, line.line, RejectReason.BAD_ROW, why, sha256, max(1, len(line.data))
    )
