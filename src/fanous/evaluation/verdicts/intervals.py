"""Shares and ratios of small counts, each with an interval that is as wide as the counts are small.

Decides the formulas: Wilson's score interval for a share (`model.intervals`), and for a likelihood
ratio the Haldane–Anscombe correction (half a case in every cell) with an interval that is symmetric
on the log scale (Katz et al. 1978).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from fanous.model.intervals import Z_95, wilson

__all__ = ["Ratio", "Share", "likelihood_ratio", "share"]

_HALF_A_CASE = 0.5


@dataclass(frozen=True, slots=True)
class Share:
    """`n` of `of`, as a share with its 95 % interval; None where there was nothing to count."""

    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A likelihood ratio with its 95 % interval; None if a group is empty, or nothing was hit."""

    ratio: float | None
    low: float | None
    high: float | None


def share(n: int, of: int) -> Share:
    """`n` of `of` with Wilson's 95 % interval. Raises ValueError unless 0 <= n <= of."""
    if not 0 <= n <= of:
        raise ValueError(f"{n} of {of} is no share")
    if of == 0:
        return Share(n, of, None, None, None)
    found = n / of
    low, high = wilson(found, of)
    return Share(n, of, found, low, high)


def likelihood_ratio(hits: int, cases: int, false_hits: int, others: int) -> Ratio:
    """P(hit | case) / P(hit | other), from counts: `hits` of `cases`, `false_hits` of `others`.

    None where a group is empty, or without any hit: the correction alone would make a number up.
    Raises ValueError for counts that cannot be.
    """
    if not (0 <= hits <= cases and 0 <= false_hits <= others):
        raise ValueError(f"{hits} of {cases} against {false_hits} of {others} cannot be")
    if not cases or not others or not hits + false_hits:
        return Ratio(None, None, None)
    above, below = hits + _HALF_A_CASE, false_hits + _HALF_A_CASE
    ratio = (above / (cases + 1)) / (below / (others + 1))
    error = math.sqrt(1 / above - 1 / (cases + 1) + 1 / below - 1 / (others + 1))
    spread = math.exp(Z_95 * error)
    return Ratio(ratio, ratio / spread, ratio * spread)
