"""What the baselines share: hourly medians of a score, and changes of state as spells.

Decides the score that stands for a verdict where a rule was made for a hand-set score, and how
alarms become spells so that all detectors are measured alike. The values are those that OONI's
analysis gives most blocked and down rows (events.md); unknown has none, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.spell import Spell
from fanous.detectors.window import BLOCKED, DOWN, HOUR, UNKNOWN, Series, Window

__all__ = ["Change", "Hours", "hourly", "spells_of_changes"]

_SCORE_BLOCKED = 0.75
_SCORE_DOWN = 0.25


class Hours(NamedTuple):
    """Hours that have a score: hours since 1970 UTC, and the median score."""

    hour: NDArray[np.int64]
    score: NDArray[np.float64]


class Change(NamedTuple):
    """An alarm: when (seconds since 1970 UTC), and whether it says blocked or clear again."""

    time: int
    blocked: bool


def hourly(window: Window, series: Series) -> Hours:
    """The median score of each hour of a series."""
    rows = np.arange(series.start, series.end)
    rows = rows[window.outcome[rows] != UNKNOWN]
    outcome = window.outcome[rows]
    score = np.where(
        outcome == BLOCKED, _SCORE_BLOCKED, np.where(outcome == DOWN, _SCORE_DOWN, 0.0)
    )
    hour, start, count = np.unique(window.time[rows] // HOUR, return_index=True, return_counts=True)
    medians = [np.median(score[a : a + n]) for a, n in zip(start, count, strict=True)]
    return Hours(hour, np.array(medians, float))


def spells_of_changes(window: Window, series: Series, changes: Iterable[Change]) -> Iterator[Spell]:
    """From each blocked alarm to the next clear one. Such rules date a change to their alarm."""
    began: int | None = None
    for change in changes:
        if change.blocked and began is None:
            began = change.time
        elif not change.blocked and began is not None:
            yield _spell(window, series, began, change.time)
            began = None
    if began is not None:
        yield _spell(window, series, began, None)


def _spell(window: Window, series: Series, began: int, ended: int | None) -> Spell:
    rows = np.arange(series.start, series.end)
    time = window.time[rows]
    inside = rows[(time >= began) & (time <= (ended if ended is not None else window.until))]
    shown = inside[window.outcome[inside] == BLOCKED]
    return Spell(
        target=series.target,
        group=window.groups[int(window.target[series.start])],
        asn=series.asn,
        onset_earliest=began,
        onset_latest=began,
        end_earliest=ended if ended is not None else int(time[-1]),
        end_latest=ended,
        ended=ended is not None,
        share=len(shown) / max(1, len(inside)),
        odds=0.0,
        observers=len(np.unique(window.observer[shown])),
        measurements=len(inside),
        blocked=len(shown),
        failed=0,
        mechanisms=(),
        rules=(),
        witnesses=(),
        asns=(series.asn,),
        seen_by=frozenset(window.observer[shown].tolist()),
    )
