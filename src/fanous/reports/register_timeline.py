"""Claims above, measured events below, on one time axis: geometry only.

Decides where marks lie: across in percent (the page's width is the reader's), down in pixels from
the top. A claim spans all days that its date can mean, so a claim of a year is as wide as the year;
claims of one date stand on each other, so that a column's height is their number. An event is never
narrower than can be seen. An end that is open is drawn as open. Below lies a band of the months in
which anybody measured: an empty stretch outside of it is no calm. Time runs left to right in every
language. Leaves how it looks to the template and the style sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fanous.i18n import Messages, Phrase
from fanous.register.edtf import Span
from fanous.reports.chart import Tick
from fanous.reports.register_measured import MeasuredEvent

__all__ = ["BAND", "ROW", "TAIL", "Figure", "Mark", "Placed", "figure"]

ROW = 7.0  # pixels of a claim or an event, the space above it included
BAND = 8.0
TAIL = 3.0  # per cent: how far an open end is drawn on
_SPACE = 6.0  # between an axis and what stands at it
_LEAST_WIDTH = 0.9  # per cent: three pixels on a phone
_GAP = 0.25
_NUMBERED = 24  # so many events get their numbers beside them
_NUMBER_WIDTH = 7.0  # per cent: two digits and the tail of an open end, on a phone
_NUMBERED_ROW = 14.0
_TALLEST = 420.0  # pixels of all claims: a register of thousands is drawn in thinner lines
_MOST_ROWS = 30  # of events: a column of more would say less; the table has them all
_MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Placed:
    """Something with a time: the days it can mean, how it is drawn, and what a pointer shows."""

    span: Span
    style: str
    title: str
    group: str
    """What stands in one column: claims of the same date."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn rectangle. `number` is that of an event in the list, where there is room for it."""

    x: float
    width: float
    y: float
    style: str
    title: str
    open_end: bool = False
    number: Phrase = Phrase("")  # noqa: RUF009


@dataclass(frozen=True, slots=True)
class Figure:
    """The whole drawing: `row` is the height of a claim, `axis` where the axis lies.

    `left_out` events are in the table only.
    """

    claims: tuple[Mark, ...]
    row: float
    events: tuple[Mark, ...]
    band: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    axis: float
    height: float
    left_out: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Axis:
    """The window: whole years."""

    first: date
    last: date

    def x(self, day: date) -> float:
        whole = (self.last - self.first).days + 1
        return min(max(100.0 * (day - self.first).days / whole, 0.0), 100.0)

    def across(self, span: Span) -> tuple[float, float]:
        """Left and width of a span, never too narrow to be seen, never off the drawing."""
        left = self.x(span.first) if span.first else 0.0
        right = self.x(span.last + timedelta(days=1)) if span.last else 100.0
        width = max(right - left, _LEAST_WIDTH)
        return round(min(left, 100.0 - width), 3), round(width, 3)


def figure(
    messages: Messages,
    claims: Sequence[Placed],
    events: Sequence[MeasuredEvent],
    days: Collection[date] = (),
) -> Figure | None:
    """The drawing of what has a time; None if nothing has. Events are numbered as they come."""
    axis = _axis([item.span for item in claims], events, days)
    if axis is None:
        return None
    columns, rows = _columns(axis, claims)
    row = min(ROW, _TALLEST / max(rows, 1))
    base = rows * row + _SPACE
    drawn, depth, left_out = _rows(messages, axis, events, base + 22.0)
    height = base + 22.0 + depth + BAND + _SPACE
    return Figure(
        tuple(replace(mark, y=round((rows - up) * row + 1.0, 1)) for up, mark in columns),
        row,
        tuple(drawn),
        tuple(_band(axis, days, height - BAND)),
        _ticks(messages, axis),
        base,
        height,
        left_out,
        axis.first,
        axis.last,
    )


def _axis(
    spans: Iterable[Span], events: Sequence[MeasuredEvent], days: Collection[date]
) -> _Axis | None:
    known = [day for span in spans for day in (span.first, span.last) if day]
    known += [when.date() for event in events for when in (event.start, event.end) if when]
    known += [min(days), max(days)] if days else []
    if not known:
        return None
    return _Axis(date(min(known).year, 1, 1), date(max(known).year, 12, 31))


def _columns(axis: _Axis, claims: Sequence[Placed]) -> tuple[list[tuple[int, Mark]], int]:
    """Each claim with its row above the axis, from 1; the longest lie lowest. And all rows."""
    groups: dict[str, list[Placed]] = {}
    for item in claims:
        groups.setdefault(item.group, []).append(item)
    found: list[tuple[int, Mark]] = []
    taken: list[tuple[float, float, int]] = []  # left, right, top
    for group in sorted(groups.values(), key=lambda g: (-axis.across(g[0].span)[1], g[0].group)):
        left, width = axis.across(group[0].span)
        right = left + width + _GAP
        low = max((top for start, end, top in taken if start < right and left < end), default=0)
        for number, item in enumerate(group, 1):
            open_end = None in (item.span.first, item.span.last)
            mark = Mark(left, width, 0.0, item.style, item.title, open_end)
            found.append((low + number, mark))
        taken.append((left, right, low + len(group)))
    return found, max((top for _, _, top in taken), default=0)


def _rows(
    messages: Messages, axis: _Axis, events: Sequence[MeasuredEvent], top: float
) -> tuple[list[Mark], float, int]:
    """Events below the axis, each in the first row that is free; their depth; the rest."""
    numbered = len(events) <= _NUMBERED
    row_height, gap = (_NUMBERED_ROW, _NUMBER_WIDTH) if numbered else (ROW, _GAP)
    ends: list[float] = []
    marks, left_out = [], 0
    for number, event in enumerate(events, 1):
        span = Span(event.start.date(), event.end.date() if event.end else event.start.date())
        left, width = axis.across(span)
        row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        if row >= _MOST_ROWS:
            left_out += 1
            continue
        ends[row : row + 1] = [left + width + max(gap, 0 if event.end else TAIL + _GAP)]
        title = f"{event.start:%Y-%m-%d}: {event.label}"
        shown = messages.number(number) if numbered else Phrase("")
        marks.append(
            Mark(left, width, top + row * row_height, "measured", title, not event.end, shown)
        )
    return marks, len(ends) * row_height, left_out


def _band(axis: _Axis, days: Collection[date], y: float) -> Iterable[Mark]:
    """Runs of months with measurements."""
    months = sorted({day.replace(day=1) for day in days})
    runs: list[list[date]] = []
    for month in months:
        if runs and _next(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    for run in runs:
        left, width = axis.across(Span(run[0], _next(run[-1]) - timedelta(days=1)))
        yield Mark(left, width, y, "band", f"{run[0]:%Y-%m} – {run[-1]:%Y-%m}")


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _ticks(messages: Messages, axis: _Axis) -> tuple[Tick, ...]:
    """Years at their first day; every other label hides on phones."""
    years = range(axis.first.year, axis.last.year + 1)
    every = -(-len(years) // _MOST_TICKS)
    shown = years[::every]
    return tuple(
        Tick(
            round(axis.x(date(year, 1, 1)), 3),
            messages.year(year),
            "start",
            minor=bool(place % 2),
        )
        for place, year in enumerate(shown)
    )
