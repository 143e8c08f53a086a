"""The stretches of a loss: its bottom, and what came back of it before the end.

Decides what *partial* is: from when on the signals lie above their floor for good, by a share of
the baseline. Two operators must have risen where two fell; one let through early is not enough.
"""

from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.baseline import steps
from fanous.detectors.connectivity.config import DAY, HOUR, ConnectivityConfig
from fanous.detectors.connectivity.detect import Detected
from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.detectors.connectivity.fuse import Loss
from fanous.detectors.connectivity.witness import is_ipv6
from fanous.events.connectivity import Kind, Phase
from fanous.model.series import BoolArray, FloatArray

__all__ = ["phases"]

_BLOCK_HOURS = 6.0


def phases(
    loss: Loss, entity: Detected, span: tuple[int, int], kind: Kind, config: ConnectivityConfig
) -> tuple[Phase, ...]:
    """The bottom, and what came back of it before the end, if anything did."""
    end = loss.end[1] if loss.end else None
    rises = []
    for item in entity.judged:
        mine = [episode for episode in loss.episodes if episode.series is item.series]
        if mine and not is_ipv6(item.series.signal):
            rises.append((item.series.operator, _rise(item, mine[0], span, config)))
    operators = {operator for operator, _ in rises}
    risen = sorted(time for _, time in rises if time is not None)
    needed = min(2, len(operators))
    if kind != "connectivity_loss" or len(risen) < needed:
        return (Phase(kind, loss.start, end),)
    since = risen[needed - 1]
    if end is not None and end - since < _BLOCK_HOURS * HOUR:
        return (Phase(kind, loss.start, end),)
    return (Phase(kind, loss.start, since), Phase("partial", since, end))


def _rise(
    item: Judged, episode: Episode, span: tuple[int, int], config: ConnectivityConfig
) -> int | None:
    """When a signal left its floor for good; None while it has not."""
    block = steps(_BLOCK_HOURS, item.series.step)
    first, last = episode.onset, min(max(0, item.series.index(span[1])), len(item.values))
    share = item.ratio_of(first, last)
    count = len(share) // block
    if count < 3:
        return None
    padded = share[: count * block].reshape(count, block)
    known: BoolArray = np.any(~np.isnan(padded), axis=1)
    if not known.any():
        return None
    level = np.full(count, np.nan)
    level[known] = np.nanmedian(padded[known], axis=1)
    days = max(1, round(DAY / (_BLOCK_HOURS * HOUR)))
    bottom = level[known]
    windows = np.lib.stride_tricks.sliding_window_view(bottom, min(days, len(bottom)))
    floor = float(np.median(windows, axis=1).min())
    above = np.where(known, level >= floor + config.partial_rise, True)
    after_low = len(above) - int(np.argmin(above[::-1])) if not above.all() else None
    if after_low is None or after_low >= count or not known[after_low:].any():
        return None
    low = max(0, (after_low - 1) * block)
    fine = np.flatnonzero(share[low:] >= floor + config.partial_rise)
    lasting = [at for at in fine if _stays(share[low + at :], floor + config.partial_rise, block)]
    return episode.series.time(first + low + int(lasting[0])) if lasting else None


def _stays(share: FloatArray, level: float, block: int) -> bool:
    known = share[:block][~np.isnan(share[:block])]
    return len(known) > 0 and bool((known >= level).mean() >= 0.75)
