"""What was true of a drawing: events and nuisances, with who could see them.

Decides the nouns that detectors are scored against. Times are the script's, not the measurements':
an event that nobody measured is still an event, and `observers_a_day` says that nobody could see
it. Leaves matching and scoring to the evaluation of events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from fanous.evaluation.countries.drawing import Drawing
from fanous.evaluation.countries.observers import observers_of
from fanous.evaluation.countries.scenario import EventKind, Nuisance, Scenario, ScriptedEvent
from fanous.evaluation.countries.schedule import DAY
from fanous.evaluation.countries.script import Span, network_spans, seen_by, united
from fanous.evaluation.countries.visits import Flags, Visits, microseconds

__all__ = ["EXCUSES", "Disturbance", "Event", "Truth", "truth_of"]

# Kinds of events that a nuisance may well be reported as: what shows is silence, why it came is
# not in the data.
EXCUSES: dict[str, tuple[str, ...]] = {
    "data_gap": ("silence",),
    "country_change": ("silence",),
    "test_list_edit": ("silence",),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One true event. Empty `targets` for a silence; `asns` are in the order of a roll-out.

    `onset` may lie before the window (`already_blocked`); `end` is None where it goes on after the
    window. `mechanism` is the first of `mechanisms`, "" for a silence. `share` is of subscribers,
    or of sessions for a silence. `windows` are when it was on, within the window (every network
    together); `onsets` say when each network's began. `observers_a_day` is how many independent
    observers a day measured its targets on its networks while it was on (for a silence: would
    have), `witnesses_a_day` how many of them met it. `measurements` are those of the observers.
    """

    kind: EventKind
    cc: str
    asns: tuple[int, ...]
    targets: tuple[str, ...]
    direction: str
    onset: datetime
    end: datetime | None
    mechanism: str
    mechanisms: tuple[str, ...]
    share: float
    observers_a_day: float
    witnesses_a_day: float
    measurements: int
    windows: tuple[Span, ...]
    onsets: tuple[tuple[int, datetime], ...]


@dataclass(frozen=True, slots=True)
class Disturbance:
    """One nuisance with its span. `excuses` are kinds of event that it may be reported as."""

    kind: str
    cc: str
    asns: tuple[int, ...]
    targets: tuple[str, ...]
    start: datetime
    end: datetime
    excuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """All that was true, and the window it was true in. `sightings` counts distinct records."""

    scenario: str
    seed: int
    start: datetime
    end: datetime
    countries: tuple[str, ...]
    networks: int
    targets: int
    sightings: int
    events: tuple[Event, ...]
    nuisances: tuple[Disturbance, ...]


def truth_of(drawing: Drawing) -> Truth:
    """The truth of a drawing; events in the order of the scenario."""
    scenario = drawing.scenario
    return Truth(
        scenario=scenario.name,
        seed=drawing.seed,
        start=scenario.begins,
        end=scenario.ends,
        countries=tuple(country.cc for country in scenario.countries),
        networks=len(scenario.networks),
        targets=len(scenario.targets),
        sightings=len(drawing.distinct),
        events=tuple(_event(drawing, n, event) for n, event in enumerate(scenario.events)),
        nuisances=tuple(_disturbance(nuisance) for nuisance in scenario.nuisances),
    )


def _event(drawing: Drawing, number: int, event: ScriptedEvent) -> Event:
    scenario, seed = drawing.scenario, drawing.seed
    scope = scenario.scope(event)
    spans = {asn: network_spans(scenario, event, asn, seed) for asn in scope}
    # A silence is seen by those who would have measured.
    visits = drawing.planned if event.kind == "silence" else drawing.distinct
    could = seen_by(scenario, event, visits, seed)
    met = could if event.kind == "silence" else could & (visits.event == number)
    windows = united([span for each in spans.values() for span in each])
    onset, end = _bounds(scenario, event, windows)
    return Event(
        kind=event.kind,
        cc=event.cc,
        asns=scope,
        targets=event.targets,
        direction="blocked",
        onset=onset,
        end=end,
        mechanism=event.mechanisms[0] if event.mechanisms else "",
        mechanisms=event.mechanisms,
        share=event.share,
        observers_a_day=_a_day(drawing, visits, could, windows),
        witnesses_a_day=_a_day(drawing, visits, met, windows),
        measurements=int(could.sum()),
        windows=windows,
        onsets=tuple((asn, spans[asn][0][0]) for asn in scope if spans[asn]),
    )


def _bounds(
    scenario: Scenario, event: ScriptedEvent, windows: tuple[Span, ...]
) -> tuple[datetime, datetime | None]:
    """The first moment and the last; a curfew begins with its first night.

    An event that the window never meets, such as a Sunday's curfew in a week cut short, is told as
    scripted.
    """
    if not windows:
        return event.onset, event.end
    onset = event.onset if event.kind == "already_blocked" else windows[0][0]
    is_open = event.end is None or event.end > scenario.ends
    return onset, None if is_open else windows[-1][1]


def _a_day(drawing: Drawing, visits: Visits, chosen: Flags, windows: tuple[Span, ...]) -> float:
    """Mean number of distinct observers on a UTC day that the event touches."""
    days: set[int] = set()
    for start, end in windows:
        last = microseconds(end) - 1
        days.update(range(microseconds(start) // DAY, last // DAY + 1))
    seen = observers_of(drawing.population, visits.where(chosen))
    return round(len(np.unique(seen)) / max(len(days), 1), 3)


def _disturbance(nuisance: Nuisance) -> Disturbance:
    return Disturbance(
        kind=nuisance.kind,
        cc=nuisance.cc,
        asns=nuisance.asns,
        targets=nuisance.targets,
        start=nuisance.start,
        end=nuisance.end,
        excuses=EXCUSES.get(nuisance.kind, ()),
    )
