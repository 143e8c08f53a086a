"""One series being searched: its values, what is expected of them, and how far below they are.

Decides what is weighed, step by step: the evidence window's share of its expectation, the noise
with its floors, and whether that is enough (`flags`). Found losses change the history; what lies
after one is weighed anew. Leaves placing an onset to `onset`, and following a loss to `episodes`.
"""

from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.baseline import expected, frozen
from fanous.detectors.connectivity.config import DAY, WEEK, ConnectivityConfig
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
from fanous.model.series import BoolArray, FloatArray, Series

__all__ = ["Weighing"]

_A_HAIR = 1e-6  # a value rounded to the threshold itself is not below it
_SLIGHT = 0.01  # of the baseline
_KNOWN_SHARE = 0.75  # of the evidence window


class Weighing:
    """Evidence of each step; holds nothing that outlives the search of one series."""

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
        self.longer = config.most_long_steps if self.window == 1 else 0
        self.pooled = np.full(self.size, np.nan)
        self.pooled_longer = np.full(self.size, np.nan)
        self.noise = np.full(self.size, np.nan)
        self.spread = np.full(self.size, np.nan)  # the noise found, without any floor
        self.flags = np.zeros(self.size, dtype=bool)
        self.z = np.zeros(self.size)
        self._weigh(0, self.size)

    @property
    def is_sparse(self) -> bool:
        """Whether so little is counted that one empty step means nothing."""
        least = least_window(self.series.step, self.config)
        return self.series.scale == "count" and self.window > least

    def share(self, first: int, last: int) -> FloatArray:
        """Values as a share of the baseline."""
        return ratio(self.values[first:last], self.baseline[first:last])

    def is_known_enough(self, place: int) -> bool:
        """Whether so few steps of the evidence window are missing that it was weighed."""
        known = int((~np.isnan(self.values[place : place + self.window])).sum())
        return known >= max(1.0, self.window * _KNOWN_SHARE)

    def edge(self, place: int) -> float:
        """Below which share of the baseline one step alone is low for certain."""
        spread = self.spread[place]
        alone = 3.0 * float(np.sqrt(self.window))  # one step is noisier than the window's together
        return 1.0 - max(_SLIGHT, alone * (1.0 if np.isnan(spread) else float(spread)))

    def back_share(self, onset: int) -> float:
        """At which share of the baseline a step counts as back: within the signal's own noise."""
        spread = self.noise[max(0, onset - 1)]
        spread = 0.0 if np.isnan(spread) else float(spread)
        return float(np.clip(1.0 - max(self.config.least_drop, 2.0 * spread), 0.5, 0.95))

    def frozen(self, onset: int, last: int) -> FloatArray:
        """What would be expected from the onset on, from what lies before it."""
        return frozen(
            self.history,
            onset,
            onset,
            last,
            step=self.series.step,
            seasonal=self.series.seasonal,
            config=self.config,
            width=self.width,
        )

    def settle(self, last: int, level: float) -> None:
        """A signal came back to a part of its level only, which is from now on what is usual."""
        self.history[:last] *= level

    def again(self, first: int) -> None:
        """What lies after a loss is expected anew, as far as the loss reached into it."""
        weeks = (self.config.weeks + 1) * 7 * DAY // self.series.step
        last = min(self.size, first + weeks)
        if first < last:
            self.baseline[first:last] = self._expected(first, last)
            self._weigh(first, last)

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

    def forget(self, onset: int, last: int) -> None:
        """What a loss was is not its signal's noise."""
        for pooled, window in ((self.pooled, self.window), (self.pooled_longer, self.longer)):
            pooled[max(0, onset - window + 1) : last] = np.nan

    def _weigh(self, first: int, last: int) -> None:
        """Evidence of each step and those after it, for a part of the series."""
        noise, z, flags = self._evidence(first, last, self.window, self.pooled)
        self.noise[first:last], self.z[first:last], self.flags[first:last] = noise, z, flags
        if self.longer:  # half of a noisy day is chance; of three in a row it is none
            noise, z, flags = self._evidence(first, last, self.longer, self.pooled_longer)
            self.flags[first:last] |= flags
            np.copyto(self.z[first:last], z, where=flags & (z > self.z[first:last]))

    def _evidence(
        self, first: int, last: int, window: int, pooled: FloatArray
    ) -> tuple[FloatArray, FloatArray, BoolArray]:
        """Noise, z and flags of `window` steps together; `pooled` keeps their deviance."""
        reach = min(self.size, last + window)
        known = ~np.isnan(self.values[first:reach]) & (self.baseline[first:reach] > 0)
        seen = np.where(known, self.values[first:reach], 0.0)
        wanted = np.where(known, self.baseline[first:reach], 0.0)
        total = forward_sum(wanted, window)
        share = ratio(forward_sum(seen, window), total)[: last - first]
        pooled[first:last] = deviance(share)
        spread = noise_by_day(pooled, first, last, self.series.step, self.config)
        if window == self.window:
            self.spread[first:last] = spread
        enough = forward_sum(known.astype(float), window)[: last - first]
        noise = self._floored(spread, first, total[: last - first], enough)
        with np.errstate(invalid="ignore"):
            z = pooled[first:last] / noise
            z = np.where(np.isnan(z), 0.0, z)
            needed = self.config.onset_z if window > 1 else self.config.single_z
            flags = (z >= needed) & (share < self.threshold)
        return noise, z, flags & (enough >= max(1.0, window * _KNOWN_SHARE))

    def _floored(
        self, spread: FloatArray, first: int, total: FloatArray, steps: FloatArray
    ) -> FloatArray:
        """The noise found, no less than can be: of any signal, of a young one, of counting."""
        noise: FloatArray = np.maximum(spread, self.config.least_noise)
        if self.series.seasonal and self.series.step < WEEK:
            young = round(self.config.fewest_weeks * WEEK / self.series.step)
            part = noise[: max(0, young - first)]
            np.maximum(part, self.config.young_noise, out=part)
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.quantum:
                wanted = self.baseline[first : first + len(noise)]
                noise = np.maximum(noise, 0.5 * self.quantum / wanted)
            if self.series.scale == "level":  # steps repeat each other: no gain by adding them up
                total = total / np.maximum(steps, 1.0)
            if self.series.scale != "normalised":
                noise = np.maximum(noise, 1.0 / np.sqrt(total))
        return noise
