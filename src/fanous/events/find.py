"""The events of a window: one call from sightings to what a person would call events.

Decides the order: spells, clusters, refusals, events, silences. Pure: the same windows give the
same events in the same order, whichever day they are computed on, and however they came in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fanous.detectors.registry import DETECTORS
from fanous.detectors.spell import Detector
from fanous.detectors.window import Window
from fanous.events.cluster import clusters, event_of, with_patterns
from fanous.events.event import Event
from fanous.events.refuse import Refusal, refusal, with_others
from fanous.events.silent import silent_events

__all__ = ["Found", "find_events"]


@dataclass(frozen=True, slots=True)
class Found:
    """Events in order of country and onset, and what was refused."""

    events: tuple[Event, ...]
    refused: tuple[Refusal, ...]


def find_events(windows: Iterable[Window], detector: Detector | None = None) -> Found:
    """Events of some countries, each with its own window. Countries are compared with each other."""
    chosen = detector or next(iter(DETECTORS.values()))
    by_country: dict[str, Window] = {}
    candidates = []
    measured: dict[str, set[str]] = {}
    refused = []
    for window in sorted(windows, key=lambda w: w.cc):
        by_country[window.cc] = window
        for group in set(window.groups):
            measured.setdefault(group, set()).add(window.cc)
        for cluster in clusters(chosen.spells(window)):
            reason = refusal(window, cluster)
            if reason:
                refused.append(Refusal(window.cc, cluster, reason))
            else:
                candidates.append((window.cc, cluster))
    events: list[Event] = []
    for cc, cluster, reason in with_others(candidates, measured):
        if reason:
            refused.append(Refusal(cc, cluster, reason))
        else:
            events += with_patterns(event_of(by_country[cc], cluster))
    for window in by_country.values():
        events += silent_events(window)
    return Found(tuple(sorted(events, key=_order)), tuple(refused))


def _order(event: Event) -> tuple[object, ...]:
    return event.cc, event.onset_latest or 0, event.kind, event.targets, event.event_id
