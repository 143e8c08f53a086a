"""What synthetic signals are made of besides their losses: a season, and noise with a memory.

Decides shapes only, one on average; `simulate` says how large they are and whose.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from scipy.signal import lfilter

from fanous.model.series import FloatArray

__all__ = ["season", "wander"]

_DAY, _HOUR = 86_400, 3_600


def season(
    rng: Generator, times: np.typing.NDArray[np.int64], swing: float, weekend: float
) -> FloatArray:
    """One on average: a day with an evening peak, and a weekend of its own."""
    phase = float(rng.uniform(0, 2 * np.pi))
    day = 1.0 + swing * np.sin(2 * np.pi * times / _DAY + phase)
    is_weekend = (times // _DAY + 4) % 7 >= 5
    found: FloatArray = day * np.where(is_weekend, 1.0 - weekend, 1.0)
    return found


def wander(rng: Generator, size: int, step: int, spread: float) -> FloatArray:
    """Slow multiplicative noise with a memory of hours."""
    keep = float(np.exp(-step / (3 * _HOUR)))
    shocks = rng.standard_normal(size) * spread * np.sqrt(1 - keep**2)
    found: FloatArray = np.exp(lfilter([1.0], [1.0, -keep], shocks))
    return found
