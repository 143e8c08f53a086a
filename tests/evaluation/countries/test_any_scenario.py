"""Whatever a file may say: it is refused with its line, or it can be drawn."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.evaluation.countries.coherence import check
from fanous.evaluation.countries.drawing import draw
from fanous.evaluation.countries.scenario import (
    EVENT_KINDS,
    MECHANISMS,
    NUISANCE_KINDS,
    Network,
    Nuisance,
    Scenario,
    ScriptedEvent,
    Target,
)
from fanous.evaluation.countries.sightings import sightings_of
from fanous.evaluation.countries.truth import truth_of
from tests.making import FUZZ

from .making import ASNS, TARGETS, at, scenario

MOMENTS = st.floats(-3, 12).map(at)
SHARES = st.sampled_from([0.0, 0.01, 0.5, 1.0])
NAMES = st.lists(st.sampled_from([t.name for t in TARGETS]), unique=True, max_size=3).map(tuple)
SOME_ASNS = st.lists(st.sampled_from(ASNS), unique=True, max_size=3).map(tuple)
HOURS = st.tuples(st.floats(0, 12), st.floats(12.5, 24))
EVENTS = st.builds(
    ScriptedEvent,
    kind=st.sampled_from(EVENT_KINDS),
    cc=st.just("XA"),
    onset=MOMENTS,
    end=st.none() | MOMENTS,
    asns=SOME_ASNS,
    targets=NAMES,
    mechanisms=st.lists(st.sampled_from(MECHANISMS), unique=True, max_size=2).map(tuple),
    share=SHARES,
    rollout_days=st.sampled_from([0.0, 3.0, 300.0]),
    flapping=st.none() | st.tuples(st.floats(0.5, 40), st.floats(0.5, 40)),
    weekdays=st.lists(st.integers(0, 6), unique=True, max_size=3).map(tuple),
    hours=st.lists(HOURS, max_size=2).map(tuple),
    locus=st.sampled_from(["path", "resolver"]),
)
NUISANCES = st.builds(
    Nuisance,
    kind=st.sampled_from(NUISANCE_KINDS),
    start=MOMENTS,
    end=MOMENTS,
    cc=st.sampled_from(["", "XA"]),
    asns=SOME_ASNS,
    targets=NAMES,
    share=SHARES,
    count=st.integers(0, 50),
    voices=st.integers(1, 4),
    hours=st.floats(0, 50),
    mechanism=st.sampled_from(MECHANISMS),
    to=st.sampled_from(["", "XD"]),
)
NETWORKS = st.builds(
    Network,
    asn=st.just(ASNS[0]),
    cc=st.just("XA"),
    name=st.just("XA Net"),
    network_type=st.sampled_from(["mobile", "wifi"]),
    sessions_a_day=st.sampled_from([0.01, 1.0, 9.0]),
    probes=st.integers(1, 5),
    probe_days=st.sampled_from([1.0, 20.0]),
    probe_id_share=SHARES,
    noise=SHARES,
    helper_failure_share=SHARES,
    unclear_share=SHARES,
)


def fitting(made: Scenario) -> Scenario:
    """Without the events and nuisances that would be refused."""
    wrong = [problem.place for problem in check(made)]
    numbers = {
        name: {place.number for place in wrong if place.name == name}
        for name in ("event", "nuisance")
    }

    def kept(name: str, items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(item for n, item in enumerate(items) if n not in numbers[name])

    return scenario(
        *kept("event", made.events),
        nuisances=kept("nuisance", made.nuisances),
        networks=made.networks,
        targets=made.targets,
        days=made.days,
    )


@settings(FUZZ, max_examples=120)
@given(
    events=st.lists(EVENTS, max_size=4),
    nuisances=st.lists(NUISANCES, max_size=6),
    network=NETWORKS,
    coverage=st.sampled_from([0.0, 0.4, 1.0]),
    days=st.integers(1, 9),
    seed=st.integers(0, 99),
)
def test_what_is_not_refused_can_be_drawn(
    events: list[ScriptedEvent],
    nuisances: list[Nuisance],
    network: Network,
    coverage: float,
    days: int,
    seed: int,
) -> None:
    targets = tuple(Target(item.url, coverage, item.dual_stack) for item in TARGETS)
    networks = (network, *scenario().networks[1:])
    rough = scenario(
        *events, nuisances=tuple(nuisances), networks=networks, targets=targets, days=days
    )
    made = fitting(rough)
    assert not list(check(made))
    drawing = draw(made, seed)
    table, truth = sightings_of(drawing), truth_of(drawing)
    assert table.num_rows == truth.sightings
    assert len(truth.events) == len(made.events)
    for event in truth.events:
        assert 0 <= event.witnesses_a_day <= event.observers_a_day
        assert all(start < end for start, end in event.windows)
        for (_, end), (start, _) in pairwise(event.windows):
            assert end < start
        assert event.end is None or event.end - event.onset > timedelta(0)
