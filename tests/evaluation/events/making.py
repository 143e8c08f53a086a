"""True and found events, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fanous.evaluation.countries.truth import Disturbance, Truth
from fanous.evaluation.countries.truth import Event as TrueEvent
from fanous.events.event import Event

START = datetime(2026, 3, 2, tzinfo=UTC)
SITE = "domain:news.example"


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def seconds(day: float) -> int:
    return int(at(day).timestamp())


def true(onset: float = 10, end: float | None = 15, **changes: Any) -> TrueEvent:
    event = TrueEvent(
        kind="blocking",
        cc="XA",
        asns=(64512,),
        targets=(SITE,),
        direction="blocked",
        onset=at(onset),
        end=None if end is None else at(end),
        mechanism="tcp.timeout",
        mechanisms=("tcp.timeout",),
        share=1.0,
        observers_a_day=5.0,
        witnesses_a_day=5.0,
        measurements=30,
        windows=(),
        onsets=(),
    )
    return replace(event, **changes)


def found(onset: float = 10.1, end: float = 14.9, **changes: Any) -> Event:
    event = Event(
        event_id=f"{onset}-{end}",
        kind="blocking",
        cc="XA",
        asns=(64512,),
        targets=(SITE,),
        members=(SITE,),
        direction="blocked",
        onset_earliest=seconds(onset - 0.3),
        onset_latest=seconds(onset),
        end_earliest=seconds(end),
        end_latest=seconds(end + 0.2),
        mechanisms=(),
        observers=9,
        measurements=20,
        blocked=19,
        failed=0,
        share=0.95,
        odds=30.0,
        witnesses=(),
        state="ended",
    )
    return replace(event, **changes)


def silence(onset: float, end: float) -> Event:
    return found(onset, end, kind="silence", targets=(), members=(), asns=(64512,))


def truth(*events: TrueEvent, nuisances: tuple[Disturbance, ...] = ()) -> Truth:
    return Truth("made", 1, START, at(30), ("XA",), 1, 1, 100, events, nuisances)
