"""Random numbers that a seed and a label name.

Decides that every part of a drawing has a generator of its own: a scenario with one event more has
the same probes and the same sessions. Numbers are numpy's PCG64, equal for equal numpy versions.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

__all__ = ["Unsigned", "mixed", "stream", "uniform_of"]

Unsigned = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_MANTISSA_BITS = 53


def stream(seed: int, label: str) -> np.random.Generator:
    """A generator for one part of a drawing. `seed` is 0 or more."""
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(label.encode())]))


def mixed(*parts: NDArray[np.int64] | Unsigned | int) -> Unsigned:
    """One 64-bit number for each row of parts (splitmix64 of Steele, Lea and Flood, chained)."""
    state = np.zeros(1, np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            state = _scrambled(state + np.asarray(part).astype(np.uint64) + _GOLDEN)
    return state


def _scrambled(state: Unsigned) -> Unsigned:
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))


def uniform_of(numbers: Unsigned) -> NDArray[np.float64]:
    """Numbers of `mixed` as fractions in [0, 1)."""
    shift = np.uint64(64 - _MANTISSA_BITS)
    return (numbers >> shift).astype(np.float64) / float(2**_MANTISSA_BITS)
