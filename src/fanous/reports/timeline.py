"""The window a report covers, cut into steps of equal kind: days, weeks or months.

Decides the step by the window's length, so that a bar stays wide enough to be seen. Every step of
the window is there, also one without data: silence must be visible. Leaves drawing to `chart`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

__all__ = ["Step", "Timeline"]

MAX_DAYS = 120
MAX_WEEKS = 120


class Step(StrEnum):
    """What one bar stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Timeline:
    """A window of UTC days, both ends within it, and its steps."""

    first: date
    last: date

    @cached_property
    def step(self) -> Step:
        """Days while they fit, then weeks (from Monday), then months."""
        days = (self.last - self.first).days + 1
        if days <= MAX_DAYS:
            return Step.DAY
        return Step.WEEK if days <= 7 * MAX_WEEKS else Step.MONTH

    @cached_property
    def starts(self) -> tuple[date, ...]:
        """The first day of each step, in order."""
        starts = [self.start_of(self.first)]
        while (following := self._after(starts[-1])) <= self.last:
            starts.append(following)
        return tuple(starts)

    @cached_property
    def _places(self) -> dict[date, int]:
        return {start: place for place, start in enumerate(self.starts)}

    def place(self, day: date) -> int:
        """Which step a day of the window belongs to."""
        return self._places[self.start_of(day)]

    def start_of(self, day: date) -> date:
        """The first day of a day's step."""
        if self.step is Step.DAY:
            return day
        if self.step is Step.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1)

    def _after(self, start: date) -> date:
        if self.step is Step.DAY:
            return start + timedelta(days=1)
        if self.step is Step.WEEK:
            return start + timedelta(days=7)
        return (start + timedelta(days=31)).replace(day=1)
