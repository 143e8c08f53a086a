"""What a test is given: events, cells and coverage, as plain frozen nouns.

Decides the shape of the measured side, and nothing about where it comes from: a store, files of
`fanous signals` and `fanous events`, or a test's own hands. Times are UTC-aware; None is "not
known", never "now". Leaves reading files to `measured`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

__all__ = ["BlockingEvent", "CellCount", "Coverage", "Evidence", "SignalEvent", "operator_of"]

_OPERATORS = {
    "ioda": (
        "bgp",
        "active",
        "probing",
        "ping-slash24",
        "darknet",
        "merit-nt",
        "telescope",
        "ucsd",
    ),
    "google": ("gtr", "google"),
    "mozilla": ("mozilla",),
    "cloudflare": ("radar", "cloudflare"),
    "tor": ("tor",),
    "ripe": ("ripe",),
    "ooni": ("ooni",),
    "netblocks": ("netblocks",),
    "oracle": ("oracle",),
    "censored-planet": ("censored", "hyperquack", "satellite"),
    "m-lab": ("ndt", "m-lab", "mlab"),
}
"""Who runs the instrument behind a signal. IODA's three methods are one operator's."""


def operator_of(signal: str) -> str:
    """The operator of a signal by its name; what nobody knows counts as one operator together."""
    name = signal.casefold()
    first = name.split(".")[0]
    if first in _OPERATORS:
        return first
    found = (key for key, parts in _OPERATORS.items() if any(part in name for part in parts))
    return next(found, "unknown")


@dataclass(frozen=True, slots=True)
class SignalEvent:
    """A loss of connectivity as `fanous signals` tells it. Per-signal values are by signal."""

    entity: str
    kind: str
    onset_earliest: datetime
    onset_latest: datetime
    end_earliest: datetime | None = None
    end_latest: datetime | None = None
    depth: Mapping[str, float] = field(default_factory=dict)
    t90_t10_minutes: Mapping[str, float] = field(default_factory=dict)
    step_minutes: Mapping[str, float] = field(default_factory=dict)
    residual: Mapping[str, float] = field(default_factory=dict)
    signals: tuple[str, ...] = ()
    id: str = ""
    operators: Mapping[str, str] = field(default_factory=dict)
    """Who runs a signal by the file, for signals that `operator_of` does not know."""
    networks: tuple[tuple[str, datetime], ...] = ()
    """Networks of a country that fell in the same event, each with its earliest onset."""


@dataclass(frozen=True, slots=True)
class BlockingEvent:
    """A blocking event as `fanous events` tells it."""

    event_id: str
    kind: str
    cc: str
    asns: tuple[int, ...]
    targets: tuple[str, ...]
    direction: str
    onset_earliest: datetime | None
    onset_latest: datetime | None
    end_earliest: datetime | None = None
    end_latest: datetime | None = None
    mechanisms: tuple[str, ...] = ()
    observers: int = 0
    measurements: int = 0
    operator: str = "ooni"
    method: str = "web_connectivity"


@dataclass(frozen=True, slots=True)
class CellCount:
    """Verdicts on one target on one network on one day."""

    target: str
    cc: str
    asn: int
    day: datetime
    measurements: int
    ok: int
    blocked: int
    down: int = 0
    observers: int = 0
    mechanisms: tuple[str, ...] = ()
    operator: str = "ooni"
    method: str = "web_connectivity"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well a signal of an entity was measured from `first` to `last`.

    `points` of `expected` bins hold a value. `dead` says that the instrument stood still: a
    telescope stuck at zero measures nothing.
    """

    entity: str
    signal: str
    first: datetime
    last: datetime
    points: int
    expected: int
    dead: bool = False


class Evidence(Protocol):
    """The measured side of a register."""

    def signal_events(self) -> Sequence[SignalEvent]:
        """Every loss of connectivity that is known."""
        ...

    def coverage(self) -> Sequence[Coverage]:
        """What the signals could see."""
        ...

    def blocking_events(self) -> Sequence[BlockingEvent]:
        """Every blocking event that is known."""
        ...

    def cells(
        self, targets: Sequence[str], first: datetime, last: datetime, cc: str = ""
    ) -> Sequence[CellCount]:
        """Days of verdicts on some targets (all, if none is named), in a country or in all."""
        ...

    def digests(self) -> Mapping[str, str]:
        """The inputs by name, each with the SHA-256 of its content."""
        ...
