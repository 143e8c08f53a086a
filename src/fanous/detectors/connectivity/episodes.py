"""The losses of one signal: onset by evidence, baseline frozen, end by a return that lasts.

Decides when one series is low. A loss starts where the next few steps together are below their
expectation by at least `least_drop` and by `onset_z` of their own noise. From then on the baseline
is frozen. It ends where the signal comes back and stays: the longer the loss, the longer the return
must last. Missing steps are neither low nor back. Leaves to `fuse` what several signals say.
"""

from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.baseline import expected, frozen, steps
from fanous.detectors.connectivity.config import DAY, WEEK, ConnectivityConfig
from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.detectors.connectivity.evidence import (
    averaged,
    deviance,
    forward_sum,
    least_window,
    noise_by_day,
    quantum,
    ratio,
    window_steps,
)
from fanous.detectors.connectivity.returns import gain, lasting_return, share_left
from fanous.model.series import BoolArray, FloatArray, Series

__all__ = ["judge_series"]

_A_HAIR = 1e-6  # a value rounded to the threshold itself is not below it
_FALL_HOURS = 1.0
_SLIGHT = 0.01  # of the baseline
_FIRST_LOOK_DAYS = 4  # how far a loss is followed at first; then twice as far, and so on


def judge_series(series: Series, usable: BoolArray, config: ConnectivityConfig) -> Judged:
    """Find every loss of a series; steps that are not usable count as missing."""
    if not len(series.values):
        return Judged(series, series.values, series.values, series.values, 1, ())
    return _Search(series, usable, config).run()


