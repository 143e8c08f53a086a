"""Charts over time: stacked bars a step, and strips of one row a network. Geometry only.

Decides where things are drawn: across in percent (the page's width is the reader's), down in
pixels. A step without measurements is a gap that is drawn as one. States are told apart by pattern
as well as by colour, and the most serious lie at the bottom, where they compare best. Time runs
from left to right in every language. Leaves how it looks to the template and the style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fanous.i18n import Messages, Phrase
from fanous.reports.timeline import Step, Timeline
from fanous.reports.words import STATE_WORDS

__all__ = ["BAR_HEIGHT", "STATES", "STRIP_HEIGHT", "Bar", "Chart", "Counts", "Gap", "Part", "Tick",
           "bar_chart", "strip_chart"]  # fmt: skip

STATES = ("blocked", "likely_blocked", "impaired", "down", "insufficient", "ok")  # bottom up
BAR_HEIGHT = 150.0
STRIP_HEIGHT = 20.0
_FILLED = 0.84  # of a step's width; the rest is the space between bars
_MAX_TICKS = 5
_AT = {"start": (1 - _FILLED) / 2, "middle": 0.5, "end": (1 + _FILLED) / 2}  # of a step

Counts = Mapping[int, Mapping[str, int]]  # place of the step → state → measurements


@dataclass(frozen=True, slots=True)
class Part:
    """One state's part of a bar."""

    state: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One step's bar, from the bottom up."""

    x: float
    width: float
    parts: tuple[Part, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Steps in a row without measurements."""

    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: `at` in percent across or pixels down; `minor` ones hide on phones."""

    at: float
    label: str
    anchor: str = "middle"
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's geometry; `total` counts the measurements in it."""

    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]
    height: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    total: int
    step: Step


def bar_chart(messages: Messages, timeline: Timeline, counts: Counts) -> Chart:
    """Measurements a step, stacked by state; the axis starts at zero."""
    top = _round_up(max((sum(states.values()) for states in counts.values()), default=0))
    levels = sorted({0, top // 2, top}) if top > 1 else [0, top]
    up = tuple(
        Tick(BAR_HEIGHT * (1 - level / top), messages.number(level)) for level in levels if top
    )
    return _chart(messages, timeline, counts, height=BAR_HEIGHT, top=float(top), up=up)


def strip_chart(messages: Messages, timeline: Timeline, counts: Counts) -> Chart:
    """The share of each state in a step, full height: how many there were is in the title."""
    return _chart(messages, timeline, counts, height=STRIP_HEIGHT, top=None, up=())


def _chart(
    messages: Messages,
    timeline: Timeline,
    counts: Counts,
    *,
    height: float,
    top: float | None,
    up: tuple[Tick, ...],
) -> Chart:
    step = 100.0 / len(timeline.starts)
    bars = tuple(
        Bar(
            x=_rounded(step * (place + (1 - _FILLED) / 2)),
            width=_rounded(step * _FILLED),
            parts=_parts(counts[place], height, top or float(sum(counts[place].values()))),
            title=_title(messages, timeline, place, counts[place]),
        )
        for place in sorted(counts)
    )
    return Chart(
        bars=bars,
        gaps=_gaps(messages, timeline, counts, step),
        height=height,
        across=_ticks(timeline, step),
        up=up,
        total=sum(sum(states.values()) for states in counts.values()),
        step=timeline.step,
    )


def _parts(states: Mapping[str, int], height: float, top: float) -> tuple[Part, ...]:
    parts: list[Part] = []
    bottom = height
    for state in STATES:
        if count := states.get(state, 0):
            tall = height * count / top
            bottom -= tall
            parts.append(Part(state, _rounded(bottom), _rounded(tall)))
    return tuple(parts)


def _gaps(messages: Messages, timeline: Timeline, counts: Counts, step: float) -> tuple[Gap, ...]:
    """Runs of steps that hold nothing."""
    gaps: list[Gap] = []
    start: int | None = None
    for place in range(len(timeline.starts) + 1):
        empty = place < len(timeline.starts) and place not in counts
        if empty and start is None:
            start = place
        elif not empty and start is not None:
            days = [messages.day(timeline.starts[at]) for at in sorted({start, place - 1})]
            title = messages.text("%(when)s: no measurements", when=Phrase(" – ".join(days)))
            gaps.append(Gap(_rounded(step * start), _rounded(step * (place - start)), title))
            start = None
    return tuple(gaps)


def _title(messages: Messages, timeline: Timeline, place: int, states: Mapping[str, int]) -> str:
    """A step in words: what a pointer resting on the bar shows."""
    named = (
        f"{messages.text(STATE_WORDS[state].word)} {messages.number(states[state])}"
        for state in STATES
        if states.get(state)
    )
    return f"{messages.day(timeline.starts[place])}: {messages.join(named)}"


def _ticks(timeline: Timeline, step: float) -> tuple[Tick, ...]:
    """A few days of the axis, evenly chosen; the first and the last always."""
    last = len(timeline.starts) - 1
    number = min(_MAX_TICKS, last + 1)
    places = sorted({round(last * k / max(number - 1, 1)) for k in range(number)})
    form = "%Y-%m" if timeline.step is Step.MONTH else "%Y-%m-%d"
    return tuple(
        Tick(
            at=_rounded(step * (place + _AT[_anchor(place, last)])),
            label=timeline.starts[place].strftime(form),
            anchor=_anchor(place, last),
            minor=place not in (0, last) and place != places[len(places) // 2],
        )
        for place in places
    )


def _anchor(place: int, last: int) -> str:
    if last == 0:
        return "middle"
    return "start" if place == 0 else "end" if place == last else "middle"


def _round_up(most: int) -> int:
    """The next even, round number: a top that reads well and halves."""
    if most <= 2:
        return most
    unit: int = 10 ** (len(str(most)) - 1)
    for factor in (0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10):
        top = round(factor * unit)
        if top >= most and top % 2 == 0:
            return top
    return 10 * unit


def _rounded(number: float) -> float:
    return round(number, 3)
