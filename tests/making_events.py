"""A small real store with an event in it: ingested, judged, and ready to be looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from fanous import pipeline
from fanous.engine.tasks import ReferencePaths
from fanous.store.store import Store
from tests.making import NOW, measurement, reset_measurement, write_reference, write_source

FIRST = datetime(2026, 3, 2, 3, tzinfo=UTC)
BLOCKED_DAYS = range(8, 16)


def blocked_source(path: Path, days: range = range(22), *, cc: str = "XA") -> Path:
    """Two measurements a day of a site that is reset for eight days; a release each time of day."""
    records = []
    for day in days:
        for half in (0, 1):
            number = 2 * day + half + (1000 if cc != "XA" else 0)
            made = reset_measurement if day in BLOCKED_DAYS else measurement
            record = made(number, start=FIRST + timedelta(days=day, hours=12 * half))
            record["probe_cc"] = cc
            records.append(record)
    return write_source(path, records)


def built(folder: Path, *sources: Path) -> Store:
    """A store of some sources, built."""
    store = folder / "store"
    reference = ReferencePaths(write_reference(folder / "reference"))
    pipeline.ingest(sources, store, reference=reference, now=lambda: NOW)
    pipeline.build(store)
    return Store(store)
