"""Tests over verdicts: is something blocked, how, or is it down everywhere?

Decides what counts as seen, with these floors. A network is covered if it has 20 measurements by 3
observers, on at least 3 days (all days of a shorter window); a test needs 3 such networks, or all
that a link names. Blocked: half of a network's conclusive measurements, on half of the networks.
Absent: at most one in twenty, on every covered network. Absence counts against a claim only where
something known to be blocked was seen blocked on the same networks and days (`control_targets`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from fanous.register.grading.evidence import BlockingEvent, CellCount, Evidence
from fanous.register.grading.finding import Control, Finding, Window, not_covered
from fanous.register.schema import Link

__all__ = [
    "THRESHOLDS",
    "cells_of",
    "dns_tampering",
    "enough",
    "has_mechanism",
    "im_blocking",
    "networks_of",
    "throttling",
    "web_blocking",
    "with_sources",
]

FEWEST_MEASUREMENTS = 20  # on a network
FEWEST_OBSERVERS = 3  # on a network
FEWEST_DAYS = 3
FEWEST_NETWORKS = 3
FEWEST_CONTROL_DAYS = 3
BLOCKED_SHARE = 0.5  # of conclusive measurements
ABSENT_SHARE = 0.05
NETWORKS_SHARE = 0.5  # of covered networks
_THROTTLING = ("tls.throttle", "http.throttle")
THRESHOLDS = {
    "measurements": FEWEST_MEASUREMENTS,
    "observers": FEWEST_OBSERVERS,
    "days": FEWEST_DAYS,
    "networks": FEWEST_NETWORKS,
    "blocked_share": BLOCKED_SHARE,
    "absent_share": ABSENT_SHARE,
}


@dataclass(slots=True)
class _Network:
    """What is known of one network in the window."""

    measurements: int = 0
    ok: int = 0
    blocked: int = 0
    observers: int = 0
    days: set[datetime] = field(default_factory=set)

    def add(self, cell: CellCount, blocked: int) -> None:
        self.measurements += cell.measurements
        self.ok += cell.ok
        self.blocked += blocked
        self.observers = max(self.observers, cell.observers)
        self.days.add(cell.day)

    @property
    def share(self) -> float:
        return self.blocked / (self.blocked + self.ok) if self.blocked + self.ok else 0.0

    def covered(self, days: float) -> bool:
        enough = self.blocked + self.ok >= FEWEST_MEASUREMENTS
        return (
            enough
            and self.observers >= FEWEST_OBSERVERS
            and len(self.days) >= min(FEWEST_DAYS, days)
        )


def im_blocking(link: Link, evidence: Evidence) -> Finding:
    """Whether a messenger is blocked on most networks of a country."""
    return _blocked(link, evidence, lambda cell: cell.blocked)


def web_blocking(link: Link, evidence: Evidence) -> Finding:
    """Whether a site is blocked on most networks of a country."""
    return _blocked(link, evidence, lambda cell: cell.blocked)


def dns_tampering(link: Link, evidence: Evidence) -> Finding:
    """Whether names get false answers on most networks of a country."""
    return _blocked(
        link,
        evidence,
        lambda cell: cell.blocked if has_mechanism(cell, ("dns",)) else 0,
        families=("dns",),
    )


def throttling(link: Link, evidence: Evidence) -> Finding:
    """Whether a target is slowed on most networks of a country."""
    return _blocked(
        link,
        evidence,
        lambda cell: cell.blocked if has_mechanism(cell, _THROTTLING) else 0,
        families=_THROTTLING,
        absence=False,  # our tests see slowing by accident: that they see none says nothing
    )


def has_mechanism(item: CellCount | BlockingEvent, families: Iterable[str]) -> bool:
    """Whether a mechanism belongs to one of the families (`dns` holds `dns.injection`)."""
    return any(
        name == family or name.startswith(f"{family}.")
        for name in item.mechanisms
        for family in families
    )


def _blocked(
    link: Link,
    evidence: Evidence,
    counted: Callable[[CellCount], int],
    *,
    families: Sequence[str] = (),
    absence: bool = True,
) -> Finding:
    window = Window.of(link)
    cells = cells_of(link, evidence, link.targets, window)
    networks = networks_of(cells, counted)
    covered = {asn: item for asn, item in networks.items() if item.covered(window.days)}
    if not enough(link, covered):
        if told := _told(link, evidence, window, families):
            return told
        found = not_covered(
            "too few networks were measured well enough in the window",
            networks=len(networks),
            covered=len(covered),
            measurements=sum(item.measurements for item in networks.values()),
        )
        return replace(found, thresholds=THRESHOLDS)
    blocked = {asn for asn, item in covered.items() if item.share >= BLOCKED_SHARE}
    shares = [item.share for item in covered.values()]
    showing = [cell for cell in cells if cell.asn in blocked and counted(cell)]
    finding = Finding(
        "mixed",
        "on some networks it is blocked, and on others it is not",
        control=_control(link, evidence, covered, window),
        counts=_counts(covered, blocked),
        thresholds=THRESHOLDS,
        facts={"blocked_share": {f"AS{asn}": item.share for asn, item in sorted(covered.items())}},
        evidence=tuple(sorted(_events(link, evidence, window))),
    )
    if len(blocked) >= NETWORKS_SHARE * len(covered):
        why = "on most of the networks that were measured well enough it is blocked"
        return replace(with_sources(finding, showing), outcome="observed", why=why)
    if max(shares) <= ABSENT_SHARE and absence:
        why = "it works on every network that was measured well enough"
        return replace(with_sources(finding, cells), outcome="absent", why=why)
    return with_sources(finding, cells)


def enough(link: Link, covered: dict[int, _Network]) -> bool:
    if link.asns:
        return set(link.asns) <= set(covered)
    return len(covered) >= FEWEST_NETWORKS


def _counts(covered: dict[int, _Network], blocked: set[int]) -> dict[str, float]:
    return {
        "networks": len(covered),
        "networks_blocked": len(blocked),
        "measurements": sum(item.measurements for item in covered.values()),
        "blocked": sum(item.blocked for item in covered.values()),
        "ok": sum(item.ok for item in covered.values()),
    }


def with_sources(finding: Finding, cells: Sequence[CellCount]) -> Finding:
    methods = tuple(sorted({cell.method for cell in cells}))
    return replace(
        finding, methods=methods, operators=tuple(sorted({cell.operator for cell in cells}))
    )


def cells_of(
    link: Link, evidence: Evidence, targets: Sequence[str], window: Window
) -> list[CellCount]:
    """Cells of the country (or the network) that a link looks at."""
    kind, _, name = link.entity.partition(":")
    country = "" if kind == "asn" else name[:2]
    return [
        cell
        for cell in evidence.cells(targets, window.first, window.last, country)
        if (kind != "asn" or str(cell.asn) == name) and (not link.asns or cell.asn in link.asns)
    ]


def networks_of(
    cells: Iterable[CellCount], counted: Callable[[CellCount], int]
) -> dict[int, _Network]:
    networks: dict[int, _Network] = {}
    for cell in cells:
        networks.setdefault(cell.asn, _Network()).add(cell, counted(cell))
    return networks


def _events(link: Link, evidence: Evidence, window: Window) -> set[str]:
    """Ids of blocking events on the targets in the window."""
    return {event.event_id for event in _blocks(link, evidence, window)}


def _blocks(link: Link, evidence: Evidence, window: Window) -> list[BlockingEvent]:
    """Blocking events on the targets that began in the window, or surely went on into it."""
    return [
        event
        for event in evidence.blocking_events()
        if event.cc == link.entity.partition(":")[2][:2]
        and event.direction == "blocked"
        and event.kind != "silence"
        and set(event.targets) & set(link.targets)
        and (_begins_in(event, window) or _lasts_into(event, window))
    ]


def _begins_in(event: BlockingEvent, window: Window) -> bool:
    first, last = event.onset_earliest, event.onset_latest
    return first is not None and last is not None and first < window.last and last >= window.first


def _lasts_into(event: BlockingEvent, window: Window) -> bool:
    """An event without an end says nothing of later windows: its file may just stop."""
    began = event.onset_earliest is None or event.onset_earliest < window.last
    return began and event.end_earliest is not None and event.end_earliest >= window.first


def _told(
    link: Link, evidence: Evidence, window: Window, families: Sequence[str]
) -> Finding | None:
    """A block that events tell of, where the verdicts themselves are not at hand.

    Events only ever say that something was blocked: that there are none proves nothing.
    """
    found = [
        event
        for event in _blocks(link, evidence, window)
        if event.observers >= FEWEST_OBSERVERS and (not families or has_mechanism(event, families))
    ]
    networks = {asn for event in found for asn in event.asns}
    wanted = set(link.asns) <= networks if link.asns else len(networks) >= FEWEST_NETWORKS
    if not found or not wanted:
        return None
    return Finding(
        "observed",
        "events on enough networks, by enough observers, tell of it",
        methods=tuple(sorted({event.method for event in found})),
        operators=tuple(sorted({event.operator for event in found})),
        counts={
            "networks": len(networks),
            "events": len(found),
            "measurements": sum(event.measurements for event in found),
        },
        thresholds=THRESHOLDS,
        evidence=tuple(sorted(event.event_id for event in found)),
    )


def _control(
    link: Link, evidence: Evidence, covered: dict[int, _Network], window: Window
) -> Control:
    """Whether something known to be blocked was seen so, on every covered network.

    Days must be the same: that an instrument saw a block in May says nothing about June.
    """
    if not link.control_targets:
        return "none"
    seen: dict[int, set[datetime]] = {}
    for cell in cells_of(link, evidence, link.control_targets, window):
        if cell.blocked and cell.blocked >= BLOCKED_SHARE * (cell.blocked + cell.ok):
            seen.setdefault(cell.asn, set()).add(cell.day)
    for asn, network in covered.items():
        days = seen.get(asn, set()) & network.days
        if len(days) < min(FEWEST_CONTROL_DAYS, len(network.days)):
            return "failed"
    return "passed"
