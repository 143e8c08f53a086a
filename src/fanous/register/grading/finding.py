"""What a test found, and the window it looked at.

Decides the words between a test and a grade: observed, absent, mixed or not covered, with the
counts, thresholds and ids behind it, the methods and operators that saw it, and the control.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from fanous.register.edtf import Span, day_span
from fanous.register.schema import Link

__all__ = ["Control", "Finding", "Outcome", "Window", "not_covered"]

Outcome = Literal["observed", "absent", "mixed", "not-covered"]
Control = Literal["passed", "failed", "none"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one test. `why` says in a sentence what decided."""

    outcome: Outcome
    why: str
    control: Control = "none"
    methods: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    counts: Mapping[str, float] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()


def not_covered(why: str, **counts: float) -> Finding:
    """Nobody measured this well enough; never a finding against anything."""
    return Finding("not-covered", why, counts=counts)


@dataclass(frozen=True, slots=True)
class Window:
    """From a moment to another; the last is not part of it."""

    first: datetime
    last: datetime

    @classmethod
    def of(cls, link: Link) -> Window:
        """The window of a link: whole days, from `date_from` to the end of `date_to`."""
        return cls.spanning(day_span(link.date_from), day_span(link.date_to or link.date_from))

    @classmethod
    def spanning(cls, start: Span, end: Span | None = None) -> Window:
        """From the first day of a span to the last of another; open ends reach far."""
        first, last = start.first, (end or start).last
        return cls(
            _midnight(first) if first else datetime(1970, 1, 1, tzinfo=UTC),
            _midnight(last) + timedelta(days=1) if last else datetime(2100, 1, 1, tzinfo=UTC),
        )

    def overlaps(self, first: datetime, last: datetime | None) -> bool:
        """Whether something that began at `first`, and ended at `last` or goes on, is in it."""
        return first < self.last and (last is None or last >= self.first)

    @property
    def days(self) -> float:
        """Length in days."""
        return (self.last - self.first) / timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
