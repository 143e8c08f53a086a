"""A spell: one stretch in which a target did not work on a network, and what shows it.

Decides what every detector must say of what it found, and the seam that detectors stand behind. A
detector is a pure function of a window and its own settings: it keeps nothing, so backfill, late
data and replays are the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from fanous.detectors.window import Window

__all__ = ["Detector", "Occurrence", "Pattern", "Spell"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a pattern held: first and last blocked sighting, seconds since 1970 UTC."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hours of the day (UTC) and days of the week in which it is blocked.

    `start_hour` to `end_hour` (exclusive, may pass midnight); `weekdays` from Monday = 0.
    """

    start_hour: int
    end_hour: int
    weekdays: tuple[int, ...]
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Spell:
    """What a detector found. Times in seconds since 1970 UTC.

    It began after `onset_earliest` (the last sighting that speaks against it; None where there is
    none: it was there before) and by `onset_latest` (the first that shows it). It ended after
    `end_earliest` (the last that shows it) and by `end_latest` (the first against it; None where
    too little was seen since). `ended` says that the return has lasted; else it is not known.
    `asn` is None where only several networks together show it (`asns` names them all the same).
    `share` is the share of votes that were blocked; `odds` the evidence in nats, `observers` the
    independent voices that saw it. Of `measurements`, `blocked` accuse by themselves and `failed`
    did not work either. `seen_by` are the observers themselves: one who sees a service fail in two
    of its members is one.
    """

    target: str
    group: str
    asn: int | None
    onset_earliest: int | None
    onset_latest: int
    end_earliest: int
    end_latest: int | None
    ended: bool
    share: float
    odds: float
    observers: int
    measurements: int
    blocked: int
    failed: int
    mechanisms: tuple[str, ...]
    rules: tuple[str, ...]
    witnesses: tuple[str, ...]
    asns: tuple[int, ...] = ()
    seen_by: frozenset[int] = frozenset()
    pattern: Pattern | None = None

    def overlaps(self, other: Spell) -> bool:
        """Whether both held at one time."""
        return self.onset_latest <= other.end_earliest and other.onset_latest <= self.end_earliest


class Detector(Protocol):
    """Finds spells in a window. The same window gives the same spells, in the same order."""

    @property
    def name(self) -> str:
        """What it is called in tables and options."""
        ...

    def spells(self, window: Window) -> list[Spell]:
        """Every spell, in order of group, network and onset."""
        ...
