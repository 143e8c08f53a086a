"""Rows of one table grouped by measurement, wherever in the file they stand.

Decides that rows of one `measurement_uid` are one record, that equal rows are one row (exports hold
them twice), and what such a record is called: its first line, and the SHA-256 of the header and of
its distinct rows in order of their bytes, so that neither order nor repetition changes it.

The file is read twice: first to learn where each measurement ends, then to hand it on as soon as it
has. What is held are the measurements that have begun and not ended, never the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fanous.model.reject import RejectReason
from fanous.sources.csv_records import CsvRecord, csv_cells, csv_records
from fanous.sources.lines import RefusedLine, read_lines

__all__ = ["UID", "Group", "grouped"]

UID = "measurement_uid"
_MAX_ROWS = 2_000  # of one measurement: an honest one has under 200; a forged one must not fill us


class Group(NamedTuple):
    """One measurement's distinct rows, in order of their bytes; `cut` counts those left out."""

    uid: str
    line: int
    sha256: str
    byte_count: int
    rows: list[list[str]]
    cut: int = 0


def grouped(path: Path, columns: list[str]) -> Iterator[Group | RefusedLine]:
    """Every measurement of a table, in order of its last row; refusals where they stand."""
    place, width = columns.index(UID), len(columns)
    last: dict[bytes, int] = {}
    for record in _records(path):
        if isinstance(record, CsvRecord) and len(record.cells) == width:
            last[_key(record, place)] = record.line
    begun: dict[bytes, tuple[int, set[bytes], int]] = {}
    head = "\x1f".join(columns).encode()
    for record in _records(path):
        if isinstance(record, RefusedLine):
            yield record
        elif (why := _wrong(record, place, width)) is not None:
            yield _refused(record, why)
        else:
            key = _key(record, place)
            line, rows, cut = begun.pop(key, (record.line, set(), 0))
            if len(rows) < _MAX_ROWS or record.data in rows:
                rows.add(record.data)
            else:
                cut += 1
            if last[key] == record.line:
                yield _group(record.cells[place], line, rows, cut, head)
            else:
                begun[key] = line, rows, cut


def _records(path: Path) -> Iterator[CsvRecord | RefusedLine]:
    """The records below the header."""
    records = csv_records(read_lines(path))
    next(records, None)
    return records


def _key(record: CsvRecord, place: int) -> bytes:
    """A measurement as a short key: a large file has millions."""
    return hashlib.blake2b(record.cells[place].encode(), digest_size=12).digest()


def _wrong(record: CsvRecord, place: int, width: int) -> str | None:
    if len(record.cells) != width:
        return f"{len(record.cells)} cells, the header has {width}"
    return None if record.cells[place].strip() else f"no {UID}"


def _refused(record: CsvRecord, why: str) -> RefusedLine:
    sha256 = hashlib.sha256(record.data).hexdigest()
    return RefusedLine(
        None, record.line, RejectReason.BAD_ROW, why, sha256, max(1, len(record.data))
    )


def _group(uid: str, line: int, rows: set[bytes], cut: int, head: bytes) -> Group:
    ordered = sorted(rows)
    digest = hashlib.sha256(b"\n".join((head, *ordered))).hexdigest()
    cells = [found for data in ordered if (found := csv_cells(data)) is not None]
    return Group(uid, line, digest, sum(map(len, ordered)), cells, cut)
