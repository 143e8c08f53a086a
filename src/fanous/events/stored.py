"""Events of a store: computed from what was built, kept beside it, announced in its log.

Events of blocking come first, losses of connectivity after them; what both share has one name.
Decides where they lie (`events/events.jsonl`, `events/refused.jsonl`, `events/log.jsonl`) and when
they are stale: when a build, a source of signals, the detectors, or the list of services changed.
One country is read at a time. Only what the rules of today judged is looked at: days judged by two
rule sets would show a change at their border that nobody made. The log is added to and never
rewritten; the rest is put in place whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from fanous.cells.sightings import sightings
from fanous.detectors.registry import DETECTORS_VERSION
from fanous.detectors.window import COLUMNS, Window, window_of
from fanous.errors import StoreError
from fanous.events.announce import announcements, breaks
from fanous.events.connectivity_stored import stored_connectivity
from fanous.events.find import find_events
from fanous.reference.targets import Targets, targets
from fanous.rules.registry import RULES_VERSION
from fanous.store.files import read_json, write_atomically, write_json
from fanous.store.query import open_store
from fanous.store.signals import signal_sources
from fanous.store.store import Store

__all__ = ["Detected", "detect", "inputs_key", "read_events", "read_log", "read_refused"]

_FOLDER = "events"
_STATE = "state.json"


@dataclass(frozen=True, slots=True)
class Detected:
    """What a run of detection found, and what it said that was new."""

    events: int
    refused: int
    announced: int
    unchanged: bool = False


def detect(store: Store, *, now: datetime | None = None, workers: int = 1) -> Detected:
    """Find the events of a store, keep them, and log what is new. Nothing to do, nothing done."""
    key = inputs_key(store)
    state = store.folder / _FOLDER / _STATE
    if _is_whole(store) and read_json(state).get("inputs") == key:
        counts = read_json(state)
        return Detected(counts["events"], counts["refused"], 0, unchanged=True)
    found = find_events(_windows(store, targets()))
    versions = {"rules": RULES_VERSION, "detectors": DETECTORS_VERSION}
    events = [event.as_dict(versions) for event in found.events]
    refused = [{"reason": r.reason, **r.event.as_dict(versions)} for r in found.refused]
    losses = stored_connectivity(store, key, workers=workers)
    events += losses.said(versions)
    refused += losses.refused_said(versions)
    at = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    log = read_log(store)
    lines = breaks(log, versions, inputs=key, at=at)
    lines += announcements(log, events, inputs=key, at=at)
    _append(store, lines)
    _put(store, "events.jsonl", events)
    _put(store, "refused.jsonl", refused)
    write_json(state, {"inputs": key, "events": len(events), "refused": len(refused)})
    return Detected(len(events), len(refused), len(lines))


def _is_whole(store: Store) -> bool:
    """Whether nothing that a run keeps was removed since."""
    folder = store.folder / _FOLDER
    return all((folder / name).exists() for name in (_STATE, "events.jsonl", "refused.jsonl"))


def inputs_key(store: Store) -> str:
    """SHA-256 over everything that events are made of: builds, signals, detectors, services."""
    whole = hashlib.sha256(f"detectors {DETECTORS_VERSION}".encode())
    for build in store.builds():
        whole.update(f"\n{build.day} {build.key}".encode())
    for manifest in store.manifests():
        shards = [asdict(shard) for shard in manifest.shards if shard.table == "opinions"]
        if shards:
            whole.update(json.dumps(shards, sort_keys=True).encode())
    for source in signal_sources(store):
        shards = [asdict(shard) for shard in source.shards]
        whole.update(f"\n{source.source_id} {json.dumps(shards, sort_keys=True)}".encode())
    for name, service in sorted(targets().services.items()):
        whole.update(f"\n{name} {json.dumps(asdict(service), sort_keys=True)}".encode())
    return whole.hexdigest()


def _windows(store: Store, known: Targets) -> Iterator[Window]:
    """One country after the other."""
    import pyarrow as pa

    connection = open_store(store)
    countries = connection.execute(
        "SELECT probe_cc FROM measurements UNION SELECT probe_cc FROM opinions ORDER BY 1"
    ).fetchall()
    for (cc,) in countries:
        # Not kept beside the window, and given back: a year's rows are large.
        window = window_of(sightings(connection, cc=cc, columns=COLUMNS), known, cc=cc)
        pa.default_memory_pool().release_unused()
        if len(window):
            yield window


def read_events(store: Store) -> list[dict[str, Any]]:
    """The events kept in a store, in order of country and onset; none before `detect`."""
    return _read(store, "events.jsonl")


def read_refused(store: Store) -> list[dict[str, Any]]:
    """What was refused, each with its `reason`."""
    return _read(store, "refused.jsonl")


def read_log(store: Store) -> list[dict[str, Any]]:
    """Every announcement, in the order in which they were made."""
    return _read(store, "log.jsonl")


def _read(store: Store, name: str) -> list[dict[str, Any]]:
    path = store.folder / _FOLDER / name
    if not path.exists():
        return []
    found = []
    # Not splitlines: a name may hold a separator of lines that JSON leaves as it is.
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line:
            continue
        try:
            found.append(json.loads(line))
        except ValueError as error:
            raise StoreError(
                f"{path}, line {number}: damaged ({error})",
                remedy="Remove the line (of the log) or the file (else), and run `fanous events`.",
            ) from error
    return found


def _append(store: Store, lines: list[dict[str, Any]]) -> None:
    """Add to the log. Written whole beside it and put in place, so that a cut loses nothing."""
    if lines:
        _put(store, "log.jsonl", [*read_log(store), *lines])


def _put(store: Store, name: str, rows: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    write_atomically(store.folder / _FOLDER / name, text.encode())
