"""When no data is itself the finding: gaps that a network's own rhythm does not explain.

Decides how many sightings were to be expected of a network, and how often a gap like one that is
there comes by chance. Counts of a day follow a negative binomial (one country's ran 1324, 85, 284:
far from Poisson), so that P(nothing) of a day with mean m and dispersion k is (k / (k + m))^k; the
hours of a day have their share of it. Days are no strangers to each other, so the series' own gaps
have a say too: their longest ten give a tail (Hill, A simple general approach to inference about
the tail of a distribution, 1975) that is drawn out to the gap in question. The higher rate of both
counts. A gap is told only if chance makes it less than once in three years, and if the series has
but one other as long: where data are too thin to tell, nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.window import HOUR, Window

__all__ = ["Silence", "silences"]

_DAY = 24 * HOUR
_LEAST_GAP_HOURS = 12
_LEAST_ACTIVE_DAYS = 8
_RECENT_HOURS = 30 * 24
_MOST_A_YEAR = 0.3
_LONGEST = 10
_THINNEST_TAIL = 0.1
_SOON = 0.05  # an absence is seen once it would come by chance in one of twenty cases

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Silence:
    """A gap of one network (None: of the whole country). Times in seconds since 1970 UTC.

    `last` and `first` are the sightings around it; `first` is None where it lasts. `seen_after` is
    how long the absence takes to be noticed. `base_rate`: gaps like it a year, by chance.
    """

    asn: int | None
    last: int
    first: int | None
    seen_after: int
    base_rate: float
    expected: float


def silences(window: Window) -> list[Silence]:
    """Gaps of the country and of each network, in order of beginning."""
    found = _of(window, None, np.sort(window.time))
    for asn in np.unique(window.asn):
        found += _of(window, int(asn), np.sort(window.time[window.asn == asn]))
    return sorted(found, key=lambda s: (s.last, s.asn or 0))


def _of(window: Window, asn: int | None, times: Ints) -> list[Silence]:
    hours = np.unique(times // HOUR)
    if not len(hours) or len(np.unique(hours // 24)) < _LEAST_ACTIVE_DAYS:
        return []
    ends = np.append(hours[1:], window.until // HOUR)
    lengths = ends - hours
    return [
        found
        for place in np.flatnonzero(lengths >= _LEAST_GAP_HOURS).tolist()
        if (found := _judged(asn, times, hours, lengths, place))
    ]


def _judged(asn: int | None, times: Ints, hours: Ints, lengths: Ints, place: int) -> Silence | None:
    """A gap, if neither the model nor the rest of the series explains it."""
    length = int(lengths[place])
    others = np.sort(np.delete(lengths, place))[::-1][1:]  # one other may be a finding of its own
    if (others >= length).any() or not _was_active(hours, place):
        return None
    start = int(hours[place]) + 1
    mean, dispersion, profile = _volume(hours, start, start + length - 1)
    expected = mean * profile[np.arange(start, start + length - 1) % 24]
    rest = np.cumsum(_nothing(expected, np.arange(start, start + length - 1) // 24, dispersion))
    active = len(hours) / max(1.0, (hours[-1] - hours[0] + 1 - length) / 24)
    rate = active * 365 * float(np.exp(rest[-1])) if len(rest) else np.inf
    rate = max(rate, _tail_rate(others, length))
    if rate > _MOST_A_YEAR:
        return None
    noticed = int(np.searchsorted(-rest, -np.log(_SOON))) + 1
    last = times[times // HOUR == hours[place]][-1]
    after = times[times // HOUR >= start + length - 1]
    return Silence(
        asn=asn,
        last=int(last),
        first=int(after[0]) if len(after) and place + 1 < len(hours) else None,
        seen_after=min(noticed, length) * HOUR,
        base_rate=rate,
        expected=float(expected.sum()),
    )


def _was_active(hours: Ints, place: int) -> bool:
    """Whether it was measured on many days shortly before: a stray record makes no gap."""
    recent = hours[: place + 1][hours[: place + 1] > hours[place] - _RECENT_HOURS]
    return len(np.unique(recent // 24)) >= _LEAST_ACTIVE_DAYS


def _tail_rate(others: Ints, length: int) -> float:
    """How many gaps of this length a year the other gaps, longest first, make likely (Hill)."""
    longest = others[:_LONGEST].astype(float)
    if len(longest) < 3:
        return np.inf
    index = 1 / max(float(np.log(longest[:-1] / longest[-1]).mean()), _THINNEST_TAIL)
    years = others.sum() / (24 * 365)
    return float(len(longest) / years * (length / longest[-1]) ** -index)


def _volume(hours: Ints, start: int, end: int) -> tuple[float, float, Floats]:
    """Mean and dispersion of active hours a day outside the gap, and each hour's share of a day.

    Active hours, not sightings: one run of a test list is one decision to measure.
    """
    kept = hours[(hours < start) | (hours >= end)]
    first, last = int(hours[0]) // 24, int(hours[-1]) // 24
    days = np.arange(first, last + 1)
    days = days[(days < start // 24) | (days > end // 24)]
    counts = np.bincount(kept // 24 - first, minlength=last - first + 1)[days - first]
    mean = float(counts.mean()) if len(counts) else 0.0
    variance = float(counts.var(ddof=1)) if len(counts) > 1 else mean
    dispersion = mean**2 / max(variance - mean, mean**2 / 50, 1e-9) if mean else 1.0
    profile = np.bincount(kept % 24, minlength=24) + 1.0
    return mean, max(dispersion, 0.05), profile / profile.sum()


def _nothing(expected: Floats, day: Ints, dispersion: float) -> Floats:
    """Log-probability, hour by hour, that the hours so far saw nothing: steps that sum up.

    Hours of one day share their day's luck: the steps of a day sum to k log(k / (k + m)).
    """
    steps = np.empty(len(expected))
    for number in np.unique(day):
        inside = day == number
        total = np.cumsum(expected[inside])
        whole = dispersion * np.log(dispersion / (dispersion + total))
        steps[inside] = np.diff(np.concatenate([[0.0], whole]))
    return steps
