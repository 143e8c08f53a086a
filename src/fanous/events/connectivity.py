"""Connectivity events: what a person would call one cut, with its facts.

Decides what is stated of a loss and how: depth and residual as shares of the baseline, speed as the
minutes from 90 % to 10 % of it with the sampling step beside it, scope as shares of networks, and
no score made of them. `kind` says what the signals show (`connectivity_loss`, `partial`,
`recurring`, `gap`) and never why. Leaves the sentences to `fanous.reports.connectivity_text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fanous.model.series import OutageReport, moment

__all__ = ["ConnectivityEvent", "Interval", "Kind", "NetworkFall", "Phase", "SignalFacts"]

Kind = Literal["connectivity_loss", "partial", "recurring", "gap"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A time that is known to lie between two observations; seconds since 1970."""

    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """One signal in an event. Shares are of its own frozen baseline; None is *not reached*.

    `role`: `onset` (fell with the others), `early` (long before), `later`, `unmoved` (was there and
    stood still), `unsure` (lower too, but within its noise), `silent` (had nothing to say). `t90`
    and `t10` are the first times at which no more than 90 % and 10 % were left. `settled` is the
    share at which it came to rest, where it came back in part only.
    """

    signal: str
    operator: str
    role: str
    step_minutes: float
    onset: Interval | None = None
    end: Interval | None = None
    depth: float | None = None
    residual: float | None = None
    t90: int | None = None
    t10: int | None = None
    pieces: int = 0
    settled: float | None = None

    @property
    def t90_t10_minutes(self) -> float | None:
        """Minutes from 90 % to 10 % of the baseline."""
        if self.t90 is None or self.t10 is None:
            return None
        return (self.t10 - self.t90) / 60


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of an event: `connectivity_loss` at the bottom, `partial` on the way back."""

    kind: Kind
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class NetworkFall:
    """A network (or region) of the country that fell in the same event, and when it came back."""

    entity: str
    name: str
    onset: Interval
    end: Interval | None


@dataclass(frozen=True, slots=True)
class ConnectivityEvent:
    """One event of one entity.

    `depth` and `residual` are of the signal that fell deepest. `scope_networks` is (fell, known) of
    the country's networks in the same data; `scope_addresses` the fallen networks' share of their
    usual size, by probing or else routes. `occurrences` are the nights of a recurring event.
    """

    entity: str
    name: str
    kind: Kind
    onset: Interval
    end: Interval | None
    depth: float | None
    residual: float | None
    signals: tuple[SignalFacts, ...]
    phases: tuple[Phase, ...] = ()
    occurrences: tuple[tuple[Interval, Interval | None], ...] = ()
    early_signs: tuple[str, ...] = ()
    networks: tuple[NetworkFall, ...] = ()
    scope_networks: tuple[int, int] | None = None
    scope_addresses: float | None = None
    renewed: bool = False
    feed_went_on: bool = False
    until: int = 0  # the end of what was looked at
    reports: tuple[OutageReport, ...] = field(default_factory=tuple)

    @property
    def duration_hours(self) -> float | None:
        """From the first supporting observation to the first of the return; None while open."""
        return None if self.end is None else (self.end.latest - self.onset.latest) / 3_600

    @property
    def came_back_to(self) -> float | None:
        """The share of what was usual at which the end was taken, where some signal that fell came
        back no further; None where all came back, or none did."""
        levels = [item.settled for item in self.signals if item.pieces and item.settled is not None]
        return min(levels) if levels and self.end is not None else None

    @property
    def partial_since(self) -> int | None:
        """When something, but not everything, had come back for good."""
        starts = [phase.start for phase in self.phases[1:] if phase.kind == "partial"]
        return starts[0] if starts else None

    def to_json(self, why: str = "") -> dict[str, object]:
        """The event as plain values; times as ISO 8601 in UTC. `why` is the printed sentence."""
        fell = [item for item in self.signals if item.pieces]
        return {
            "entity": self.entity,
            "kind": self.kind,
            "onset_earliest": _iso(self.onset.earliest),
            "onset_latest": _iso(self.onset.latest),
            "end_earliest": _iso(self.end.earliest) if self.end else None,
            "end_latest": _iso(self.end.latest) if self.end else None,
            "depth": _share(self.depth),
            "t90_t10_minutes": {item.signal: item.t90_t10_minutes for item in fell},
            "step_minutes": {item.signal: item.step_minutes for item in fell},
            "residual": _share(self.residual),
            "signals": [_signal(item) for item in self.signals],
            "occurrences": [_occurrence(first, last) for first, last in self.occurrences],
            "why": why,
            "name": self.name,
            "phases": [
                {"kind": phase.kind, "start": _iso(phase.start), "end": _iso(phase.end)}
                for phase in self.phases
            ],
            "early_signs": list(self.early_signs),
            "renewed": self.renewed,
            "feed_went_on": self.feed_went_on,
            "until": _iso(self.until),
            "scope": {
                "networks_fell": self.scope_networks[0] if self.scope_networks else None,
                "networks_known": self.scope_networks[1] if self.scope_networks else None,
                "addresses_share": _share(self.scope_addresses),
            },
            "networks": [
                {
                    "entity": item.entity,
                    "name": item.name,
                    **_interval("onset", item.onset),
                    **_interval("end", item.end),
                }
                for item in self.networks
            ],
            "reports": [
                {
                    "publisher": item.publisher,
                    "entity": item.entity,
                    "start": _iso(item.start),
                    "end": _iso(item.end),
                    "what": item.what,
                    "cause": item.cause,
                    "link": item.link,
                }
                for item in self.reports
            ],
        }


def _iso(seconds: int | None) -> str | None:
    return None if seconds is None else moment(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _interval(name: str, interval: Interval | None) -> dict[str, object]:
    return {
        f"{name}_earliest": _iso(interval.earliest) if interval else None,
        f"{name}_latest": _iso(interval.latest) if interval else None,
    }


def _occurrence(first: Interval, last: Interval | None) -> dict[str, object]:
    return {**_interval("onset", first), **_interval("end", last)}


def _signal(item: SignalFacts) -> dict[str, object]:
    return {
        "signal": item.signal,
        "operator": item.operator,
        "role": item.role,
        **_interval("onset", item.onset),
        **_interval("end", item.end),
        "depth": _share(item.depth),
        "residual": _share(item.residual),
        "t90": _iso(item.t90),
        "t10": _iso(item.t10),
        "t90_t10_minutes": item.t90_t10_minutes,
        "step_minutes": item.step_minutes,
        "pieces": item.pieces,
        "settled": _share(item.settled),
    }
