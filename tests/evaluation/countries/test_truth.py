from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from fanous.evaluation.countries.drawing import Drawing, draw
from fanous.evaluation.countries.observers import observers_of
from fanous.evaluation.countries.scenario import ScriptedEvent
from fanous.evaluation.countries.truth import Event, truth_of

from .making import (
    ASNS,
    SERVICE,
    WEB,
    at,
    block,
    day_of,
    network,
    nuisance,
    of_target,
    scenario,
    within,
)


def one(event: ScriptedEvent) -> tuple[Drawing, Event]:
    drawing = draw(scenario(event), 1)
    (found,) = truth_of(drawing).events
    return drawing, found


def test_a_block_is_told_as_it_was_scripted() -> None:
    drawing, event = one(block())
    assert (event.kind, event.cc, event.asns, event.targets) == ("blocking", "XA", ASNS, (WEB,))
    assert (event.onset, event.end, event.direction) == (at(5), at(12), "blocked")
    assert (event.mechanism, event.mechanisms, event.share) == ("tls.reset", ("tls.reset",), 1.0)
    assert event.windows == ((at(5), at(12)),)
    assert event.onsets == tuple((asn, at(5)) for asn in ASNS)
    inside = within(drawing.records, 5, 12) & of_target(drawing, drawing.records, WEB)
    assert event.measurements == inside.sum()


def test_observers_are_counted_by_day() -> None:
    drawing, event = one(block())
    visits = drawing.records.where(
        within(drawing.records, 5, 12) & of_target(drawing, drawing.records, WEB)
    )
    seen = observers_of(drawing.population, visits)
    by_day = [len(set(seen[day_of(visits).astype(int) == day])) for day in range(5, 12)]
    assert event.observers_a_day == pytest.approx(np.mean(by_day), abs=0.001)
    assert event.witnesses_a_day == event.observers_a_day > 3


def test_fewer_are_witnesses_of_a_partial_block() -> None:
    _, event = one(block(share=0.5))
    assert 0 < event.witnesses_a_day < event.observers_a_day


def test_an_open_event_has_no_end() -> None:
    assert one(block(end=None))[1].end is None
    assert one(block(end=at(50)))[1].end is None
    assert one(block(end=None))[1].windows[-1][1] == at(20)


def test_what_was_there_before_keeps_its_onset() -> None:
    _, event = one(block(kind="already_blocked", onset=at(-40)))
    assert event.onset == at(-40) and event.windows[0][0] == at(0)


def test_a_curfew_is_one_event_with_its_occurrences() -> None:
    curfew = block(
        kind="recurring", weekdays=(0, 1, 2), hours=((5.0, 8.0),), targets=(SERVICE,), onset=at(5)
    )
    _, event = one(curfew)
    assert [start for start, _ in event.windows] == [
        at(day) + timedelta(hours=5) for day in (7, 8, 9)
    ]
    assert event.onset == event.windows[0][0] and event.end == event.windows[-1][1]


def test_a_rollout_is_one_event_with_an_onset_for_each_network() -> None:
    _, event = one(block(asns=ASNS[::-1], rollout_days=3.0))
    assert event.onset == at(5) and event.asns == ASNS[::-1]
    assert event.onsets == ((ASNS[2], at(5)), (ASNS[1], at(6.5)), (ASNS[0], at(8)))
    assert event.windows == ((at(5), at(12)),)


def test_a_silence_is_seen_by_those_who_would_have_measured() -> None:
    _, event = one(block(kind="silence", targets=(), mechanisms=()))
    assert event.mechanism == "" and event.targets == ()
    assert event.observers_a_day > 3 and event.measurements > 50


def test_who_cannot_see_an_event_is_no_observer_of_it() -> None:
    thin = (network(64512, sessions_a_day=0.05, probes=1),)
    drawing = draw(scenario(block(), networks=thin), 1)
    assert truth_of(drawing).events[0].observers_a_day < 1


def test_nuisances_are_told_with_their_span_and_excuses() -> None:
    gap, down = nuisance("data_gap", 3, 6), nuisance("target_down", targets=(WEB,))
    truth = truth_of(draw(scenario(block(), nuisances=(gap, down)), 1))
    assert [(item.kind, item.excuses) for item in truth.nuisances] == [
        ("data_gap", ("silence",)),
        ("target_down", ()),
    ]
    assert (truth.nuisances[0].start, truth.nuisances[0].end) == (at(3), at(6))
    assert (truth.start, truth.end, truth.countries) == (at(0), at(20), ("XA",))
    assert (truth.networks, truth.targets) == (3, 4)
