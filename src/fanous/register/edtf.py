"""Dates of the register: EDTF strings, levels 0 to 2 (ISO 8601-2:2019, Library of Congress).

Decides whether a string is such a date and which days it can mean at most. Leaves the string itself
untouched: `2021-07~` stays what a source lets us say. Exponential years and years beyond four
digits are valid, but have no bounds here: nothing in the register is that old.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["Span", "bounds", "day_span"]


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day that a date can mean; None is open, unknown or beyond the calendar."""

    first: date | None
    last: date | None

    def overlaps(self, other: Span) -> bool:
        """Whether any day can belong to both."""
        starts = self.first is None or other.last is None or self.first <= other.last
        return starts and (other.first is None or self.last is None or other.first <= self.last)


_QUALIFIERS = re.compile(r"[?~%]")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(Z|[+-]\d\d(:\d\d)?)?")
_CALENDAR = re.compile(r"([?~%]?-?[\dX]{4}[?~%]?)(-[?~%]?[\dX]{2}[?~%]?)?(-[?~%]?[\dX]{2}[?~%]?)?")
_LONG_YEAR = re.compile(r"Y-?\d{4,}(S\d+)?|Y-?\d+E\d+(S\d+)?|-?\d{4}S\d+")
_FIRST_SEASON, _LAST_SEASON = 21, 41  # spring … semestral 2 (level 2)
_SEASON_MONTHS = {
    **dict.fromkeys((21, 25, 31), (3, 5)),
    **dict.fromkeys((22, 26, 30), (6, 8)),
    **dict.fromkeys((23, 27, 29), (9, 11)),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    37: (1, 4),
    38: (5, 8),
    39: (9, 12),
    40: (1, 6),
    41: (7, 12),
}  # seasons as the northern hemisphere has them; winters (24, 28, 32) are given the whole year


def bounds(text: str) -> Span:
    """The days an EDTF string can mean.

    Raises ValueError, in words for the writer of the file, if it is no EDTF date of levels 0 to 2.
    """
    if not text.isascii():
        raise ValueError("a date is written with the digits 0-9 and ASCII signs")
    if text[:1] in "[{" and text[-1:] == ("]" if text[:1] == "[" else "}"):
        return _set_span(text[1:-1])
    if "/" in text:
        return _interval_span(text)
    return _one(text)


def day_span(text: str) -> Span:
    """As `bounds`, and an empty string is no limit at all."""
    return bounds(text) if text else Span(None, None)


def _set_span(inner: str) -> Span:
    if not inner:
        raise ValueError("a set of dates must name at least one")
    spans = [_range(part.strip()) for part in inner.split(",")]
    firsts, lasts = [span.first for span in spans], [span.last for span in spans]
    return Span(
        None if None in firsts else min(day for day in firsts if day),
        None if None in lasts else max(day for day in lasts if day),
    )


def _range(part: str) -> Span:
    if ".." not in part:
        return _one(part)
    first, _, last = part.partition("..")
    if not first and not last:
        raise ValueError("'..' in a set needs a date before or after it")
    return Span(_one(first).first if first else None, _one(last).last if last else None)


def _interval_span(text: str) -> Span:
    ends = text.split("/")
    if len(ends) != 2 or ends == ["", ""]:
        raise ValueError("an interval has two ends, as in 2019-11-16/2019-11-23 or 2010/..")
    first = None if ends[0] in ("", "..") else _one(ends[0]).first
    last = None if ends[1] in ("", "..") else _one(ends[1]).last
    if first and last and last < first:
        raise ValueError("the interval ends before it begins")
    return Span(first, last)


def _one(text: str) -> Span:
    if moment := _MOMENT.fullmatch(text):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text!r} is a day or a time of day that does not exist") from None
        return _one(moment[1])
    if _LONG_YEAR.fullmatch(text):
        return Span(None, None)
    found = _CALENDAR.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date such as 2019, 2019-11, 2019-11-16 or 2019-11~")
    year, month, day = (
        _QUALIFIERS.sub("", part or "").lstrip("-" if number else "")
        for number, part in enumerate(found.groups())
    )
    return _calendar_span(year, month, day)


def _calendar_span(year: str, month: str, day: str) -> Span:
    if year.startswith("-") or year == "0000":
        return Span(None, None)
    first_year, last_year = int(year.replace("X", "0") or 0), int(year.replace("X", "9"))
    first_month, last_month = _months(month, bool(day))
    first = date(max(first_year, 1), first_month, 1)
    if not day:
        return Span(first, _last_of(last_year, last_month))
    number_first, number_last = int(day.replace("X", "0")), int(day.replace("X", "9"))
    month_ends = monthrange(last_year, last_month)[1]
    if number_first > month_ends or number_last == 0:
        raise ValueError(f"there is no day {day} in that month")
    exact = first.replace(day=max(1, min(number_first, monthrange(first.year, first_month)[1])))
    return Span(exact, date(last_year, last_month, min(number_last, month_ends)))


def _months(month: str, has_day: bool) -> tuple[int, int]:
    """The months that two characters can mean: 07, X7, 0X, XX, or a season from 21 on."""
    if not month:
        return 1, 12
    if "X" not in month and _FIRST_SEASON <= int(month) <= _LAST_SEASON:
        if has_day:
            raise ValueError(f"season {month} has no days")
        return _SEASON_MONTHS.get(int(month), (1, 12))
    pattern = re.compile(month.replace("X", r"\d"))
    fitting = [number for number in range(1, 13) if pattern.fullmatch(f"{number:02d}")]
    if not fitting:
        raise ValueError(f"there is no month {month}")
    return fitting[0], fitting[-1]


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
