"""Sightings → votes: what independent observers said of a series, hour by hour.

Decides what counts as one voice. *ok* and *blocked* are votes, a plain failure is half of one:
*down* blames nobody, and any other *unknown* says nothing. One observer's sightings within an hour
are one vote, split by their share; and an observer who votes in several hours of a quarter of a day
has one vote there in all, so that forty repeats of one probe count once. Observers of one network
in one quarter of a day are no strangers to each other (one outage, one forger, one bad hour): their
votes together count as n / (1 + (n - 1) ρ), which is the effective size of a sample with
correlation ρ inside a cluster (Kish, Survey Sampling, 1965).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.window import BLOCKED, FAILED, HOUR, OK, Window

__all__ = ["CORRELATION", "QUARTER_HOURS", "Votes", "log_odds", "votes_of"]

QUARTER_HOURS = 6
_ROWS_AT_ONCE = 250_000
_FAILURE_IS_WORTH = 0.5  # of a vote: a failure that no control explains
CORRELATION = 0.15  # ρ: five voices of one network in six hours weigh as three

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes a series and hour, in order of both. `blocked` and `clear` are weights, not counts.

    `series` numbers the series as the caller did, `hour` is hours since 1970 UTC.
    """

    series: Ints
    hour: Ints
    blocked: Floats
    clear: Floats

    def __len__(self) -> int:
        return len(self.hour)

    def of(self, start: int, end: int) -> Votes:
        """A part of them."""
        part = slice(start, end)
        return Votes(self.series[part], self.hour[part], self.blocked[part], self.clear[part])

    def parts(self) -> list[tuple[int, int, int]]:
        """Number, start and end of each series."""
        edges = np.flatnonzero(np.diff(self.series)) + 1
        starts = [0, *edges.tolist()] if len(self) else []
        ends = [*edges.tolist(), len(self)]
        return [(int(self.series[a]), a, b) for a, b in zip(starts, ends, strict=False)]


def votes_of(window: Window, rows: Ints, series: Ints) -> Votes:
    """Votes of the given rows of a window; `series` says which series each row is of, in order.

    Some series at a time: what is made on the way takes several times the memory of the votes.
    """
    parts = [_votes(window, rows[part], series[part]) for part in _portions(series)]
    if len(parts) == 1:
        return parts[0]
    names = ("series", "hour", "blocked", "clear")
    return Votes(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _portions(series: Ints) -> Iterator[slice]:
    """Slices of about so many rows, with no series in two of them."""
    start = 0
    while len(series) - start > _ROWS_AT_ONCE:
        end = int(np.searchsorted(series, series[start + _ROWS_AT_ONCE], "left"))
        if end <= start:  # one series is larger than that
            end = int(np.searchsorted(series, series[start], "right"))
        yield slice(start, end)
        start = end
    yield slice(start, len(series))


def _votes(window: Window, rows: Ints, series: Ints) -> Votes:
    said = (window.outcome[rows] == OK) | (window.outcome[rows] >= BLOCKED)
    rows, series = rows[said], series[said]
    hour = window.time[rows] // HOUR
    observer = window.observer[rows]
    order = np.lexsort((observer, hour, series))
    rows, series, hour, observer = rows[order], series[order], hour[order], observer[order]
    starts = _starts(series, hour, observer)
    share = _means((window.outcome[rows] >= BLOCKED).astype(float), starts)
    worth = _means(np.where(window.outcome[rows] == FAILED, _FAILURE_IS_WORTH, 1.0), starts)
    series, hour, observer = series[starts], hour[starts], observer[starts]
    weight = _one_a_quarter(series, hour, observer) * worth
    return _by_hour(series, hour, share, weight)


def _by_hour(series: Ints, hour: Ints, share: Floats, weight: Floats) -> Votes:
    """Voices summed an hour, and made fewer where many speak at once."""
    if not len(series):
        return Votes(series, hour, share, weight)
    quarter = hour // QUARTER_HOURS
    begins = _starts(series, quarter)
    together = np.add.reduceat(weight, begins)
    lengths = np.diff([*begins, len(series)])
    fewer = 1 / (1 + np.maximum(together - 1, 0) * CORRELATION)
    weight = weight * np.repeat(fewer, lengths)
    starts = _starts(series, hour)
    return Votes(
        series[starts],
        hour[starts],
        np.add.reduceat(weight * share, starts),
        np.add.reduceat(weight * (1 - share), starts),
    )


def _one_a_quarter(series: Ints, hour: Ints, observer: NDArray[np.uint64]) -> Floats:
    """The weight of each voice: one over the hours in which it spoke in a quarter of a day."""
    quarter = hour // QUARTER_HOURS
    order = np.lexsort((observer, quarter, series))
    starts = _starts(series[order], quarter[order], observer[order])
    lengths = np.diff([*starts, len(series)])
    weight = np.empty(len(series))
    weight[order] = np.repeat(1 / np.maximum(lengths, 1), lengths)
    return weight


def _starts(*keys: NDArray[np.int64] | NDArray[np.uint64]) -> Ints:
    """Where runs of equal keys begin."""
    if not len(keys[0]):
        return np.zeros(0, np.int64)
    changes = np.zeros(len(keys[0]), bool)
    changes[0] = True
    for key in keys:
        changes[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changes)


def _means(values: Floats, starts: Ints) -> Floats:
    if not len(starts):
        return np.zeros(0)
    return np.asarray(np.add.reduceat(values, starts) / np.diff([*starts, len(values)]))


def log_odds(votes: Votes, share: float | Floats, noise: float | Floats) -> Floats:
    """How much each hour speaks for a state in which `share` of the votes are blocked, against one
    in which only `noise` of them are; in nats (natural log-odds)."""
    return np.asarray(
        votes.blocked * np.log(share / noise) + votes.clear * np.log((1 - share) / (1 - noise))
    )
