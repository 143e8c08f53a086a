"""How often a network fails at everything: what a blocked vote there is worth on such a day.

Decides the share of wrong votes to expect of a network on a day. A bad day of a network makes all
its targets fail now and then; blocking makes a few of them fail steadily. So the blocked votes of
all other targets are put together, without those that fail mostly, over the days around.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.votes import Votes

__all__ = ["Noise", "noise_of"]

_STEADY = 0.5  # a target that fails in most votes of a day is no noise
_DAYS_AROUND = 1
_PRIOR_VOTES = 12.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Days = tuple[Ints, Floats, Floats]  # days, and blocked and all votes on them


@dataclass(frozen=True, slots=True)
class Noise:
    """Blocked and all votes by network and day, and what of them is each group's own.

    Row 0 of `wrong` and `said` is of all networks together; days count from `first_day`.
    """

    rows: Mapping[int | None, int]
    first_day: int
    wrong: Floats
    said: Floats
    own: Mapping[tuple[int | None, str], Days]
    usual: float

    def of(self, asn: int | None, group: str, hour: Ints) -> Floats:
        """The share to expect of a network (None: of the country) in each hour since 1970, as the
        targets of other groups show it."""
        wrong, said = self.wrong[self.rows[asn]].copy(), self.said[self.rows[asn]].copy()
        days, blocked, votes = self.own.get((asn, group), (np.zeros(0, np.int64),) * 3)
        wrong[days] -= blocked
        said[days] -= votes
        share = (_around(wrong) + self.usual * _PRIOR_VOTES) / (_around(said) + _PRIOR_VOTES)
        return np.asarray(share[np.clip(hour // 24 - self.first_day, 0, len(share) - 1)])


def noise_of(votes: Votes, labels: list[tuple[int, str]], usual: float) -> Noise:
    """The noise of each network and day. `labels`: network and group of each series of `votes`."""
    asns = sorted({asn for asn, _ in labels})
    groups = sorted({group for _, group in labels})
    place = np.array([asns.index(asn) for asn, _ in labels] or [0], np.int64)[votes.series]
    group = np.array([groups.index(name) for _, name in labels] or [0], np.int64)[votes.series]
    first = int(votes.hour.min()) // 24 if len(votes) else 0
    day = votes.hour // 24 - first
    shape = (len(asns) + 1, int(day.max()) + 1 if len(votes) else 1)
    wrong, said = np.zeros(shape), np.zeros(shape)
    own: dict[tuple[int | None, str], Days] = {}
    for row, network, number, days, blocked, all_votes in _kept(votes, place, group, day, asns):
        own[network, groups[number]] = days, blocked, all_votes
        wrong[row, days] += blocked
        said[row, days] += all_votes
    rows: dict[int | None, int] = {asn: number + 1 for number, asn in enumerate(asns)}
    return Noise({None: 0, **rows}, first, wrong, said, own, usual)


def _kept(
    votes: Votes, place: Ints, group: Ints, day: Ints, asns: list[int]
) -> list[tuple[int, int | None, int, Ints, Floats, Floats]]:
    """What counts as noise of each network and group, then of each group in the whole country."""
    key = np.stack([place, group, day]) if len(votes) else np.zeros((3, 0), np.int64)
    keys, inverse = np.unique(key, axis=1, return_inverse=True)
    inverse = inverse.reshape(-1)
    blocked = np.bincount(inverse, votes.blocked, keys.shape[1])
    said = blocked + np.bincount(inverse, votes.clear, keys.shape[1])
    noisy = blocked < _STEADY * np.maximum(said, 1e-9)
    keys, blocked, said = keys[:, noisy], blocked[noisy], said[noisy]
    found: list[tuple[int, int | None, int, Ints, Floats, Floats]] = []
    for start, end in _runs(keys[0], keys[1]):
        part = slice(start, end)
        row = int(keys[0, start])
        number = int(keys[1, start])
        found.append((row + 1, asns[row], number, keys[2, part], blocked[part], said[part]))
    order = np.lexsort((keys[2], keys[1]))
    keys, blocked, said = keys[:, order], blocked[order], said[order]
    for start, end in _runs(keys[1], keys[1]):
        days, where = np.unique(keys[2, start:end], return_inverse=True)
        sums = [
            np.bincount(where, each[start:end], len(days)).astype(float) for each in (blocked, said)
        ]
        found.append((0, None, int(keys[1, start]), days, sums[0], sums[1]))
    return found


def _runs(*keys: Ints) -> list[tuple[int, int]]:
    """Starts and ends of runs of equal keys."""
    if not len(keys[0]):
        return []
    changes = np.zeros(len(keys[0]) - 1, bool)
    for key in keys:
        changes |= np.diff(key) != 0
    edges = (np.flatnonzero(changes) + 1).tolist()
    return list(zip([0, *edges], [*edges, len(keys[0])], strict=True))


def _around(counts: Floats) -> Floats:
    """Sums over the days around each day."""
    total = counts.copy()
    for step in range(1, _DAYS_AROUND + 1):
        total[step:] += counts[:-step]
        total[:-step] += counts[step:]
    return np.maximum(total, 0.0)
