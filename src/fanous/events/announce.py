"""The log of announcements: what was said of events, when, and what took its place.

Decides what is new. Events are recomputed from the whole window each time; the log alone remembers.
It is only ever added to: an event is announced once, revised when what is said of it changes, and
withdrawn when it is no longer found, with the event that took its place if there is one. Before the
first line that rests on other rules or detectors stands a `break` that says so: what is revised
after it may be our doing. Every line names the hash of the inputs it rests on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["announcements", "breaks", "digest"]

Said = Mapping[str, Any]
_NOT_CONTENT = ("versions",)


def digest(events: Iterable[Said]) -> str:
    """SHA-256 over events without the versions that made them: equal events, equal digest."""
    whole = hashlib.sha256()
    for event in events:
        whole.update(_text(event).encode())
        whole.update(b"\n")
    return whole.hexdigest()


def _text(event: Said) -> str:
    content = {name: value for name, value in event.items() if name not in _NOT_CONTENT}
    return json.dumps(content, sort_keys=True, ensure_ascii=False)


def announcements(
    log: Sequence[Said], events: Sequence[Said], *, inputs: str, at: str
) -> list[dict[str, Any]]:
    """The lines to add to a log, in order of events. `at` is RFC 3339 UTC, `inputs` a hash."""
    standing = _standing(log)
    lines = []
    now = {event["event_id"]: event for event in events}
    gone = {key: line for key, line in standing.items() if key not in now}
    for key, event in now.items():
        before = standing.get(key)
        if before is not None and before["digest"] == digest([event]):
            continue
        action = "revised" if before is not None else "announced"
        replaced = [] if before is not None else _replaced(event, gone.values())
        lines.append(_line(action, event, inputs, at, replaced))
    taken = {old: line["event_id"] for line in lines for old in line["supersedes"]}
    for key, before in gone.items():
        line = _line("withdrawn", before["event"], inputs, at, [])
        lines.append({**line, "superseded_by": taken.get(key)})
    return lines


def breaks(
    log: Sequence[Said], versions: Mapping[str, str], *, inputs: str, at: str
) -> list[dict[str, Any]]:
    """The line that says that events are found by other rules or detectors from now on, if so."""
    before = _versions(log)
    if before is None or before == dict(versions):
        return []
    return [{"at": at, "action": "break", "inputs": inputs, "before": before, "now": {**versions}}]


def _versions(log: Sequence[Said]) -> dict[str, str] | None:
    """The versions that the last line rests on; None for an empty log."""
    if not log:
        return None
    last = log[-1]
    return dict(last["now"] if last["action"] == "break" else last["event"]["versions"])


def _standing(log: Sequence[Said]) -> dict[str, Said]:
    """The last line on each event that was not withdrawn."""
    found: dict[str, Said] = {}
    for line in log:
        if line["action"] == "break":
            continue
        if line["action"] == "withdrawn":
            found.pop(line["event_id"], None)
        else:
            found[line["event_id"]] = line
    return found


def _replaced(event: Said, gone: Iterable[Said]) -> list[str]:
    """Ids of events no longer found that this one tells instead: same country and sort, a common
    target, times that touch."""
    return [
        line["event_id"]
        for line in gone
        if line["event"]["cc"] == event["cc"]
        and _sort(line["event"]) == _sort(event)
        and (set(line["event"]["targets"]) & set(event["targets"]) or not event["targets"])
        and _touch(line["event"], event)
    ]


def _sort(event: Said) -> str:
    """What is never told by another sort of event: an entity's loss, a silence, or a block."""
    return str(event.get("entity") or ("silence" if event["kind"] == "silence" else "blocking"))


def _touch(one: Said, other: Said) -> bool:
    def bounds(event: Said) -> tuple[str, str]:
        return event["onset_earliest"] or "", event["end_latest"] or "9999"

    (a, b), (c, d) = bounds(one), bounds(other)
    return a <= d and c <= b


def _line(action: str, event: Said, inputs: str, at: str, supersedes: list[str]) -> dict[str, Any]:
    return {
        "at": at,
        "action": action,
        "event_id": event["event_id"],
        "digest": digest([event]),
        "inputs": inputs,
        "supersedes": supersedes,
        "event": dict(event),
    }
