"""Baseline: a moving average of the blocked share, as dashboards alert on.

Decides nothing clever: blocked while at least half of the sightings of the last day are, if there
are a few; clear again once fewer than half are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from fanous.detectors.baseline import Change, Hours, hourly, spells_of_changes
from fanous.detectors.spell import Spell
from fanous.detectors.window import HOUR, Window

__all__ = ["MovingAverageDetector"]

_BLOCKED_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class MovingAverageDetector:
    """Width of the window in hours, the share that alarms, and the fewest hours with sightings."""

    hours: int = 24
    share: float = 0.5
    fewest: int = 3
    name: str = "moving_average"

    def spells(self, window: Window) -> list[Spell]:
        """Every spell, in order of target, network and onset."""
        return [
            spell
            for series in window.series()
            for spell in spells_of_changes(window, series, self.changes(hourly(window, series)))
        ]

    def changes(self, hours: Hours) -> Iterator[Change]:
        """Alarms of one series."""
        last: deque[tuple[int, bool]] = deque()
        blocked, seen = False, 0
        for hour, score in zip(hours.hour.tolist(), hours.score.tolist(), strict=True):
            last.append((hour, score >= _BLOCKED_SCORE))
            seen += last[-1][1]
            while last[0][0] <= hour - self.hours:
                seen -= last.popleft()[1]
            if len(last) < self.fewest:
                continue
            now = seen >= self.share * len(last)
            if now != blocked:
                blocked = now
                yield Change(hour * HOUR, blocked)
