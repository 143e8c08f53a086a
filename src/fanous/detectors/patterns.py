"""Blocking that comes and goes by the clock: exam hours, nights, office hours.

Decides when a series is better told as one pattern than as many spells: in certain hours of certain
days of the week the share of blocked votes is high, and outside of them there is nothing. All
windows of hours are tried (24 beginnings, 1 to 16 hours) for a few kinds of week; the gain in
likelihood over one share for all hours must outweigh having tried so many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.votes import Votes

__all__ = ["WEEKS", "Rhythm", "rhythm_of"]

WEEKS: tuple[tuple[int, ...], ...] = (
    (0, 1, 2, 3, 4, 5, 6),
    (0, 1, 2, 3, 4),  # Monday to Friday
    (5, 0, 1, 2, 3),  # Saturday to Wednesday
    (6, 0, 1, 2, 3),  # Sunday to Thursday
    (0, 1, 2, 3, 4, 5),
)
_LONGEST_HOURS = 16
_LEAST_GAIN = 10.0  # nats; some 1,900 windows are tried, which alone explains 7.5
_LEAST_INSIDE = 0.25
_MOST_OUTSIDE = 0.12
_CONTRAST = 4.0
_LEAST_DAYS = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The hours (UTC, `end` exclusive, may pass midnight) and days of the week, and how clear it
    is: shares of blocked votes inside and outside, gain in nats."""

    start_hour: int
    end_hour: int
    weekdays: tuple[int, ...]
    inside: float
    outside: float
    gain: float

    def holds(self, hour: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether hours since 1970 UTC are inside. A night belongs to the day it began on."""
        late = (self.start_hour > self.end_hour) & (hour % 24 < self.end_hour)
        day = _weekday(hour - 24 * late)
        length = (self.end_hour - self.start_hour) % 24 or 24
        return ((hour - self.start_hour) % 24 < length) & np.isin(day, self.weekdays)


def _weekday(hour: NDArray[np.int64]) -> NDArray[np.int64]:
    return (hour // 24 + 3) % 7  # 1 January 1970 was a Thursday


def rhythm_of(votes: Votes, *, strict: bool = True) -> Rhythm | None:
    """The clearest rhythm of one series' votes, or None if there is none to speak of.

    Not `strict`: however faint, to be looked at more closely.
    """
    bests = (_best(votes, week) for week in WEEKS)
    found = [rhythm for rhythm in bests if rhythm and (not strict or _is_clear(rhythm, votes))]
    return max(found, key=lambda rhythm: rhythm.gain, default=None)


def _best(votes: Votes, week: tuple[int, ...]) -> Rhythm | None:
    """The window of hours of greatest gain, if it is clear and came back often enough."""
    in_week = np.isin(_weekday(votes.hour), week)
    hour = votes.hour[in_week] % 24
    blocked = np.bincount(hour, votes.blocked[in_week], 24).astype(np.float64)
    clear = np.bincount(hour, votes.clear[in_week], 24).astype(np.float64)
    all_blocked, all_clear = float(votes.blocked.sum()), float(votes.clear.sum())
    plain = _likelihood(all_blocked, all_clear)
    best: Rhythm | None = None
    for length in range(1, _LONGEST_HOURS + 1):
        inside_blocked, inside_clear = _around(blocked, length), _around(clear, length)
        outside_blocked, outside_clear = all_blocked - inside_blocked, all_clear - inside_clear
        gain = (
            _likelihood(inside_blocked, inside_clear)
            + _likelihood(outside_blocked, outside_clear)
            - plain
        )
        start = int(gain.argmax())
        inside = _share(inside_blocked[start], inside_clear[start])
        outside = _share(outside_blocked[start], outside_clear[start])
        if best is None or gain[start] > best.gain:
            best = Rhythm(start, (start + length) % 24, week, inside, outside, float(gain[start]))
    return best


def _is_clear(rhythm: Rhythm, votes: Votes) -> bool:
    inside = rhythm.holds(votes.hour)
    days = np.unique((votes.hour[inside & (votes.blocked > 0)] - rhythm.start_hour) // 24)
    return (
        rhythm.gain >= _LEAST_GAIN
        and rhythm.inside >= _LEAST_INSIDE
        and rhythm.outside <= _MOST_OUTSIDE
        and rhythm.inside >= _CONTRAST * rhythm.outside
        and len(days) >= _LEAST_DAYS
    )


def _around(hours: Floats, length: int) -> Floats:
    """Sums of `length` hours from each hour of the day on."""
    twice = np.concatenate([[0.0], np.cumsum(np.concatenate([hours, hours]))])
    return np.asarray(twice[length : length + 24] - twice[:24])


def _share(blocked: float, clear: float) -> float:
    return float(blocked / max(1e-9, blocked + clear))


def _likelihood(blocked: Floats | float, clear: Floats | float) -> Floats:
    """Greatest log-likelihood of votes with one share."""
    blocked, clear = np.maximum(blocked, 0.0), np.maximum(clear, 0.0)
    total = np.maximum(blocked + clear, 1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        said = np.where(blocked > 0, blocked * np.log(blocked / total), 0.0)
        unsaid = np.where(clear > 0, clear * np.log(clear / total), 0.0)
    return np.asarray(said + unsaid)
