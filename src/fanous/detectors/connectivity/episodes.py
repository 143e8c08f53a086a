"""The losses of one signal: onset by evidence, baseline frozen, end by a return that lasts.

Decides when one series is low. A loss starts where the next few steps together are below their
expectation by at least `least_drop` and by `onset_z` of their own noise. From then on the baseline
is frozen. It ends where the signal comes back and stays: the longer the loss, the longer the return
must last. Missing steps are neither low nor back. Leaves to `fuse` what several signals say.
"""

from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.baseline import steps
from fanous.detectors.connectivity.config import DAY, ConnectivityConfig
from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.detectors.connectivity.evidence import forward_sum, least_window, ratio
from fanous.detectors.connectivity.onset import find_onset
from fanous.detectors.connectivity.returns import (
    gain,
    lasting_plateau,
    lasting_return,
    share_left,
)
from fanous.detectors.connectivity.weighing import Weighing
from fanous.model.series import BoolArray, FloatArray, Series

__all__ = ["judge_series"]

_FAINT_RETURN_STEPS = 2  # one noisy day ends no loss that it took some days to see
_FIRST_LOOK_DAYS = 4  # how far a loss is followed at first; then twice as far, and so on


def judge_series(series: Series, usable: BoolArray, config: ConnectivityConfig) -> Judged:
    """Find every loss of a series; steps that are not usable count as missing."""
    if not len(series.values):
        return Judged(series, series.values, series.values, series.values, 1, ())
    return _Search(series, Weighing(series, usable, config), config).run()


class _Search:
    """The walk from one loss to the next; holds nothing that outlives the call."""

    def __init__(self, series: Series, weighing: Weighing, config: ConnectivityConfig) -> None:
        self.series, self.weighing, self.config = series, weighing, config
        self.episodes: list[Episode] = []

    def run(self) -> Judged:
        weighing, position = self.weighing, 0
        while True:
            ahead = weighing.flags[position:]
            found = int(np.argmax(ahead)) if len(ahead) else 0
            if not len(ahead) or not ahead[found]:
                break
            position = self._follow(position + found, position)
        return Judged(self.series, weighing.values, weighing.baseline, weighing.noise,
                      weighing.window, tuple(self.episodes))  # fmt: skip

    def _follow(self, flagged: int, floor: int) -> int:
        """Follow one loss from its first evidence; returns where to look on."""
        onset = find_onset(self.weighing, flagged, floor)
        if onset is None:
            return flagged + 1
        size = self.weighing.size
        reach = min(size, onset + _FIRST_LOOK_DAYS * DAY // self.series.step + 8)
        limit = min(size, onset + round(self.config.frozen_days * DAY / self.series.step))
        while True:
            wanted = self.weighing.frozen(onset, reach)
            end, settled = self._end(onset, wanted)
            if end is not None or reach >= limit:
                break
            reach = min(limit, onset + 2 * (reach - onset))
        renewed = end is None and limit < size
        return self._keep(onset, end, wanted, floor, renewed=renewed, settled=settled)

    def _keep(
        self,
        onset: int,
        end: int | None,
        wanted: FloatArray,
        floor: int,
        *,
        renewed: bool,
        settled: float | None,
    ) -> int:
        weighing = self.weighing
        last = end if end is not None else onset + len(wanted)
        wanted = wanted[: last - onset]
        share = ratio(weighing.values[onset:last], wanted)
        low = np.flatnonzero(share < weighing.back_share(onset))
        before = onset - 1
        while before > floor and np.isnan(weighing.values[before]):
            before -= 1
        z = weighing.z[onset : min(last, onset + 4 * weighing.window + 1)]
        self.episodes.append(
            Episode(
                self.series,
                onset,
                max(before, 0),
                onset + int(low[-1]) if len(low) else onset,
                end,
                float(z.max()),
                renewed,
                settled,
            )
        )
        weighing.baseline[onset:last] = wanted
        weighing.flags[:last] = False
        if not renewed:  # else the level since the onset is the new history
            if np.any(~np.isnan(share)) and np.nanmedian(share) < self.config.replaced_below:
                weighing.history[onset:last] = wanted
            weighing.forget(onset, last)
        if settled is not None:
            weighing.settle(last, settled)
        weighing.again(last)
        return max(last, onset + 1)

    def _end(self, onset: int, wanted: FloatArray) -> tuple[int | None, float | None]:
        """The first step of a return that lasts, and the level if it is one in part; or None."""
        weighing = self.weighing
        reach = min(weighing.size, onset + len(wanted))
        values = weighing.values[onset:reach]
        known = ~np.isnan(values) & (wanted[: reach - onset] > 0)
        pooled = self._smoothed(values, wanted[: reach - onset], known)
        back = known & (pooled >= weighing.back_share(onset))
        least = max(weighing.window, least_window(self.series.step, self.config))
        if weighing.z[onset] < self.config.single_z:
            least = max(least, _FAINT_RETURN_STEPS if weighing.longer else 0)
        place = lasting_return(back, known, least, self.series.step, self.config)
        plateau = lasting_plateau(pooled, known, self.series.step, self.config)
        if plateau is not None:  # a return in full, soon after, goes before
            soon = plateau[0] + steps(24.0 * (self.config.recovered_days + 1.0), self.series.step)
            if place is None and reach - onset < min(soon, weighing.size - onset):
                return None, None  # not yet to be told
            if place is None or place > soon:
                return onset + plateau[0], plateau[1]
        if place is None:
            return None, None
        return onset + place + self._still_low(values, wanted, place), None

    def _still_low(self, values: FloatArray, wanted: FloatArray, place: int) -> int:
        """Where counts are few, a return is seen some steps before it: how many are still low."""
        if not self.weighing.is_sparse:
            return 0
        after = slice(place, min(len(values), place + self.weighing.window))
        low = share_left(values[:place], wanted[:place])
        gains = gain(values[after], wanted[after], low)
        best = np.concatenate(([0.0], np.cumsum(gains)))
        last = int(np.argmax(best))
        known = np.flatnonzero(~np.isnan(values[place + last :]))
        return last + int(known[0]) if len(known) else 0

    def _smoothed(self, values: FloatArray, wanted: FloatArray, known: BoolArray) -> FloatArray:
        """Share of the baseline over the evidence window: few things counted are few."""
        count = self.weighing.window if self.series.scale == "count" else 1
        seen = forward_sum(np.where(known, values, 0.0), count)
        return ratio(seen, forward_sum(np.where(known, wanted, 0.0), count))
