"""What the rows of one record say of it as a whole: who, where, when, of what test.

Decides that rows which disagree give the least of what they say, with a note; and that text is
taken as the wire's own fields, so that what follows is the same code as for raw records.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple

from fanous.model.reject import RejectReason
from fanous.sources.base import Context, RecordRefused
from fanous.sources.ooni.envelope import Line
from fanous.sources.ooni.scrub import Scrubber, probe_address
from fanous.sources.tables.cells import Header, Row
from fanous.sources.tables.grouped import UID, Group

__all__ = ["ENVELOPE", "READ", "Reading", "Said", "common_fields", "line_of", "rows_of"]

# Columns that every row of a record repeats.
ENVELOPE = (
    UID,
    "measurement_start_time",
    "test_start_time",
    "test_name",
    "input",
    "probe_cc",
    "probe_asn",
)

# All that `common_fields` reads, and what readers add to it.
READ = frozenset(
    (
        *ENVELOPE,
        *"""test_version report_id resolver_ip resolver_asn software_name software_version probe_id
        probe_as_org_name probe_ip network_type platform engine_version""".split(),
    )
)

Said = dict[str, str | None]


class Reading(NamedTuple):
    """What a table's reader leans on besides a record's rows.

    `latest`: microseconds since 1970 after which a start time is not believed.
    """

    columns: list[str]
    source_id: str
    context: Context
    latest: int


def line_of(group: Group, reading: Reading) -> Line:
    """Where a record is read: its first row, and the hash of all of them."""
    return Line(reading.source_id, None, group.line, group.sha256, group.byte_count)


def rows_of(group: Group, reading: Reading, notes: list[str]) -> tuple[list[Row], int]:
    """A record's rows, and how many addresses of the probe were taken out of them.

    Raises RecordRefused for rows without a test's name.
    """
    header: Header = {name: place for place, name in enumerate(reading.columns)}
    if group.cut:
        notes.append(f"{group.cut} rows more than are believed were left out")
    cells, scrubbed = _scrubbed(group.rows, header)
    rows = [Row(header, row, notes) for row in cells]
    if all(row.string("test_name") is None for row in rows):
        raise RecordRefused(
            RejectReason.NOT_A_MEASUREMENT, "no test_name in its rows", path="test_name"
        )
    return rows, scrubbed


def _scrubbed(rows: list[list[str]], header: Header) -> tuple[list[list[str]], int]:
    """Rows without the probe's address, where an export carries it."""
    place = header.get("probe_ip")
    if place is None:
        return rows, 0
    count = 0
    for address in sorted({row[place] for row in rows}):
        if isinstance(probe_address(address), ipaddress.IPv4Address | ipaddress.IPv6Address):
            scrubber = Scrubber(probe_address(address))
            rows = [[scrubber.text(cell) for cell in row] for row in rows]
            count += scrubber.count
    return rows, count


def common_fields(rows: list[Row], notes: list[str]) -> Said:
    """The fields of the wire's envelope, as text; AS numbers as `AS123`."""
    said = {name: _one(name, rows, notes) for name in ENVELOPE}
    said |= {
        name: _one(name, rows, notes)
        for name in ("test_version", "report_id", "resolver_ip", "software_name",
                     "software_version", "probe_id")
    }  # fmt: skip
    said["probe_network_name"] = _one("probe_as_org_name", rows, notes)
    for name in ("probe_asn", "resolver_asn"):
        number = _least({row.integer(name) for row in rows if not _is_named(row, name)})
        spelled = _one(name, [row for row in rows if _is_named(row, name)], notes)
        said[name] = spelled if number is None else f"AS{number}"
    return said


def _is_named(row: Row, name: str) -> bool:
    """Whether an AS number is written `AS123`."""
    return (row.string(name) or "").upper().startswith("AS")


def _least(numbers: set[int | None]) -> int | None:
    return min((number for number in numbers if number is not None), default=None)


def _one(name: str, rows: list[Row], notes: list[str]) -> str | None:
    found = sorted({text for row in rows if (text := row.string(name)) is not None})
    if len(found) > 1:
        notes.append(f"{name}: the rows disagree; {found[0][:40]!r} was taken")
    return found[0] if found else None
