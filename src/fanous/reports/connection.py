"""A measurement's steps over time: a row each, a bar from its start to its end. Geometry only.

Decides where bars lie (across in percent, down in pixels, as in `chart`) and how a step is told
apart without colour: by pattern, by the mark at the bar's end, and by a word. Time runs from left
to right in every language. Where no times were recorded there is nothing to draw.
"""

from __future__ import annotations

from dataclasses import dataclass

from fanous.explain.explanation import Explanation, Judged
from fanous.explain.sentences import times
from fanous.explain.steps import Step
from fanous.i18n import N_, Messages, Phrase
from fanous.reports.chart import Tick

__all__ = ["MOST_ROWS", "ROW_HEIGHT", "ConnectionDrawing", "StepBar", "connection_drawing"]

ROW_HEIGHT = 38
MOST_ROWS = 40  # a record may hold thousands of steps; the table has them all
_MOST_TICKS = 4
_NEAR_THE_END = 90  # percent: a label in the middle would stick out
_LARGEST_POWER = 12
_ROOM = 1.03  # so that the last mark stays inside
_WORDS = {True: N_("worked"), False: N_("failed"), None: N_("not recorded")}
_MARKS = {True: "worked", False: "failed", None: "open"}


@dataclass(frozen=True, slots=True)
class StepBar:
    """One step's row: `state` names the pattern, `mark` the shape at the end, `word` says both."""

    place: int
    layer: str
    y: int
    x: float
    width: float
    end: float
    state: str
    mark: str
    word: Phrase
    title: Phrase


@dataclass(frozen=True, slots=True)
class ConnectionDrawing:
    """The rows that are drawn, the axis, and how many steps are not drawn."""

    bars: tuple[StepBar, ...]
    ticks: tuple[Tick, ...]
    height: int
    total_ms: int
    left_out: int


def connection_drawing(spoken: Messages, explanation: Explanation) -> ConnectionDrawing | None:
    """The drawing of a measurement's steps; None where no times were recorded."""
    timed = [
        (place, step) for place, step in enumerate(explanation.steps, 1) if step.end is not None
    ]
    last = max((step.end or 0.0 for _, step in timed), default=0.0)
    if last <= 0:
        return None
    drawn = timed[:MOST_ROWS]
    last = max(step.end or 0.0 for _, step in drawn) or last
    judged = {step.place: step for step in explanation.judged}
    bars = tuple(
        _bar(spoken, row, place, step, last * _ROOM, judged.get(place))
        for row, (place, step) in enumerate(drawn)
    )
    return ConnectionDrawing(
        bars=bars,
        ticks=_ticks(spoken, last),
        height=len(bars) * ROW_HEIGHT,
        total_ms=round(last * 1000),
        left_out=len(explanation.steps) - len(drawn),
    )


def _bar(
    spoken: Messages, row: int, place: int, step: Step, whole: float, judged: Judged | None
) -> StepBar:
    end = step.end or 0.0
    start = end if step.start is None else step.start  # only the end is known: a mark, no bar
    word, state = spoken.text(_WORDS[step.succeeded]), _state(step, judged)
    if state == "likely_blocked":
        word = spoken.text("%(what)s: interference", what=word)
    elif step.succeeded is False and state == "insufficient":
        word = spoken.text("%(what)s: set aside", what=word)
    when = times(step)
    said = [step.tried.text(spoken), word, when.text(spoken) if when else ""]
    return StepBar(
        place=place,
        layer=step.layer.value.upper(),
        y=row * ROW_HEIGHT,
        x=round(100 * start / whole, 2),
        width=round(100 * (end - start) / whole, 2),
        end=round(100 * end / whole, 2),
        state=state,
        mark=_MARKS[step.succeeded],
        word=word,
        title=spoken.join(filter(None, said)),
    )


def _state(step: Step, judged: Judged | None) -> str:
    """The pattern: what rules said where they blame or excuse, else what happened."""
    if judged is not None and judged.outcome == "blocked":
        return "likely_blocked"
    if judged is not None and judged.outcome == "down":
        return "down"
    if judged is not None and not step.succeeded and judged.evidence == "discarded":
        return "insufficient"
    return {True: "ok", False: "impaired", None: "insufficient"}[step.succeeded]


def _ticks(spoken: Messages, last: float) -> tuple[Tick, ...]:
    """Round numbers of milliseconds, a few of them."""
    last_ms = last * 1000
    step = next(
        size
        for power in range(_LARGEST_POWER)
        for size in (10**power, 2 * 10**power, 5 * 10**power)
        if size >= last_ms / _MOST_TICKS or power == _LARGEST_POWER - 1
    )
    counts = range(min(int(last_ms // step), _MOST_TICKS) + 1)
    places = [round(100 * n * step / (last_ms * _ROOM), 2) for n in counts]
    return tuple(
        Tick(
            at=at,
            label=spoken.text("%(n)s ms", n=n * step),
            anchor="start" if n == 0 else "end" if at > _NEAR_THE_END else "middle",
        )
        for n, at in zip(counts, places, strict=True)
    )
