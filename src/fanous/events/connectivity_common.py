"""Losses that are the instrument's: one signal falls in most countries at the same hour.

Decides that a signal of one operator that falls in half of eight countries or more within an hour
(or a step) has failed by itself: a prober's uplink, a change in how users are counted. Events that
rest on this signal alone, at that hour, are no events; those that another operator saw too remain.
Networks of one country fall together for good reason, so countries are counted, not networks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from fanous.detectors.connectivity.config import HOUR
from fanous.events.connectivity import ConnectivityEvent, SignalFacts
from fanous.model.series import Series

__all__ = ["CommonFall", "common_falls", "without_common"]

_FEWEST_COUNTRIES = 8
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class CommonFall:
    """A signal that fell in `fell` of `known` countries between two times, seconds since 1970."""

    operator: str
    signal: str
    start: int
    end: int
    fell: int
    known: int


def common_falls(events: Sequence[ConnectivityEvent], series: Sequence[Series]) -> list[CommonFall]:
    """Each time at which a signal fell nearly everywhere at once, by time."""
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in series:
        if item.entity.startswith("country:"):
            known[item.operator, item.signal].add(item.entity)
    falls: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for event in events:
        if event.entity.startswith("country:"):
            for fact, time in _onsets(event):
                near = max(HOUR, round(fact.step_minutes * 60))
                falls[fact.operator, fact.signal].append((time, near, event.entity))
    found = []
    for feed, listed in falls.items():
        if len(known[feed]) >= _FEWEST_COUNTRIES:
            found += _of_feed(feed, sorted(listed), len(known[feed]))
    return sorted(found, key=lambda item: (item.start, item.signal))


def _of_feed(
    feed: tuple[str, str], falls: Sequence[tuple[int, int, str]], known: int
) -> list[CommonFall]:
    found: list[CommonFall] = []
    for time, near, _ in falls:
        if found and time <= found[-1].end:
            continue
        together = [item for item in falls if time <= item[0] <= time + near]
        countries = {entity for _, _, entity in together}
        if len(countries) >= _HALF * known:
            found.append(CommonFall(*feed, time, together[-1][0], len(countries), known))
    return found


def without_common(
    events: Sequence[ConnectivityEvent], falls: Sequence[CommonFall]
) -> list[ConnectivityEvent]:
    """The events that do not rest on a common fall alone."""
    return [event for event in events if not _rests_on(event, falls)]


def _rests_on(event: ConnectivityEvent, falls: Sequence[CommonFall]) -> bool:
    fell = {(item.operator, item.signal) for item in event.signals if item.pieces}
    if event.kind in ("gap", "recurring") or len(fell) != 1:
        return False
    return any(
        (fall.operator, fall.signal) in fell and fall.start <= time <= fall.end
        for fall in falls
        for _, time in _onsets(event)
    )


def _onsets(event: ConnectivityEvent) -> list[tuple[SignalFacts, int]]:
    if event.kind == "gap":
        return []
    fell = [item for item in event.signals if item.pieces]
    return [(item, item.onset.latest) for item in fell if item.onset is not None]
