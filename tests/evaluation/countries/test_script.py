from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.evaluation.countries.drawing import draw
from fanous.evaluation.countries.scenario import MECHANISMS
from fanous.evaluation.countries.script import in_spans, network_spans, united
from fanous.evaluation.countries.visits import NOTHING, microseconds
from tests.making import FUZZ

from .making import (
    ASNS,
    DUAL,
    SERVICE,
    WEB,
    at,
    block,
    day_of,
    network,
    of_network,
    of_target,
    scenario,
    within,
)


def test_a_block_is_met_in_its_scope_and_nowhere_else() -> None:
    drawing = draw(scenario(block(asns=ASNS[:2])), 1)
    visits = drawing.records
    inside = within(visits, 5, 12) & of_target(drawing, visits, WEB)
    inside &= ~of_network(drawing, visits, ASNS[2])
    assert inside.sum() > 20
    assert ((visits.event == 0) == inside).all()
    assert ((visits.mechanism != NOTHING) == inside).all()


def test_an_event_leaves_the_schedule_as_it_was() -> None:
    quiet, blocked = draw(scenario(), 1).records, draw(scenario(block()), 1).records
    assert (quiet.start == blocked.start).all()
    assert (quiet.probe == blocked.probe).all()


def test_half_of_the_subscribers_are_the_same_half_each_time() -> None:
    many = (network(64512, probes=60, sessions_a_day=60.0),)
    drawing = draw(scenario(block(share=0.5), networks=many), 1)
    visits = drawing.records
    inside = within(visits, 5, 12) & of_target(drawing, visits, WEB)
    met = {int(p): set() for p in visits.probe[inside]}  # type: ignore[var-annotated]
    for probe, event in zip(visits.probe[inside], visits.event[inside], strict=True):
        met[int(probe)].add(int(event))
    assert all(len(events) == 1 for events in met.values())
    share = np.mean([events == {0} for events in met.values()])
    assert 0.3 < share < 0.7


def test_each_subscriber_meets_one_mechanism_of_two() -> None:
    drawing = draw(scenario(block(mechanisms=("tcp.timeout", "tls.timeout"))), 1)
    visits = drawing.records
    met = visits.where(visits.event == 0)
    assert {MECHANISMS[code] for code in met.mechanism} == {"tcp.timeout", "tls.timeout"}
    for probe in set(met.probe):
        assert len(set(met.mechanism[met.probe == probe])) == 1


def test_a_rollout_reaches_one_network_after_the_other() -> None:
    made = scenario(block(asns=(64514, 64512, 64513), rollout_days=4.0))
    starts = [network_spans(made, made.events[0], asn, 1)[0][0] for asn in (64514, 64512, 64513)]
    assert starts == [at(5), at(7), at(9)]


def test_flapping_is_on_and_off_for_its_mean_hours() -> None:
    made = scenario(block(flapping=(30.0, 10.0), onset=at(0), end=at(200)), days=200)
    spans = network_spans(made, made.events[0], ASNS[0], 1)
    assert spans == network_spans(made, made.events[0], ASNS[1], 1)
    on = [(end - start) / timedelta(hours=1) for start, end in spans]
    off = [(b[0] - a[1]) / timedelta(hours=1) for a, b in pairwise(spans)]
    assert np.mean(on) == pytest.approx(30, rel=0.1) and np.mean(off) == pytest.approx(10, rel=0.1)
    assert spans[0][0] == at(0) and spans[-1][1] <= at(200)


def test_a_curfew_is_on_in_its_hours_of_its_weekdays() -> None:
    curfew = block(
        kind="recurring", weekdays=(0, 4), hours=((5.0, 8.0), (22.0, 24.0)), targets=(SERVICE,)
    )
    made = scenario(curfew)
    spans = network_spans(made, made.events[0], ASNS[0], 1)
    days = [(start - at(0)).days for start, _ in spans]
    assert days == [7, 7, 11, 11]  # from the sixth day on: Monday 9 and Friday 13 March
    assert [start.hour for start, _ in spans] == [5, 22, 5, 22]
    assert [end - start for start, end in spans][:2] == [timedelta(hours=3), timedelta(hours=2)]


def test_hours_may_overlap_and_stand_in_any_order() -> None:
    curfew = block(kind="recurring", weekdays=(0,), hours=((11.0, 14.0), (5.0, 9.0), (6.0, 7.0)))
    made = scenario(curfew, days=12)
    spans = network_spans(made, made.events[0], ASNS[0], 1)
    assert [(start.hour, end.hour) for start, end in spans] == [(5, 9), (11, 14)]


@FUZZ
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=8))
def test_united_spans_are_apart_and_hold_the_same_moments(spans: list[tuple[int, int]]) -> None:
    given_spans = [(at(start), at(start + length)) for start, length in spans]
    found = united(given_spans)
    assert all(a[1] < b[0] for a, b in pairwise(found))
    for half_day in range(100):
        moment = at(half_day / 2)
        before = any(start <= moment < end for start, end in given_spans)
        assert before == any(start <= moment < end for start, end in found)


def test_a_silence_swallows_whole_sessions() -> None:
    silence = block(kind="silence", targets=(), mechanisms=(), share=0.5)
    drawing = draw(scenario(silence, days=40), 1)
    planned, kept = drawing.planned, drawing.records
    inside = within(planned, 5, 12)
    sessions = set(planned.session[inside]) & set(kept.session)
    assert 0.35 < len(sessions) / len(set(planned.session[inside])) < 0.65
    for session in sessions:
        assert (kept.session == session).sum() == (planned.session == session).sum()
    assert within(kept, 12, 40).sum() == within(planned, 12, 40).sum()


def test_a_full_silence_leaves_nothing() -> None:
    drawing = draw(scenario(block(kind="silence", targets=(), mechanisms=())), 1)
    assert within(drawing.records, 5, 12).sum() == 0
    assert within(drawing.records, 0, 5).sum() > 0


def test_at_the_resolver_only_its_askers_are_met() -> None:
    mixed = tuple(network(asn, public_resolver_share=0.5, probes=20) for asn in ASNS)
    event = block(mechanisms=("dns.nxdomain",), locus="resolver")
    drawing = draw(scenario(event, networks=mixed), 1)
    visits = drawing.records
    inside = within(visits, 5, 12) & of_target(drawing, visits, WEB)
    own = visits.resolver_asn == np.array(ASNS)[visits.network]
    assert ((visits.event == 0) == (inside & own)).all()
    assert (inside & ~own).any()


def test_what_was_there_before_is_on_from_the_first_hour() -> None:
    drawing = draw(scenario(block(kind="already_blocked", onset=at(-90))), 1)
    visits = drawing.records
    met = visits.where(visits.event == 0)
    assert day_of(met).min() < 1 and day_of(met).max() < 12


def test_the_first_of_two_events_wins() -> None:
    both = (block(), block(mechanisms=("tcp.timeout",), targets=(WEB, DUAL)))
    visits = draw(scenario(*both), 1).records
    assert set(visits.event) == {NOTHING, 0, 1}
    assert {MECHANISMS[code] for code in visits.mechanism[visits.event == 0]} == {"tls.reset"}


def test_times_in_spans_count_without_the_end() -> None:
    spans = [(at(1), at(2)), (at(3), at(4))]
    times = np.array([microseconds(at(day)) for day in (0.5, 1, 1.5, 2, 3, 3.99, 4)])
    assert in_spans(times, spans).tolist() == [False, True, True, False, True, True, False]
    assert not in_spans(times, []).any()
