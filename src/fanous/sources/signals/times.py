"""Times as signal files write them, to seconds since 1970.

Decides that a time without an offset is refused unless its offset is declared: an hour's error
moves an onset by an hour. Accepts epoch seconds and milliseconds, ISO 8601, `… UTC`, and
`20-Jul-2019 00:00:00`. Days before months or after them cannot be told apart: refused.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from fanous.sources.signals.base import FormatRefused

__all__ = ["day_seconds", "offset_of", "plausible", "seconds"]

_OFFSET = re.compile(r"^(?:UTC)?\s*([+−-])(\d{1,2}):?(\d{2})$")
_UTC_WORD = re.compile(r"\s*(UTC|GMT)$")
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800  # 1990 to 2100


def offset_of(text: str) -> timezone:
    """An offset such as `+06:30` or `UTC`. Raises FormatRefused for anything else."""
    if text.strip().upper() in {"UTC", "Z", "0"}:
        return UTC
    found = _OFFSET.match(text.strip())
    if not found or int(found[2]) > 14 or int(found[3]) > 59:
        raise FormatRefused(
            f"utc_offset {text!r} is no offset", remedy="Write it as +06:30, -04:00 or UTC."
        )
    span = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(span if found[1] == "+" else -span)


def seconds(text: str, zone: timezone | None = None) -> int:
    """A time in seconds since 1970; `zone` is that of times without one.

    Raises ValueError for what is no time, or a time without an offset where no zone is given.
    """
    text = _UTC_WORD.sub("+00:00", text.strip())
    if re.fullmatch(r"\d{9,11}(\.0+)?|\d{12,13}", text):
        found = int(float(text)) // (1_000 if len(text) > 11 and "." not in text else 1)
        if zone is not None:  # a local clock's reading, written as if it were UTC
            found -= round((zone.utcoffset(None) or timedelta()).total_seconds())
        return plausible(found, text)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        read = datetime.strptime(text, "%d-%b-%Y %H:%M:%S")
    if read.tzinfo is None:
        if zone is None:
            raise ValueError(f"{text!r} has no offset from UTC")
        read = read.replace(tzinfo=zone)
    return plausible(round(read.timestamp()), text)


def day_seconds(text: str) -> int:
    """The start of a day (UTC) that stands for the whole day."""
    return seconds(text, UTC)


def plausible(found: int, text: str) -> int:
    """The time itself. Raises ValueError if it is before 1990 or after 2100."""
    if not _EARLIEST <= found < _LATEST:
        raise ValueError(f"{text!r} is before 1990 or after 2100")
    return found
