"""Losses of connectivity in a store: its series, what the detector finds in them, and their ids.

Decides which series are looked at: those of the store's files, joined, and beside them how many
measurements the store holds of the same countries. A fall of that count alone is no event: a store
holds what was fetched of it, and what its silences mean is `silent`'s to say. Decides an event's id
and the fields that it shares with events of blocking. Leaves finding to `detectors.connectivity`,
and keeping to `stored`.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fanous.cells.volume import STORED_VOLUME, volumes
from fanous.detectors.connectivity.config import DAY, HOUR
from fanous.detectors.connectivity.detect import Detected, Part, detect_part, split
from fanous.detectors.connectivity.episode import Judged
from fanous.events.connectivity import ConnectivityEvent
from fanous.events.connectivity_common import common_falls, without_common
from fanous.events.connectivity_find import find_all
from fanous.events.event import stamp
from fanous.model.series import Series
from fanous.sources.signals.join import joined
from fanous.store.query import open_store
from fanous.store.signals import read_reports, read_series, signal_sources
from fanous.store.store import Store

__all__ = ["Connectivity", "connectivity_id", "stored_connectivity", "stored_series"]

_APART = ("recurring", "gap")  # on the day of a loss, these are other events
_NEW_HOURS = 48
_USUAL_DAYS = 35  # before an onset: what baselines rest on


@dataclass(frozen=True, slots=True, eq=False)
class Connectivity:
    """What a store's series show. `refused` are told with the reason: a signal that fell in most
    countries at once, or the number of stored measurements alone. `sources` are the sources of each
    entity, each with the time that it covers."""

    events: tuple[ConnectivityEvent, ...]
    refused: tuple[tuple[str, ConnectivityEvent], ...]
    series: tuple[Series, ...]
    sources: Mapping[str, tuple[tuple[str, int, int], ...]]

    def judged(self, entity: str) -> tuple[Judged, ...]:
        """An entity's signals as the detector saw them, of all times at which it was watched."""
        return tuple(
            item
            for part in _parts(self)
            if any(series.entity == entity for series in part.series)
            for found in _detected(part)
            if found.entity == entity
            for item in found.judged
        )

    def said(self, versions: Mapping[str, str]) -> list[dict[str, Any]]:
        """The events as they are kept, with their ids."""
        return self._all_said(self.events, versions)

    def refused_said(self, versions: Mapping[str, str]) -> list[dict[str, Any]]:
        """What was refused, with the reason."""
        said = self._all_said([event for _, event in self.refused], versions)
        return [
            {"reason": reason, **each} for (reason, _), each in zip(self.refused, said, strict=True)
        ]

    def _all_said(
        self, events: Sequence[ConnectivityEvent], versions: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        named = list(zip(events, _ids(events), strict=True))
        wholes = {(fall.entity, fall.onset): key for event, key in named for fall in event.networks}
        return [
            self._said(event, key, wholes.get((event.entity, event.onset)), versions)
            for event, key in named
        ]

    def _said(
        self, event: ConnectivityEvent, key: str, whole: str | None, versions: Mapping[str, str]
    ) -> dict[str, Any]:
        mine = [series for series in self.series if series.entity == event.entity]
        entities = [event.entity, *(item.entity for item in event.networks)]
        return {
            "event_id": key,
            "cc": _country(event.entity, mine),
            "direction": "lost",
            "asns": [int(name[4:]) for name in entities if name.startswith("asn:")],
            "targets": [],
            "members": [],
            "state": self._state(event),
            "witnesses": self._witnesses(event),
            "versions": dict(versions),
            "part_of": whole,  # the event of its country
            "synthetic": any(series.synthetic for series in mine),
            **event.to_json(),
        }

    def _witnesses(self, event: ConnectivityEvent) -> list[str]:
        """The sources that cover an event, or what is usual before it."""
        until = event.end.latest if event.end else event.until
        since = event.onset.earliest - _USUAL_DAYS * DAY
        covering = self.sources.get(event.entity, ())
        return sorted({key for key, first, last in covering if first < until and last > since})

    def _state(self, event: ConnectivityEvent) -> str:
        """Whether it is over. It goes on only where that is the newest that is known at all."""
        if event.end:
            return "ended"
        newest = max(series.end for series in self.series)
        is_new = event.until >= newest - _NEW_HOURS * HOUR
        return "ongoing" if is_new and not event.renewed else "unclear"


_KEPT: dict[tuple[str, str], Connectivity] = {}  # the last answer: a report asks right after


def stored_connectivity(store: Store, key: str, *, workers: int = 1) -> Connectivity:
    """Every loss that a store's series show. `key` is `stored.inputs_key` of the store: while it is
    the same, the answer is kept for the next who asks."""
    question = (str(store.folder), key)
    if question not in _KEPT:
        _KEPT.clear()
        _KEPT[question] = _found(store, workers)
    return _KEPT[question]


def _found(store: Store, workers: int) -> Connectivity:
    series, sources = stored_series(store)
    reports = read_reports(store, signal_sources(store))
    everything = find_all(series, reports, workers=workers)
    uncommon = set(map(id, without_common(everything, common_falls(everything, series))))
    kept, refused = [], []
    for event in everything:
        if id(event) not in uncommon:
            refused.append(("common_fall", event))
        elif _is_volume(event):
            refused.append(("stored_volume", event))
        else:
            kept.append(event)
    return Connectivity(tuple(kept), tuple(refused), tuple(series), sources)


@lru_cache(maxsize=1)
def _parts(found: Connectivity) -> tuple[Part, ...]:
    return tuple(split(found.series))


@lru_cache(maxsize=4)
def _detected(part: Part) -> tuple[Detected, ...]:
    """One country looked at again, for its pictures: keeping all of them would take much memory."""
    return tuple(detect_part(part))


def _is_volume(event: ConnectivityEvent) -> bool:
    """Whether nothing fell but the number of stored measurements."""
    return all(item.signal == STORED_VOLUME for item in event.signals if item.pieces)


def stored_series(
    store: Store,
) -> tuple[list[Series], dict[str, tuple[tuple[str, int, int], ...]]]:
    """A store's series, files of one signal joined; and for each entity the ids of its sources,
    each with the first and last time of a series of it."""
    found: list[Series] = []
    sources: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for source in sorted(signal_sources(store), key=lambda each: (each.names, each.source_id)):
        for series in read_series(store, [source]):
            found.append(series)
            sources[series.entity].add((source.source_id, series.start, series.end))
    found = joined(found)
    return [*found, *_volumes(store, found)], {
        entity: tuple(sorted(spans)) for entity, spans in sources.items()
    }


def _volumes(store: Store, known: Sequence[Series]) -> list[Series]:
    """Volumes of the countries and networks that other signals speak of, unless a file has what
    OONI itself counted."""
    entities = {series.entity for series in known}
    told = {series.entity for series in known if series.operator == "OONI"}
    countries = sorted({cc for series in known if (cc := _code(series))})
    if not countries:
        return []
    connection = open_store(store)
    found = [series for cc in countries for series in volumes(connection, cc)]
    return [series for series in found if series.entity in entities - told]


def _code(series: Series) -> str:
    country = series.entity if series.entity.startswith("country:") else series.country or ""
    return country.removeprefix("country:")


def _country(entity: str, series: Sequence[Series]) -> str | None:
    if entity.startswith("country:"):
        return entity.removeprefix("country:")
    return next((code for item in series if (code := _code(item))), None)


def connectivity_id(event: ConnectivityEvent, number: int = 0) -> str:
    """Sixteen hexadecimal digits, from the entity and the UTC day by which it fell.

    `number` counts the events of one entity and day; a loss that turns out deeper keeps its id.
    """
    day = (stamp(event.onset.latest) or "")[:10]
    apart = event.kind if event.kind in _APART else ""
    text = "|".join(("connectivity", event.entity, day, apart, str(number)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _ids(events: Sequence[ConnectivityEvent]) -> list[str]:
    seen: Counter[str] = Counter()
    ids = []
    for event in events:
        first = connectivity_id(event)
        ids.append(connectivity_id(event, seen[first]))
        seen[first] += 1
    return ids
