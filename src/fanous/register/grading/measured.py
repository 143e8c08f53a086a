"""Evidence read from files of events and coverage, and from cells that a store hands over.

Decides how lines of `fanous signals --format jsonl` and `fanous events --format jsonl` become nouns
of `evidence`. A line that cannot be read is told and left out: it can only make evidence less. A
coverage file has a line a signal: `entity, signal, first, last, points, expected, dead`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from fanous.errors import InputError
from fanous.register.grading.evidence import BlockingEvent, CellCount, Coverage, SignalEvent

__all__ = ["Measured", "blocking_event", "read_measured", "signal_event"]

_T = TypeVar("_T")
_LookUp = Callable[[Sequence[str], datetime, datetime, str], Sequence[CellCount]]


@dataclass(slots=True)
class Measured:
    """Evidence in memory. `look_up` fetches cells where there is a store."""

    signals: list[SignalEvent] = field(default_factory=list)
    covered: list[Coverage] = field(default_factory=list)
    events: list[BlockingEvent] = field(default_factory=list)
    counted: list[CellCount] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    look_up: _LookUp | None = None

    def signal_events(self) -> Sequence[SignalEvent]:
        return self.signals

    def coverage(self) -> Sequence[Coverage]:
        return self.covered

    def blocking_events(self) -> Sequence[BlockingEvent]:
        return self.events

    def cells(
        self, targets: Sequence[str], first: datetime, last: datetime, cc: str = ""
    ) -> Sequence[CellCount]:
        """Cells of the targets (all, if none is named) on days from `first` to before `last`."""
        wanted = set(targets)
        own = [
            cell
            for cell in self.counted
            if (not wanted or cell.target in wanted)
            and first <= cell.day < last
            and cc in ("", cell.cc)
        ]
        return [*own, *(self.look_up(targets, first, last, cc) if self.look_up else ())]

    def digests(self) -> Mapping[str, str]:
        return self.inputs


def read_measured(
    signals: Iterable[Path] = (), coverage: Iterable[Path] = (), events: Iterable[Path] = ()
) -> Measured:
    """Evidence from files. Raises InputError if one cannot be opened."""
    made = Measured()
    for path in signals:
        made.signals += _read(path, signal_event, made)
    for path in coverage:
        made.covered += _read(path, _coverage, made)
    for path in events:
        made.events += _read(path, blocking_event, made)
    return made


def _read(path: Path, parse: Callable[[dict[str, Any]], _T], made: Measured) -> list[_T]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror}", remedy="Name a file of events in JSON Lines."
        ) from error
    made.inputs[path.name] = hashlib.sha256(data).hexdigest()
    found = []
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(parse(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            made.unread.append(f"{path}:{number}: {type(error).__name__}: {error}")
    return found


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    found = datetime.fromisoformat(str(value))
    if found.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return found.astimezone(UTC)


def _known(value: object) -> datetime:
    found = _moment(value)
    if found is None:
        raise ValueError("an onset is missing")
    return found


def _per_signal(value: object, signals: Sequence[str]) -> dict[str, float]:
    """A number for each signal; one number stands for all, null for none."""
    if isinstance(value, Mapping):
        return {str(name): float(item) for name, item in value.items() if item is not None}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {name: float(value) for name in signals}
    return {}


_PER_SIGNAL = ("depth", "t90_t10_minutes", "step_minutes", "residual")


def signal_event(line: Mapping[str, Any]) -> SignalEvent:
    """An event; its signals are names, or objects with what each of them saw."""
    given = line.get("signals") or ()
    told = [item for item in given if isinstance(item, Mapping)]
    signals = tuple(str(item["signal"] if item in told else item) for item in given)
    per_signal = {name: _per_signal(line.get(name), signals) for name in _PER_SIGNAL}
    if told:  # a number of the whole event is that of its deepest signal, and of no other
        for name in _PER_SIGNAL:
            per_signal[name] = {
                str(item["signal"]): float(item[name])
                for item in told
                if item.get(name) is not None
            }
    return SignalEvent(
        entity=str(line["entity"]),
        kind=str(line["kind"]),
        onset_earliest=_known(line["onset_earliest"]),
        onset_latest=_known(line["onset_latest"]),
        end_earliest=_moment(line.get("end_earliest")),
        end_latest=_moment(line.get("end_latest")),
        signals=signals,
        id=str(line.get("id") or line.get("event_id") or _named(line)),
        operators={str(item["signal"]): str(item["operator"]) for item in told},
        networks=tuple(
            (str(item["entity"]), _known(item["onset_earliest"]))
            for item in line.get("networks") or ()
        ),
        **per_signal,
    )


def _named(line: Mapping[str, Any]) -> str:
    """An id for an event that has none: by what and when it is."""
    return f"{line['entity']}@{line['onset_earliest']}"


def _coverage(line: dict[str, Any]) -> Coverage:
    return Coverage(
        entity=str(line["entity"]),
        signal=str(line["signal"]),
        first=_known(line["first"]),
        last=_known(line["last"]),
        points=int(line["points"]),
        expected=int(line["expected"]),
        dead=bool(line.get("dead", False)),
    )


def blocking_event(line: Mapping[str, Any]) -> BlockingEvent:
    """An event of blocking as `fanous events` tells it."""
    return BlockingEvent(
        event_id=str(line["event_id"]),
        kind=str(line["kind"]),
        cc=str(line["cc"]),
        asns=tuple(int(asn) for asn in line.get("asns") or ()),
        targets=tuple(str(name) for name in line.get("targets") or ()),
        direction=str(line.get("direction", "blocked")),
        onset_earliest=_moment(line.get("onset_earliest")),
        onset_latest=_moment(line.get("onset_latest")),
        end_earliest=_moment(line.get("end_earliest")),
        end_latest=_moment(line.get("end_latest")),
        mechanisms=tuple(str(name) for name in line.get("mechanisms") or ()),
        observers=int(line.get("observers") or 0),
        measurements=int(line.get("measurements") or 0),
    )
