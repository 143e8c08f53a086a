"""How often a network fails at everything: what a blocked vote there is worth on such a day.

Decides the share of wrong votes to expect of a network on a day. A bad day of a network makes all
its targets fail now and then; blocking makes a few of them fail steadily. So the blocked votes of
all targets but those that fail mostly are put together, over the days around.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Noise:
    """Share of wrong votes by network and day; row 0 is of all networks together."""

    asns: Ints
    first_day: int
    share: Floats  # networks + 1, days

    def of(self, asn: int | None, hour: Ints) -> Floats:
        """The share to expect of a network (None: of the country) in each hour since 1970."""
        row = 0 if asn is None else int(np.searchsorted(self.asns, asn)) + 1
        day = np.clip(hour // 24 - self.first_day, 0, self.share.shape[1] - 1)
        return np.asarray(self.share[row, day])


def noise_of(votes: Votes, asn: Ints, group: Ints, usual: float) -> Noise:
    """The noise of each network and day; `asn` and `group` say what each vote is of."""
    asns, network = np.unique(asn, return_inverse=True)
    first = int(votes.hour.min()) // 24 if len(votes) else 0
    day = votes.hour // 24 - first
    days = int(day.max()) + 1 if len(votes) else 1
    shape = (len(asns) + 1, days)
    keys, inverse = np.unique(
        np.stack([network, day, group]) if len(votes) else np.zeros((3, 0), np.int64),
        axis=1,
        return_inverse=True,
    )
    inverse = inverse.reshape(-1)
    blocked = np.bincount(inverse, votes.blocked, keys.shape[1])
    clear = np.bincount(inverse, votes.clear, keys.shape[1])
    steady = blocked >= _STEADY * np.maximum(blocked + clear, 1e-9)
    wrong, said = np.zeros(shape), np.zeros(shape)
    kept = ~steady
    np.add.at(wrong, (keys[0][kept] + 1, keys[1][kept]), blocked[kept])
    np.add.at(said, (keys[0][kept] + 1, keys[1][kept]), (blocked + clear)[kept])
    wrong[0], said[0] = wrong[1:].sum(0), said[1:].sum(0)
    wrong, said = _around(wrong), _around(said)
    return Noise(asns, first, (wrong + usual * _PRIOR_VOTES) / (said + _PRIOR_VOTES))


def _around(counts: Floats) -> Floats:
    """Sums over the days around each day."""
    total = counts.copy()
    for step in range(1, _DAYS_AROUND + 1):
        total[:, step:] += counts[:, :-step]
        total[:, :-step] += counts[:, step:]
    return total
