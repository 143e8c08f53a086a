"""What to expect of a signal: robust, seasonal, and frozen while a loss lasts.

Decides the order of fallbacks: the median at the same time of the week over some weeks; at the same
time of day over some days, over more of them after a hole; the plain trailing median. Neighbouring
steps (half an hour to each side) take part, so that few weeks still make a median. `limit` is the
first step that may *not* be looked at: the step itself for ordinary use, the onset for a frozen
baseline, which then repeats its last known weeks for as long as the loss lasts. Losses that were
found are replaced by their own frozen baseline (no longer than they lasted, and no shorter: IODA's
rule stops after seven days).
"""

from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.config import DAY, HOUR, WEEK, ConnectivityConfig
from fanous.detectors.connectivity.slots import IntArray, middle, slot_medians
from fanous.model.series import FloatArray

__all__ = ["expected", "frozen", "steps"]

_NEIGHBOUR_SECONDS = 1_800
_MOST_NEIGHBOURS = 3
_CHUNK = 50_000  # steps at once: the table of samples stays small
_PLAIN_BLOCK_SECONDS = 6 * HOUR
_CHUNK_CELLS = 2_000_000


def steps(hours: float, step: int) -> int:
    """How many steps a number of hours is; at least one."""
    return max(1, round(hours * HOUR / step))


def expected(
    history: FloatArray,
    first: int,
    last: int,
    *,
    step: int,
    seasonal: bool,
    config: ConnectivityConfig,
    width: int = 1,
) -> FloatArray:
    """Expectations of steps `first` to `last` (excluded), each from what lies before it.

    NaN where there is too little history. Same unit as the values. `width` steps are averaged
    before any median is taken: the median of small counts is a poor guess of their mean.
    """
    history = _trailing_mean(history, width)
    found = _plain(history, first, last, step, seasonal, config)
    if seasonal:
        for low in range(first, last, _CHUNK):
            high = min(low + _CHUNK, last)
            at = np.arange(low, high, dtype=np.int64)
            part = _seasonal(history, at, at, step, config, width // 2)
            np.copyto(found[low - first : high - first], part, where=~np.isnan(part))
    return found


def frozen(
    history: FloatArray,
    onset: int,
    first: int,
    last: int,
    *,
    step: int,
    seasonal: bool,
    config: ConnectivityConfig,
    width: int = 1,
) -> FloatArray:
    """Expectations of steps `first` to `last` from what lies before the onset only."""
    history = _trailing_mean(history, width)
    window = steps(config.plain_hours, step) if step < DAY else config.days
    before = history[max(0, onset - window) : onset]
    level = float(np.nanmedian(before)) if np.any(~np.isnan(before)) else np.nan
    found = np.full(last - first, level)
    if seasonal:
        at = np.arange(first, last, dtype=np.int64)
        part = _seasonal(history, at, np.full_like(at, onset), step, config, width // 2)
        np.copyto(found, part, where=~np.isnan(part))
    return found


def _trailing_mean(history: FloatArray, width: int) -> FloatArray:
    """Mean of each step and those before it; NaN where fewer than half are known."""
    if width == 1:
        return history
    known = ~np.isnan(history)
    total = np.concatenate(([0.0], np.cumsum(np.where(known, history, 0.0))))
    count = np.concatenate(([0], np.cumsum(known)))
    first = np.maximum(np.arange(len(history)) - width + 1, 0)
    counted = count[1:] - count[first]
    mean = (total[1:] - total[first]) / np.maximum(counted, 1)
    return np.where(counted * 2 >= width, mean, np.nan)


def _seasonal(
    history: FloatArray,
    at: IntArray,
    limit: IntArray,
    step: int,
    config: ConnectivityConfig,
    shift: int,
) -> FloatArray:
    """By the week where weeks suffice, else by the day, else by days further back, else NaN.

    Without the last, a day after a hole of a week is held against a flat line with the noise of a
    season, and every evening is a loss.

    `history` may be a trailing mean: that of a slot then stands `shift` steps after it.
    """
    around = 0 if step > HOUR else min(_MOST_NEIGHBOURS, max(1, _NEIGHBOUR_SECONDS // step))
    found = np.full(len(at), np.nan)
    for period, count, fewest in (
        (WEEK, config.weeks, config.fewest_weeks),
        (DAY, config.days, config.fewest_days),
        (DAY, config.days_over_holes, config.fewest_days),
    ):
        missing = np.flatnonzero(np.isnan(found))
        if period <= step or not len(missing):
            continue
        lag = round(period / step)
        earliest = fewest * lag  # nothing to be had nearer to the beginning
        missing = missing[limit[missing] >= min(earliest, len(history))]
        if len(missing):
            found[missing] = slot_medians(
                history, at[missing] + shift, limit[missing], (lag, count, fewest), around
            )
    return found


def _plain(
    history: FloatArray,
    first: int,
    last: int,
    step: int,
    seasonal: bool,
    config: ConnectivityConfig,
) -> FloatArray:
    """The trailing median, renewed every six hours: it moves slowly."""
    long = step >= DAY
    window = config.days if long else steps(config.plain_hours, step)
    hours = config.warmup_hours if seasonal else config.routes_warmup_hours
    warmup = config.days if long else max(3, steps(hours, step))
    block = max(1, _PLAIN_BLOCK_SECONDS // step)
    found = np.full(last - first, np.nan)
    if seasonal:  # only where the season is not known yet; later it is the fallback for holes
        last = min(last, max(first, round(config.fewest_weeks * WEEK / step) + window))
    starts = np.arange(first, last, block)
    rows = max(1, _CHUNK_CELLS // window)
    for at in range(0, len(starts), rows):
        part = starts[at : at + rows]
        place = part[:, None] - np.arange(1, window + 1)
        table = np.where(place >= 0, history[np.maximum(place, 0)], np.nan)
        table.sort(axis=1)
        known = (~np.isnan(table)).sum(axis=1)
        levels = np.where(known >= warmup, middle(table), np.nan)
        spread = np.repeat(levels, block)[: last - int(part[0])]
        found[int(part[0]) - first : int(part[0]) - first + len(spread)] = spread
    return found
