"""An event: what a person would call one. Who, what, where, since when, until when, how sure.

Decides the fields of an event, its id, and the words for how sure it is. Leaves finding spells to
`fanous.detectors`, and joining them to `cluster`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from fanous.detectors.spell import Occurrence

__all__ = [
    "CONFIDENCE",
    "Direction",
    "Event",
    "Kind",
    "Part",
    "State",
    "event_id",
    "stamp",
    "with_id",
]

Kind = Literal["blocking", "silence", "recurring", "already_blocked"]
Direction = Literal["blocked", "unblocked"]
State = Literal["ongoing", "ended", "unclear"]

CONFIDENCE = ("weak", "fair", "strong", "very strong")
_STRONG_ODDS = (14.0, 25.0, 50.0)  # nats: a million to one, and so on
_STRONG_OBSERVERS = (5, 10, 20)


@dataclass(frozen=True, slots=True)
class Part:
    """A cut that an event is made of: some networks, alike in kind and time.

    Times in seconds since 1970 UTC. `hours` (UTC, end exclusive) and `weekdays` (Monday = 0) are of
    a pattern, whose `occurrences` are first and last blocked sighting each time.
    """

    kind: Kind
    asns: tuple[int, ...]
    members: tuple[str, ...]
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
    hours: tuple[int, int] | None = None
    weekdays: tuple[int, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `asns_clear` were measured meanwhile and saw nothing of it.

    `part_of` names the event that this one is told within (a pattern of a national event).
    `base_rate` is of a silence: how often a year such a gap comes by chance in this series.
    """

    event_id: str
    kind: Kind
    cc: str
    asns: tuple[int, ...]
    targets: tuple[str, ...]
    members: tuple[str, ...]
    direction: Direction
    onset_earliest: int | None
    onset_latest: int | None
    end_earliest: int | None
    end_latest: int | None
    mechanisms: tuple[str, ...]
    observers: int
    measurements: int
    blocked: int
    failed: int
    share: float
    odds: float
    witnesses: tuple[str, ...]
    state: State
    parts: tuple[Part, ...] = ()
    asns_clear: tuple[int, ...] = ()
    part_of: str | None = None
    base_rate: float | None = None
    synthetic: bool = False

    @property
    def confidence(self) -> str:
        """How sure, in a word: the evidence and the independent observers both must be there."""
        if self.kind == "silence":
            return CONFIDENCE[0]
        by_odds = sum(self.odds >= bound for bound in _STRONG_ODDS)
        by_observers = sum(self.observers >= bound for bound in _STRONG_OBSERVERS)
        return CONFIDENCE[min(by_odds, by_observers)]

    def as_dict(self, versions: dict[str, str]) -> dict[str, Any]:
        """The event as JSON: times in RFC 3339 UTC or null, networks as numbers."""
        return {
            "event_id": self.event_id,
            "kind": self.kind,
            "cc": self.cc,
            "asns": list(self.asns),
            "targets": list(self.targets),
            "direction": self.direction,
            "onset_earliest": stamp(self.onset_earliest),
            "onset_latest": stamp(self.onset_latest),
            "end_earliest": stamp(self.end_earliest),
            "end_latest": stamp(self.end_latest),
            "mechanisms": list(self.mechanisms),
            "observers": self.observers,
            "measurements": self.measurements,
            "witnesses": list(self.witnesses),
            "state": self.state,
            "versions": versions,
            "blocked": self.blocked,
            "failed": self.failed,
            "share": round(self.share, 3),
            "confidence": self.confidence,
            "odds_nats": round(self.odds, 1),
            "members": list(self.members),
            "asns_clear": list(self.asns_clear),
            "part_of": self.part_of,
            "base_rate_a_year": None if self.base_rate is None else round(self.base_rate, 2),
            "parts": [_part(part) for part in self.parts],
            "synthetic": self.synthetic,
        }


def _part(part: Part) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "asns": list(part.asns),
        "members": list(part.members),
        "onset_earliest": stamp(part.onset_earliest),
        "onset_latest": stamp(part.onset_latest),
        "end_earliest": stamp(part.end_earliest),
        "end_latest": stamp(part.end_latest),
        "ended": part.ended,
        "mechanisms": list(part.mechanisms),
        "rules": list(part.rules),
        "observers": part.observers,
        "measurements": part.measurements,
        "blocked": part.blocked,
        "failed": part.failed,
        "share": round(part.share, 3),
        "witnesses": list(part.witnesses),
        "hours_utc": list(part.hours) if part.hours else None,
        "weekdays": list(part.weekdays),
        "occurrences": [[stamp(each.first), stamp(each.last)] for each in part.occurrences],
    }


def stamp(seconds: int | None) -> str | None:
    """RFC 3339 in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def event_id(
    cc: str,
    targets: tuple[str, ...],
    direction: Direction,
    onset: int | None,
    kind: str,
    asns: tuple[int, ...] = (),
) -> str:
    """Sixteen hexadecimal digits, the same whenever the same event is found again.

    A hash of country, targets, direction and the UTC day by which it began (nothing for what was
    there before the data). A silence or a pattern that shares all these is another event. A silence
    has no targets to tell it by: one of a single network is told by the network (`asns`).
    """
    day = (stamp(onset) or "")[:10]
    apart = kind if kind in ("silence", "recurring") else ""
    if kind == "silence" and len(asns) == 1:
        apart += f" {asns[0]}"
    text = "|".join((cc, ",".join(sorted(targets)), direction, day, apart))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def with_id(event: Event) -> Event:
    """The event with the id that its fields give."""
    onset = None if event.kind == "already_blocked" else event.onset_latest
    made = event_id(event.cc, event.targets, event.direction, onset, event.kind, event.asns)
    return replace(event, event_id=made)
