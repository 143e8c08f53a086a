"""What a detector is worth, in figures that each come with their counts.

Decides the figures: recall by kind and size, precision, alarms a true event, errors of onset and
end in hours, false alarms a series-year with an upper bound. An onset's error is that of the first
sighting which shows the event, as a reader would date it. A rate of few or no cases is bounded by
Poisson's law (at none seen in t years, 3 / t: the rule of three), never told as zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import chi2

from fanous.evaluation.events.match import Match, Matching
from fanous.evaluation.verdicts.intervals import Share, share

__all__ = ["ENOUGH_OBSERVERS", "Errors", "Score", "rate_bound"]

ENOUGH_OBSERVERS = 3.0
_KINDS = ("blocking", "recurring", "already_blocked", "silence")
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Errors:
    """Absolute errors in hours: how many, median, 90th percentile."""

    n: int
    median: float | None
    p90: float | None


@dataclass
class Score:
    """A detector's counts over some drawings; add matchings one at a time."""

    detector: str
    true: Counter[tuple[str, bool]] = field(default_factory=Counter)
    found: Counter[tuple[str, bool]] = field(default_factory=Counter)
    right: int = 0
    pieces: int = 0
    excused: int = 0
    false: Counter[str] = field(default_factory=Counter)
    onsets: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    inside: int = 0
    series_years: float = 0.0
    drawings: int = 0

    def add(self, matching: Matching, series_years: float) -> None:
        """Count one drawing."""
        self.drawings += 1
        self.series_years += series_years
        self.right += matching.right
        self.excused += len(matching.excused)
        self.false.update(event.kind for event in matching.false)
        for each in matching.matches:
            self._add_match(each)

    def _add_match(self, each: Match) -> None:
        key = (each.true.kind, each.true.observers_a_day >= ENOUGH_OBSERVERS)
        self.true[key] += 1
        if not each.found:
            return
        self.found[key] += 1
        self.pieces += len(each.found)
        if not key[1] or each.true.kind not in ("blocking", "recurring"):
            return
        onset, first = each.true.onset.timestamp(), each.found[0]
        for event in each.found:
            if (event.onset_latest or 0) < (first.onset_latest or 0):
                first = event
        self.onsets.append(abs((first.onset_latest or 0) - onset) / _HOUR)
        earliest = first.onset_earliest if first.onset_earliest is not None else 0
        self.inside += earliest <= onset <= (first.onset_latest or 0) + _HOUR
        if each.true.end is not None:
            last = max(event.end_earliest or 0 for event in each.found)
            self.ends.append(abs(last - each.true.end.timestamp()) / _HOUR)

    def recall(self, kind: str | None = None, *, enough: bool | None = True) -> Share:
        """Found of true events, of one kind or all; `enough` observers a day, too few, or any."""
        keys = [
            key
            for key in self.true
            if (kind is None or key[0] == kind) and (enough is None or key[1] == enough)
        ]
        return share(sum(self.found[key] for key in keys), sum(self.true[key] for key in keys))

    @property
    def precision(self) -> Share:
        """True of found events; excused ones are neither."""
        return share(self.right, self.right + self.false.total())

    @property
    def alarms(self) -> float | None:
        """Found events a true event that was found."""
        return self.pieces / self.found.total() if self.found.total() else None

    @property
    def false_rate(self) -> tuple[float, float]:
        """False events a series-year, and its 95 % upper bound."""
        years = max(self.series_years, 1e-9)
        return self.false.total() / years, rate_bound(self.false.total()) / years

    def onset_errors(self) -> Errors:
        """Of blockings and patterns with enough observers."""
        return _errors(self.onsets)

    def end_errors(self) -> Errors:
        """Of those that end within the window."""
        return _errors(self.ends)

    def kinds(self) -> Sequence[str]:
        """Kinds that occur, in order."""
        return [kind for kind in _KINDS if any(key[0] == kind for key in self.true)]


def rate_bound(n: int) -> float:
    """The 95 % upper bound of a Poisson mean of which `n` were seen; 3.0 for none."""
    return float(chi2.ppf(0.95, 2 * (n + 1)) / 2)


def _errors(values: Iterable[float]) -> Errors:
    found = np.array(sorted(values))
    if not len(found):
        return Errors(0, None, None)
    return Errors(len(found), float(np.median(found)), float(np.percentile(found, 90)))
