"""What a store found, as the register's tests want it: events, and what its signals could see.

Decides how coverage is told: a line an entity, signal and UTC day, so that a hole in the window of
a claim is seen however long the series. A step that a feed lost, or at which an instrument stood
still, holds no value. What a simulator made is no evidence of anything. What follows from it is
the business of `fanous.register.grading`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from fanous.cells.volume import STORED_VOLUME
from fanous.detectors.connectivity.config import DAY
from fanous.detectors.connectivity.episode import Judged
from fanous.events.connectivity_read import is_connectivity
from fanous.events.connectivity_stored import stored_connectivity
from fanous.events.stored import inputs_key, read_events
from fanous.model.series import moment
from fanous.register.grading.evidence import Coverage
from fanous.register.grading.measured import Measured, blocking_event, signal_event
from fanous.store.store import Store

__all__ = ["add_stored", "coverage_of"]


def add_stored(evidence: Measured, store: Store, entities: Iterable[str]) -> None:
    """Add a store's events to what was read from files, and what its signals of `entities` saw."""
    events = [event for event in read_events(store) if not event["synthetic"]]
    losses = [event for event in events if is_connectivity(event)]
    evidence.signals += [signal_event(_without_volume(event)) for event in losses]
    evidence.events += [
        blocking_event(event) for event in events
        if not is_connectivity(event) and event["kind"] != "silence"
    ]  # fmt: skip
    found = stored_connectivity(store, inputs_key(store))
    covered = [
        line
        for entity in sorted(set(entities))
        for line in coverage_of(found.judged(entity))
        if line.signal != STORED_VOLUME
    ]
    evidence.covered += covered
    evidence.inputs["events"] = _digest(events)
    evidence.inputs["coverage"] = _digest(_plain(line) for line in covered)


def _without_volume(event: Mapping[str, Any]) -> dict[str, Any]:
    """A loss without the store's own volume: what was fetched is no second operator's witness."""
    kept = [item for item in event["signals"] if item["signal"] != STORED_VOLUME]
    return {**event, "signals": kept}


def coverage_of(judged: Iterable[Judged]) -> Iterator[Coverage]:
    """How many steps of each day hold a value, for each signal of an entity."""
    for item in judged:
        if not item.series.synthetic:
            yield from _days(item)


def _days(item: Judged) -> Iterator[Coverage]:
    series = item.series
    length = max(series.step, DAY)
    places = (series.times // length).astype(np.int64)
    first = int(places[0]) if len(places) else 0
    counts = np.bincount(places - first, weights=~np.isnan(item.values))
    for place, count in enumerate(counts):
        start = moment((first + place) * length)
        yield Coverage(
            series.entity, series.signal, start, start + timedelta(seconds=length),
            int(count), length // series.step,
        )  # fmt: skip


def _plain(line: Coverage) -> dict[str, Any]:
    """A line as plain values."""
    return {name: str(getattr(line, name)) for name in Coverage.__slots__}


def _digest(rows: Iterable[Any]) -> str:
    whole = hashlib.sha256()
    for row in rows:
        content = {name: value for name, value in row.items() if name != "versions"}
        whole.update(json.dumps(content, sort_keys=True, ensure_ascii=False).encode())
    return whole.hexdigest()
