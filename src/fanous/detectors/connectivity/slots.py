"""The median at the same slot of past periods: of the week, of the day.

Decides which past steps belong to a slot: the same one and its neighbours, in the last periods
before a limit that is never looked across. Steps in a row are read as slices of the history, others
one by one; a part at a time, so that the table of samples stays small. Leaves to `baseline` which
periods are asked, and in which order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fanous.model.series import FloatArray

__all__ = ["IntArray", "middle", "slot_medians"]

IntArray = NDArray[np.int64]
_CHUNK_CELLS = 600_000


def slot_medians(
    history: FloatArray,
    at: IntArray,
    limit: IntArray,
    season: tuple[int, int, int],
    around: int,
) -> FloatArray:
    """Median of the same slot in the last `count` periods before `limit`; NaN if too few.

    `season` is the period in steps, how many periods are asked, and how many of them must be known;
    `around` is how many neighbouring steps on each side take part.
    """
    found = np.empty(len(at))
    rows = max(1, _CHUNK_CELLS // (season[1] * (2 * around + 1)))
    for low in range(0, len(at), rows):
        part = slice(low, low + rows)
        found[part] = _medians(history, at[part], limit[part], season, around)
    return found


def _medians(
    history: FloatArray,
    at: IntArray,
    limit: IntArray,
    season: tuple[int, int, int],
    around: int,
) -> FloatArray:
    lag, count, fewest = season
    nearest = np.maximum((at + around - limit) // lag + 1, 1)
    offsets = range(-around, around + 1)
    table = np.empty((count, len(offsets), len(at)))
    in_a_row = at[-1] - at[0] == len(at) - 1 and np.all(nearest == 1) and np.all(limit >= at)
    for period in range(count):
        for column, offset in enumerate(offsets):
            if in_a_row:  # all of these lie before the step itself
                first = int(at[0]) - (1 + period) * lag + offset
                _copy(history, first, table[period, column])
            else:
                place = at - (nearest + period) * lag + offset
                known = (place >= 0) & (place < limit)
                values = history[np.where(known, place, 0)]
                table[period, column] = np.where(known, values, np.nan)
    known_periods = (~np.isnan(table)).any(axis=1).sum(axis=0)
    ordered = np.sort(table.reshape(-1, len(at)).T, axis=1)  # NaN goes last
    return np.where(known_periods >= fewest, middle(ordered), np.nan)


def _copy(history: FloatArray, first: int, into: FloatArray) -> None:
    """A stretch of the history; NaN before its beginning."""
    skipped = min(max(0, -first), len(into))
    into[:skipped] = np.nan
    into[skipped:] = history[first + skipped : first + len(into)]


def middle(ordered: FloatArray) -> FloatArray:
    """Median of each row of sorted values with NaN at the end."""
    columns = ordered.shape[1]
    if not np.isnan(ordered[:, -1]).any():  # nothing is missing: as nearly always
        whole: FloatArray = (ordered[:, (columns - 1) // 2] + ordered[:, columns // 2]) / 2
        return whole
    counts = (~np.isnan(ordered)).sum(axis=1)
    rows = np.arange(len(ordered))
    low = ordered[rows, np.maximum(counts - 1, 0) // 2]
    high = ordered[rows, np.minimum(counts // 2, columns - 1)]
    return np.where(counts > 0, (low + high) / 2, np.nan)
