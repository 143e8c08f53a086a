"""The events of some countries: one call from windows to what a person would call events.

Decides the order: spells, clusters, refusals, events, silences. Pure: the same windows give the
same events in the same order, whichever day they are computed on, and however they came in. One
window is held at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fanous.detectors.registry import DETECTORS
from fanous.detectors.spell import Detector
from fanous.detectors.window import Window
from fanous.events.cluster import clusters, event_of, with_patterns
from fanous.events.event import Event, event_id
from fanous.events.refuse import fail_everywhere, refusal
from fanous.events.silent import silent_events
from fanous.events.trim import trimmed

__all__ = ["Found", "Refused", "find_events"]


@dataclass(frozen=True, slots=True)
class Refused:
    """What looked like an event and is none, and why (a word of `refuse.REASONS`)."""

    event: Event
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """Events in order of country and onset, and what was refused, in the same order."""

    events: tuple[Event, ...]
    refused: tuple[Refused, ...]


def find_events(windows: Iterable[Window], detector: Detector | None = None) -> Found:
    """Events of some countries, each with its own window; countries are held against each other."""
    chosen = detector or next(iter(DETECTORS.values()))
    candidates: list[Event] = []
    events: list[Event] = []
    refused: list[Refused] = []
    measured: dict[str, set[str]] = defaultdict(set)
    for window in windows:
        for group in set(window.groups):
            measured[group].add(window.cc)
        for event, reason in _of_country(window, chosen):
            if reason:
                refused.append(Refused(event, reason))
            else:
                candidates.append(event)
        events += silent_events(window)
    # Ids are made unique before patterns name the event that they are part of.
    candidates = list(_with_own_ids(sorted(candidates, key=_order)))
    everywhere = fail_everywhere(candidates, measured)
    for event in candidates:
        if event.event_id in everywhere:
            refused.append(Refused(event, "many_countries"))
        else:
            events += with_patterns(event)
    return Found(
        tuple(_with_own_ids(sorted(events, key=_order))),
        tuple(sorted(refused, key=lambda each: _order(each.event))),
    )


def _of_country(window: Window, detector: Detector) -> Iterator[tuple[Event, str | None]]:
    for cluster in clusters(detector.spells(window)):
        spells = trimmed(window, cluster.spells)
        cluster = replace(cluster, spells=spells)
        yield event_of(window, cluster), refusal(window, cluster)


def _with_own_ids(events: Iterable[Event]) -> Iterator[Event]:
    """Events in their order, none with the id of one before it.

    What was blocked before the data has an id without a day. Where nobody measured for months and
    it is blocked again, or still, that is told as an event of its own: with the day.
    """
    taken: set[str] = set()
    for event in events:
        own = event
        if event.event_id in taken:
            made = event_id(
                event.cc, event.targets, event.direction, event.onset_latest, event.kind, event.asns
            )
            own = replace(event, event_id=made)
        taken.add(own.event_id)
        yield own


def _order(event: Event) -> tuple[object, ...]:
    return event.cc, event.onset_latest or 0, event.kind, event.targets, event.event_id
