"""A table into measurements, opinions and rejects.

Decides that nothing a table holds stops a run: a header of no known table is one reject of the
whole source, a row that cannot be read is one of its own, and a measurement that breaks a reader is
named, counted and reported. Columns that are neither read nor left out on purpose are told once a
table, with its first record.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanous.model.reject import Reject, RejectReason
from fanous.sources.base import Context, Parsed, RecordRefused
from fanous.sources.lines import RawLine, RefusedLine
from fanous.sources.tables.envelope import Reading
from fanous.sources.tables.grouped import Group, grouped
from fanous.sources.tables.known import TableFormat, columns_of, format_of

__all__ = ["parse_table", "rejected"]

_SHOWN_COLUMNS = 8
_MAX_LEFTOVERS = 50


def parse_table(
    path: Path, first: RawLine | RefusedLine, source_id: str, context: Context, *, latest: int
) -> Iterator[Parsed | Reject]:
    """Every record of a table, in order of last rows. `first` is the line of its header.

    `latest`: microseconds since 1970 after which a start time is not believed.
    """
    if isinstance(first, RefusedLine):
        yield rejected(source_id, first)
        return
    columns = columns_of(first)
    known = format_of(columns)
    if known is None:
        yield _unknown(source_id, columns)
        return
    reading = Reading(columns, source_id, context, latest)
    unread = sorted({f"table.{name[:90]}" for name in {*columns} - known.columns - known.ignored})
    for item in grouped(path, columns):
        if isinstance(item, RefusedLine):
            yield rejected(source_id, item)
        else:
            found = _read(known, item, reading)
            if unread and isinstance(found, Parsed):
                found.leftovers, unread = unread[:_MAX_LEFTOVERS], []
            yield found


def rejected(source_id: str, line: RefusedLine) -> Reject:
    """A line that was refused before anybody asked what it means."""
    return Reject(
        source_id,
        line.member,
        line.line,
        line.reason,
        line.detail,
        line_sha256=line.sha256,
        byte_count=line.byte_count,
    )


def _unknown(source_id: str, columns: list[str]) -> Reject:
    shown = ", ".join(name[:40] for name in columns[:_SHOWN_COLUMNS])
    more = "" if len(columns) <= _SHOWN_COLUMNS else f" and {len(columns) - _SHOWN_COLUMNS} more"
    detail = f"columns {shown}{more}" if columns else "no header"
    return Reject(source_id, None, 0, RejectReason.UNKNOWN_TABLE, detail)


def _read(known: TableFormat, group: Group, reading: Reading) -> Parsed | Reject:
    """One record; what it cannot be is a reject of its first row."""
    try:
        return known.read(group, reading)
    except RecordRefused as refused:
        why, detail, path = refused.reason, refused.detail, refused.path
    except Exception as error:
        # Not ours to die of, as for lines.
        why, detail, path = RejectReason.INTERNAL, f"{type(error).__name__}: {error}"[:300], ""
    where = (reading.source_id, None, group.line)
    return Reject(*where, why, detail, path, group.sha256, group.byte_count)
