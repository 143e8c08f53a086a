"""A record that could not be taken: kept, counted and named with its reason.

Decides the closed list of reasons and what each tells the reader to do. A reject is a row, never an
exception that stops a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["REMEDIES", "Reject", "RejectReason"]


class RejectReason(StrEnum):
    """Why a line or a whole source was not taken."""

    NOT_JSON = "not_json"
    NOT_A_MEASUREMENT = "not_a_measurement"
    LINE_TOO_LONG = "line_too_long"
    TRUNCATED_SOURCE = "truncated_source"
    UNREADABLE_SOURCE = "unreadable_source"
    UNSAFE_MEMBER = "unsafe_member"
    UNKNOWN_MEMBER = "unknown_member"
    IMPLAUSIBLE_TIME = "implausible_time"
    NO_TIME = "no_time"
    UNKNOWN_TABLE = "unknown_table"
    BAD_ROW = "bad_row"
    BAD_SIGNAL = "bad_signal"
    DUPLICATE = "duplicate"
    INTERNAL = "internal"


REMEDIES: dict[RejectReason, str] = {
    RejectReason.NOT_JSON: "Check that the file is OONI JSON Lines; fetch it again if cut.",
    RejectReason.NOT_A_MEASUREMENT: "The line is JSON without a test_name: not a measurement.",
    RejectReason.LINE_TOO_LONG: "The line is over the size limit; look at the raw file by hand.",
    RejectReason.TRUNCATED_SOURCE: "The file ends early. Lines before the cut were kept; fetch it "
    "again.",
    RejectReason.UNREADABLE_SOURCE: "The file could not be opened or decompressed; fetch it again.",
    RejectReason.UNSAFE_MEMBER: "The archive names a path outside itself; the member was skipped.",
    RejectReason.UNKNOWN_MEMBER: "The archive's member is no .post or .json file: it was not read. "
    "If it holds measurements, unpack it and name it.",
    RejectReason.IMPLAUSIBLE_TIME: "The start time is before 2012 or in the future: a wrong clock, "
    "or a forgery. The raw line is untouched.",
    RejectReason.NO_TIME: "Neither measurement nor test says when it started.",
    RejectReason.UNKNOWN_TABLE: "The file is a table of columns that Fanous does not know. It "
    "reads OONI's obs_web, analysis and fastpath tables as CSV with a header.",
    RejectReason.BAD_ROW: "The row could not be read as the header says; the measurement's other "
    "rows were kept. Export the table again.",
    RejectReason.BAD_SIGNAL: "A file of signals, or a row of one, gave nothing; what was found "
    "there says what to do. The other rows and files were kept.",
    RejectReason.DUPLICATE: "Another line carries the same measurement_uid (or the same bytes); "
    "the smallest SHA-256 was kept.",
    RejectReason.INTERNAL: "Fanous failed on this line. Please report it with the line's SHA-256.",
}


@dataclass(frozen=True, slots=True)
class Reject:
    """One refused record. `line` counts from 1 (0: the whole source); `path` is inside the JSON."""

    source_id: str
    member: str | None
    line: int
    reason: RejectReason
    detail: str
    path: str = ""
    line_sha256: str = ""
    byte_count: int = 0
