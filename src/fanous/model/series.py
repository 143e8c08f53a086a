"""A signal as a series: one entity, one signal, a regular grid of times, missing points as NaN.

Decides what a series must say of itself before anything may be concluded from it: its unit, its
step, what kind of number it holds, who measures it. A missing point is NaN and never zero. Leaves
reading files to `fanous.sources.signals` and conclusions to `fanous.detectors.connectivity`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["BoolArray", "FloatArray", "OutageReport", "Scale", "Series", "moment"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
Scale = Literal["count", "level", "normalised"]
"""`count`: things that arrive by chance (users, answers, source addresses); `level`: things that
are up (prefixes, /24s); `normalised`: a share of some maximum, which says nothing of how many."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Values of one signal about one entity, every `step` seconds from `start` (seconds, UTC).

    `entity` is `country:IR`, `asn:58224`, `region:MM-Bago`. `signal` names what is measured;
    `operator` who measures it: several methods of one operator are one witness. `seasonal` is false
    for signals without a day (routes). `values[i]` covers from `start + i·step`; NaN is missing.
    """

    entity: str
    signal: str
    operator: str
    unit: str
    step: int
    start: int
    values: FloatArray = field(repr=False)
    scale: Scale = "count"
    seasonal: bool = True
    country: str | None = None  # `country:IR` for a network or region of it
    name: str = ""  # of the entity, as the source writes it
    source: str = ""  # the file it is from
    synthetic: bool = False

    def __post_init__(self) -> None:
        if self.step <= 0 or self.values.ndim != 1:
            raise ValueError("a series has a positive step and one dimension")
        frozen = np.array(self.values, dtype=np.float64)  # nobody else may change it
        frozen[~np.isfinite(frozen)] = np.nan
        frozen.flags.writeable = False
        object.__setattr__(self, "values", frozen)

    @property
    def normalised(self) -> bool:
        """Whether the values are a share of some maximum."""
        return self.scale == "normalised"

    @property
    def end(self) -> int:
        """The end of the last step, seconds since 1970."""
        return self.start + self.step * len(self.values)

    @property
    def times(self) -> NDArray[np.int64]:
        """The start of each step, seconds since 1970."""
        return self.start + self.step * np.arange(len(self.values), dtype=np.int64)

    @property
    def feed(self) -> tuple[str, str]:
        """What fails as one: the same signal of the same operator, in whatever files it came."""
        return (self.operator, self.signal)

    def time(self, index: int) -> int:
        """When a step starts."""
        return self.start + self.step * index

    def index(self, time: int) -> int:
        """The step that holds a time; may lie outside."""
        return (time - self.start) // self.step

    def with_values(self, values: FloatArray) -> Series:
        """The same series with other values."""
        return replace(self, values=values)


@dataclass(frozen=True, slots=True)
class OutageReport:
    """What another observatory said of an entity: told beside an event, never counted in it.

    Times are seconds since 1970; `end` is None where it is open or not said. `cause` is theirs.
    """

    entity: str
    publisher: str
    start: int
    end: int | None
    what: str
    cause: str = ""
    link: str = ""


def moment(seconds: int) -> datetime:
    """Seconds since 1970 as a time in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
