"""The interval of a share: as wide as what it was counted from is small.

Decides one formula: Wilson's score interval (Wilson 1927), which stays within 0 and 1 and does not
vanish at 0 of n. Leaves what is counted, and what counts as one, to those who ask.
"""

from __future__ import annotations

import math

__all__ = ["Z_95", "wilson"]

Z_95 = 1.959963984540054  # the 97.5th percentile of the normal distribution


def wilson(share: float, of: int) -> tuple[float, float]:
    """The 95 % interval (low, high) of a share of `of` independent ones.

    `share` may be the mean of shares (each within 0 and 1): their variance is never more than
    share × (1 - share), so the interval is rather too wide than too narrow. Raises ValueError
    unless 0 <= share <= 1 and `of` is positive.
    """
    if of < 1 or not 0 <= share <= 1:
        raise ValueError(f"{share} of {of} is no share")
    squared = Z_95**2
    centre = (share + squared / (2 * of)) / (1 + squared / of)
    half = Z_95 / (1 + squared / of) * math.sqrt(
        share * (1 - share) / of + squared / (4 * of**2)
    )  # fmt: skip
    # Rounding must not put an end a hair beyond the share itself.
    return min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))