class _Search:
    """The walk from one loss to the next; holds nothing that outlives the call."""

    def __init__(self, series: Series, usable: BoolArray, config: ConnectivityConfig) -> None:
        self.series, self.config = series, config
        self.values = np.where(usable, series.values, np.nan)
        self.history = self.values.copy()
        self.size = len(self.values)
        self.width = averaged(self.values, series.step, series.scale, config)
        self.quantum = quantum(self.values) if series.scale == "normalised" else 0.0
        self.threshold = 1.0 - config.least_drop - _A_HAIR
        self.baseline = self._expected(0, self.size)
        self.window = window_steps(
            self.values, self.baseline, self.width, (series.step, series.scale), config
        )
        self.pooled = np.full(self.size, np.nan)
        self.noise = np.full(self.size, np.nan)
        self.spread = np.full(self.size, np.nan)  # the noise found, without any floor
        self.flags = np.zeros(self.size, dtype=bool)
        self.z = np.zeros(self.size)
        self.episodes: list[Episode] = []

    def run(self) -> Judged:
        self._weigh(0, self.size)
        position = 0
        while True:
            found = np.flatnonzero(self.flags[position:])
            if not len(found):
                break
            position = self._follow(position + int(found[0]), position)
        return Judged(
            self.series, self.values, self.baseline, self.noise, self.window, tuple(self.episodes)
        )

    def _expected(self, first: int, last: int) -> FloatArray:
        return expected(
            self.history,
            first,
            last,
            step=self.series.step,
            seasonal=self.series.seasonal,
            config=self.config,
            width=self.width,
        )

    def _weigh(self, first: int, last: int) -> None:
        """Evidence of each step and those after it, for a part of the series."""
        reach = min(self.size, last + self.window)
        known = ~np.isnan(self.values[first:reach]) & (self.baseline[first:reach] > 0)
        seen = np.where(known, self.values[first:reach], 0.0)
        wanted = np.where(known, self.baseline[first:reach], 0.0)
        total = forward_sum(wanted, self.window)
        share = ratio(forward_sum(seen, self.window), total)[: last - first]
        self.pooled[first:last] = deviance(share)
        spread = noise_by_day(self.pooled, first, last, self.series.step, self.config)
        self.spread[first:last] = spread
        noise = np.maximum(spread, self.config.least_noise)
        if self.series.seasonal and self.series.step < WEEK:
            young = round(self.config.fewest_weeks * WEEK / self.series.step)
            part = noise[: max(0, young - first)]
            np.maximum(part, self.config.young_noise, out=part)
        if self.quantum:
            with np.errstate(divide="ignore", invalid="ignore"):
                noise = np.maximum(noise, 0.5 * self.quantum / self.baseline[first:last])
        if self.series.scale != "normalised":
            counted = total[: last - first]
            if self.series.scale == "level":  # steps repeat each other: no gain by adding them up
                counted = counted / np.maximum(
                    forward_sum(known.astype(float), self.window)[: last - first], 1.0
                )
            with np.errstate(divide="ignore"):
                noise = np.maximum(noise, 1.0 / np.sqrt(counted))
        enough = forward_sum(known.astype(float), self.window)[: last - first]
        self.noise[first:last] = noise
        with np.errstate(invalid="ignore"):
            self.z[first:last] = np.nan_to_num(self.pooled[first:last] / noise)
            self.flags[first:last] = (
                (self.z[first:last] >= self._needed_z())
                & (share < self.threshold)
                & (enough >= max(1.0, self.window * 0.75))
            )

    def _needed_z(self) -> float:
        """One step alone must say more than several in a row."""
        return self.config.onset_z if self.window > 1 else self.config.single_z

    def _follow(self, flagged: int, floor: int) -> int:
        """Follow one loss from its first evidence; returns where to look on."""
        onset = self._onset(flagged)
        if onset is None:
            return flagged + 1
        reach = min(self.size, onset + _FIRST_LOOK_DAYS * DAY // self.series.step + 8)
        limit = min(self.size, onset + round(self.config.frozen_days * DAY / self.series.step))
        while True:
            wanted = frozen(
                self.history,
                onset,
                onset,
                reach,
                step=self.series.step,
                seasonal=self.series.seasonal,
                config=self.config,
                width=self.width,
            )
            end = self._end(onset, wanted)
            if end is not None or reach >= limit:
                break
            reach = min(limit, onset + 2 * (reach - onset))
        return self._keep(onset, end, wanted, floor, renewed=end is None and limit < self.size)

    def _keep(
        self, onset: int, end: int | None, wanted: FloatArray, floor: int, *, renewed: bool
    ) -> int:
        last = end if end is not None else onset + len(wanted)
        wanted = wanted[: last - onset]
        share = ratio(self.values[onset:last], wanted)
        low = np.flatnonzero(share < self._back_share(onset))
        before = onset - 1
        while before > floor and np.isnan(self.values[before]):
            before -= 1
        top = int(np.argmax(self.z[onset : min(last, onset + 4 * self.window + 1)]))
        self.episodes.append(
            Episode(
                self.series,
                onset,
                max(before, 0),
                onset + int(low[-1]) if len(low) else onset,
                end,
                float(self.z[onset + top]),
                renewed,
            )
        )
        self.baseline[onset:last] = wanted
        self.flags[:last] = False
        if not renewed:  # else the level since the onset is the new history
            if np.any(~np.isnan(share)) and np.nanmedian(share) < self.config.replaced_below:
                self.history[onset:last] = wanted
            self.pooled[max(0, onset - self.window + 1) : last] = np.nan
        self._again(last)
        return max(last, onset + 1)

    def _again(self, first: int) -> None:
        """What lies after a loss is expected anew, as far as the loss reached into it."""
        weeks = (self.config.weeks + 1) * 7 * DAY // self.series.step
        last = min(self.size, first + weeks)
        if first < last:
            self.baseline[first:last] = self._expected(first, last)
            self._weigh(first, last)

    def _onset(self, flagged: int) -> int | None:
        """The first step of the loss, in the steps that gave the evidence."""
        last = min(self.size, flagged + self.window)
        share = ratio(self.values[flagged:last], self.baseline[flagged:last])
        if self._is_sparse():
            return self._sparse_onset(flagged, share)
        clearly = np.flatnonzero(share < min(self.threshold, self._edge(flagged)))
        low = clearly if len(clearly) else np.flatnonzero(share < self.threshold)
        return self._begun(flagged + int(low[0])) if len(low) else None

    def _edge(self, place: int) -> float:
        """Below which share of the baseline one step alone is low for certain."""
        spread = self.spread[place]
        alone = 3.0 * float(
            np.sqrt(self.window)
        )  # one step is noisier than the window's steps together
        return 1.0 - max(_SLIGHT, alone * (1.0 if np.isnan(spread) else float(spread)))

    def _begun(self, onset: int) -> int:
        """A fall begins before it is deep: go back to its first step, if that is an hour at most.

        A longer stretch slightly below is a level of its own, and not this loss.
        """
        reach = steps(_FALL_HOURS, self.series.step)
        edge = self._edge(onset)
        first = max(0, onset - reach - 1)
        below = ratio(self.values[first:onset], self.baseline[first:onset]) < edge
        length = len(below) if below.all() else int(np.argmin(below[::-1]))
        return onset - length if length <= reach else onset

    def _sparse_onset(self, flagged: int, share: FloatArray) -> int | None:
        """Where counts are few, one empty step means nothing: the most likely change.

        The largest sum of log-likelihood ratios, of what remains against what was expected, over
        the steps from it on (Page 1954).
        """
        reach = min(self.size, flagged + 2 * self.window)
        values, wanted = self.values[flagged:reach], self.baseline[flagged:reach]
        strongest = int(np.argmax(self.z[flagged : flagged + self.window]))
        after = slice(strongest, strongest + self.window)
        left = share_left(values[after], wanted[after])
        gains = gain(values, wanted, left)
        tail = np.cumsum(gains[: strongest + self.window][::-1])[::-1]
        place = int(np.argmax(tail))
        if np.isnan(share).all() or tail[place] <= 0:
            return None
        known = np.flatnonzero(~np.isnan(values[place:]))
        return flagged + place + int(known[0]) if len(known) else None

    def _back_share(self, onset: int) -> float:
        """At which share of the baseline a step counts as back: within the signal's own noise."""
        spread = self.noise[max(0, onset - 1)]
        spread = 0.0 if np.isnan(spread) else float(spread)
        return float(np.clip(1.0 - max(self.config.least_drop, 2.0 * spread), 0.5, 0.95))

    def _end(self, onset: int, wanted: FloatArray) -> int | None:
        """The first step of a return that lasts; None if there is none so far."""
        reach = min(self.size, onset + len(wanted))
        values = self.values[onset:reach]
        known = ~np.isnan(values) & (wanted[: reach - onset] > 0)
        pooled = self._smoothed(values, wanted[: reach - onset], known)
        back = known & (pooled >= self._back_share(onset))
        least = max(self.window, least_window(self.series.step, self.config))
        place = lasting_return(back, known, least, self.series.step, self.config)
        if place is None:
            return None
        return onset + place + self._still_low(values, wanted, place)

    def _still_low(self, values: FloatArray, wanted: FloatArray, place: int) -> int:
        """Where counts are few, a return is seen some steps before it: how many are still low."""
        if not self._is_sparse():
            return 0
        after = slice(place, min(len(values), place + self.window))
        low = share_left(values[:place], wanted[:place])
        gains = gain(values[after], wanted[after], low)
        best = np.concatenate(([0.0], np.cumsum(gains)))
        last = int(np.argmax(best))
        known = np.flatnonzero(~np.isnan(values[place + last :]))
        return last + int(known[0]) if len(known) else 0

    def _is_sparse(self) -> bool:
        return self.series.scale == "count" and self.window > least_window(
            self.series.step, self.config
        )

    def _smoothed(self, values: FloatArray, wanted: FloatArray, known: BoolArray) -> FloatArray:
        """Share of the baseline over the evidence window: few things counted are few."""
        count = self.window if self.series.scale == "count" else 1
        seen = forward_sum(np.where(known, values, 0.0), count)
        return ratio(seen, forward_sum(np.where(known, wanted, 0.0), count))
