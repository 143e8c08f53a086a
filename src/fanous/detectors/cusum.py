"""Baseline: OONI's two-sided CUSUM, from its published formula.

Decides nothing of its own: mu0 = 0, mu1 = 0.7, v = 0.7, threshold h = edd · v / 2 with an expected
detection delay (edd) of 10 hours, accumulators halved every 48 h of a gap beyond 24 h. The step is
the log-likelihood ratio of two normal means, (mu1 - mu0) / v · (x - (mu0 + mu1) / 2) (Page,
Continuous inspection schemes, 1954). Known of it: in Uganda in January 2026 it marks the onset some
21 h after the first blocked row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fanous.detectors.baseline import Change, Hours, hourly, spells_of_changes
from fanous.detectors.spell import Spell
from fanous.detectors.window import HOUR, Window

__all__ = ["CusumDetector"]

_GAP_HOURS = 24
_GAP_HALFLIFE_HOURS = 48


@dataclass(frozen=True, slots=True)
class CusumDetector:
    """Means before and after, variance, and expected detection delay in hours."""

    mu0: float = 0.0
    mu1: float = 0.7
    variance: float = 0.7
    delay_hours: float = 10.0
    name: str = "cusum"

    def spells(self, window: Window) -> list[Spell]:
        """Every spell, in order of target, network and onset."""
        return [
            spell
            for series in window.series()
            for spell in spells_of_changes(window, series, self.changes(hourly(window, series)))
        ]

    def changes(self, hours: Hours) -> Iterator[Change]:
        """Alarms of one series: up while it is clear, down while it is blocked."""
        threshold = self.delay_hours * self.variance / 2
        slope = (self.mu1 - self.mu0) / self.variance
        middle = (self.mu0 + self.mu1) / 2
        total, blocked, before = 0.0, False, None
        for hour, score in zip(hours.hour.tolist(), hours.score.tolist(), strict=True):
            if before is not None and hour - before > _GAP_HOURS:
                total *= 0.5 ** ((hour - before - _GAP_HOURS) / _GAP_HALFLIFE_HOURS)
            before = hour
            step = slope * (score - middle)
            total = max(0.0, total + (-step if blocked else step))
            if total >= threshold:
                blocked, total = not blocked, 0.0
                yield Change(hour * HOUR, blocked)
