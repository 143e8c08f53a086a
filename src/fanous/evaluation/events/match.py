"""Which found event is which true one.

Decides when both are the same: one country, both silences or both blockings, a common target and a
common network, and times that touch within a day. A true event may be found in pieces, and each
piece is right. What is found and true of nothing is false, except a silence that a nuisance of the
data explains: that nobody measured is then simply true. Patterns told within an event count with
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fanous.evaluation.countries.truth import Disturbance, Truth
from fanous.evaluation.countries.truth import Event as TrueEvent
from fanous.events.event import Event
from fanous.reference.targets import Targets

__all__ = ["Match", "Matching", "match"]

_SLACK_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Match:
    """A true event and what was found of it, in order of onset."""

    true: TrueEvent
    found: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Every true event with what was found of it; what was found and is false, or excused."""

    matches: tuple[Match, ...]
    false: tuple[Event, ...]
    excused: tuple[Event, ...]

    @property
    def right(self) -> int:
        """How many found events are true."""
        return len({event.event_id for each in self.matches for event in each.found})


def match(truth: Truth, events: Sequence[Event], known: Targets) -> Matching:
    """Hold found events against the truth of one drawing."""
    whole = [event for event in events if event.part_of is None]
    matches = tuple(
        Match(true, tuple(event for event in whole if _is_same(truth, true, event, known)))
        for true in truth.events
    )
    right = {event.event_id for each in matches for event in each.found}
    rest = [event for event in whole if event.event_id not in right]
    excused = tuple(e for e in rest if any(_excuses(each, e) for each in truth.nuisances))
    false = tuple(event for event in rest if event not in excused)
    return Matching(matches, false, excused)


def _is_same(truth: Truth, true: TrueEvent, found: Event, known: Targets) -> bool:
    if found.cc != true.cc or (found.kind == "silence") != (true.kind == "silence"):
        return False
    targets = {known.group(name) for name in true.targets}
    if targets and not targets & set(found.targets):
        return False
    if true.asns and found.asns and not set(true.asns) & set(found.asns):
        return False
    end = true.end or truth.end
    return _touches(found, true.onset.timestamp(), end.timestamp())


def _excuses(nuisance: Disturbance, found: Event) -> bool:
    return (
        found.kind in nuisance.excuses
        and nuisance.cc in (found.cc, "")
        and _touches(found, nuisance.start.timestamp(), nuisance.end.timestamp())
    )


def _touches(found: Event, start: float, end: float) -> bool:
    began = found.onset_latest if found.onset_latest is not None else 0
    over = found.end_latest or found.end_earliest or began
    return began <= end + _SLACK_SECONDS and over >= start - _SLACK_SECONDS
