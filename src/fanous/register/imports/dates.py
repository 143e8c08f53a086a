"""Dates as lists write them, made into EDTF, with what cannot be told instead of mended.

Decides the forms that are known: ISO, `Weekday, Month D, YYYY, H:MM:SS PM`, and `M/D/YYYY H:MM`.
A time of day that cannot be (`17:00:00 PM`, `2:50: AM`) is a problem, and the day is kept; a
weekday that is not that day's is a problem too. A list's time zone is that list's own affair.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from fanous.register.imports.incident import Dated

__all__ = ["iso", "order_problem", "written_out"]

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_EARLIEST = 1990  # there was nothing to cut before
_LONG = re.compile(r"(\w+),? +(\w+) (\d{1,2}), (\d{4})(?:, *(.*))?")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: +(.*))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))? (AM|PM)")
_NOTHING = ("", "n/a", "na", "none", "unknown", "nan", "null")


def iso(text: str, *, days_only: bool = False) -> Dated:
    """A date in ISO 8601. `days_only`: the list's times of day are filler."""
    cleaned = text.strip()
    if cleaned.casefold() in _NOTHING:
        return Dated()
    try:
        moment = datetime.fromisoformat(cleaned.replace("Z", "+00:00"))
    except ValueError:
        return Dated(problem=f"{text!r} is no date")
    if moment.year < _EARLIEST:
        return Dated(problem=f"{text!r} is before {_EARLIEST}")
    if days_only:
        return Dated(f"{moment:%Y-%m-%d}")
    return Dated(f"{moment:%Y-%m-%dT%H:%M:%S}{'Z' if moment.tzinfo else ''}")


def written_out(text: str) -> Dated:
    """A date in English words, or with slashes in the American order; the time is UTC."""
    cleaned = " ".join(text.split())
    if cleaned.casefold() in _NOTHING:
        return Dated()
    if found := _LONG.fullmatch(cleaned):
        return _long(found, text)
    if found := _SHORT.fullmatch(cleaned):
        return _of(int(found[3]), int(found[1]), int(found[2]), found[4] or "", "", text)
    return Dated(problem=f"{text!r} is no date")


def _long(found: re.Match[str], text: str) -> Dated:
    month = found[2].casefold()
    if month not in _MONTHS:
        return Dated(problem=f"{text!r} has no month")
    number = _MONTHS.index(month) + 1
    return _of(int(found[4]), number, int(found[3]), found[5] or "", found[1].casefold(), text)


def _of(year: int, month: int, day: int, clock: str, weekday: str, text: str) -> Dated:
    try:
        when = date(year, month, day)
    except ValueError:
        return Dated(problem=f"{text!r}: there is no such day")
    if year < _EARLIEST:
        return Dated(problem=f"{text!r} is before {_EARLIEST}")
    wrong_day = weekday in _WEEKDAYS and _WEEKDAYS[when.weekday()] != weekday
    problem = f"{text!r}: that day is a {_WEEKDAYS[when.weekday()].title()}" if wrong_day else ""
    if not clock:
        return Dated(when.isoformat(), problem)
    found = _CLOCK.fullmatch(clock)
    if found is None or not 1 <= int(found[1]) <= 12 or int(found[2]) > 59:
        return Dated(when.isoformat(), f"{text!r}: there is no such time of day")
    hour = int(found[1]) % 12 + (12 if found[4] == "PM" else 0)
    seconds = found[3] or "00"
    return Dated(f"{when.isoformat()}T{hour:02d}:{found[2]}:{seconds}Z", problem)


def order_problem(start: str, end: str) -> str:
    """What is wrong with the order of two dates; empty if nothing."""
    if start and end and end[: len(start)] < start[: len(end)]:
        return f"it ends ({end}) before it begins ({start})"
    return ""
