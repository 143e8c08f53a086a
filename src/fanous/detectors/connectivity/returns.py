"""When a loss is over, and where exactly few counts change.

Decides how long a return must last: a share of the loss's length, an hour to a day; most of
its known steps must be back, and half of them known. Two thirds of the way back for a week, and no
more, is a return too, to a new level. And, for small counts, how likely each step is
under what was left against all that was expected.
"""

from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.baseline import steps
from fanous.detectors.connectivity.config import ConnectivityConfig
from fanous.model.series import BoolArray, FloatArray

__all__ = ["gain", "lasting_plateau", "lasting_return", "share_left"]


def lasting_return(
    back: BoolArray, known: BoolArray, least: int, step: int, config: ConnectivityConfig
) -> int | None:
    """The first place, counted from the onset, at which a signal is back and stays.

    None if there is none, or if what there is ends before it can be told.
    """
    size = len(back)
    places = np.arange(size)
    low, high = (steps(hours, step) for hours in config.return_hours)
    least = max(low, least)
    lasting = np.clip((config.return_of_duration * places).astype(int), least, max(high, least))
    inside = places + lasting <= size
    ends = np.minimum(places + lasting, size)
    backs, knowns = (_between(mask, places, ends) for mask in (back, known))
    good = inside & back & (places > 0) & (knowns * 2 >= lasting)
    found = np.flatnonzero(good & (backs >= config.return_share * knowns))
    return int(found[0]) if len(found) else None


def lasting_plateau(
    share: FloatArray, known: BoolArray, step: int, config: ConnectivityConfig
) -> tuple[int, float] | None:
    """The first place at which most of what was lost is back and stays so, and the level there.

    For signals that never quite come back: else the next loss would be the same one.
    """
    seen = np.sort(share[known])
    if not len(seen):
        return None
    left = float(np.median(seen[: max(1, len(seen) // 2)]))
    bar = 1.0 - (1.0 - config.recovered_share) * (1.0 - left)
    lasting = steps(24.0 * config.recovered_days, step)
    places = np.arange(len(share) - lasting)
    risen = known & (np.where(known, share, 0.0) >= bar)
    backs, knowns = (_between(mask, places, places + lasting) for mask in (risen, known))
    good = risen[: len(places)] & (places > 0) & (knowns * 2 >= lasting)
    found = np.flatnonzero(good & (backs >= config.return_share * knowns))
    if not len(found):
        return None
    stretch = slice(int(found[0]), int(found[0]) + lasting)
    return int(found[0]), float(np.median(share[stretch][known[stretch]]))


def _between(
    mask: BoolArray, first: np.typing.NDArray[np.int64], last: np.typing.NDArray[np.int64]
) -> np.typing.NDArray[np.int64]:
    """How many are true from each first place to its last (excluded)."""
    sums = np.concatenate(([0], np.cumsum(mask)))
    counted: np.typing.NDArray[np.int64] = sums[last] - sums[first]
    return counted


def share_left(values: FloatArray, wanted: FloatArray) -> float:
    """The share that is left, between one in twenty and nine in ten."""
    return float(np.clip(np.nansum(values) / max(np.nansum(wanted), 1e-9), 0.05, 0.9))


def gain(values: FloatArray, wanted: FloatArray, left: float) -> FloatArray:
    """Log-likelihood ratio of each step: the share `left` of what is expected, against all of it.

    For Poisson counts; a missing step says nothing.
    """
    gain: FloatArray = wanted * (1.0 - left) + values * np.log(left)
    return np.nan_to_num(gain)
