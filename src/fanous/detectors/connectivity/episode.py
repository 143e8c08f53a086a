"""One signal's loss, and a series with all of its losses: what the search for them gives.

Decides what is kept of a loss: places in the series, from which times follow. A bound is never
tighter than the measurements around it allow. Leaves finding them to `episodes`.
"""

from __future__ import annotations

from dataclasses import dataclass

from fanous.detectors.connectivity.evidence import ratio
from fanous.model.series import FloatArray, Series

__all__ = ["Episode", "Judged"]


@dataclass(frozen=True, slots=True, eq=False)
class Episode:
    """One loss of one signal. Places are steps of the series; `end` is None while it lasts.

    `before` is the last step that was as usual, `last_low` the last one that was not. `renewed`
    says that it never came back and its level was taken for the new usual one; `settled` is the
    share of its baseline at which it came to rest, where it came back in part only.
    """

    series: Series
    onset: int
    before: int
    last_low: int
    end: int | None
    z: float
    renewed: bool = False
    settled: float | None = None

    @property
    def onset_earliest(self) -> int:
        """Time of the last contrary step."""
        return self.series.time(self.before)

    @property
    def onset_latest(self) -> int:
        """Time of the first supporting step."""
        return self.series.time(self.onset)

    @property
    def end_earliest(self) -> int | None:
        """Time of the last supporting step; None while the loss lasts."""
        return None if self.end is None else self.series.time(self.last_low)

    @property
    def end_latest(self) -> int | None:
        """Time of the first step of the return."""
        return None if self.end is None else self.series.time(self.end)

    @property
    def until(self) -> int:
        """Where it ends for comparing with others: its return, or the end of the series."""
        last = self.last_low + 1 if self.renewed else len(self.series.values)
        return self.series.time(last if self.end is None else self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A series, its usable values, its baseline (frozen in losses), noise, and losses."""

    series: Series
    values: FloatArray
    baseline: FloatArray
    noise: FloatArray
    window: int
    episodes: tuple[Episode, ...]

    @property
    def ratio(self) -> FloatArray:
        """Values as a share of the baseline."""
        return self.ratio_of(0, len(self.values))

    def ratio_of(self, first: int, last: int) -> FloatArray:
        """The same, for a part: the whole of ten years is much to divide for one night."""
        return ratio(self.values[first:last], self.baseline[first:last])
