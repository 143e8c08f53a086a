from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.drawing import draw
from fanous.evaluation.countries.emission import (
    SENTENCES,
    emit,
    situation_names,
    situations,
)
from fanous.evaluation.countries.emission_table import EMISSIONS
from fanous.evaluation.countries.scenario import SERVICE_MECHANISMS

from .making import (
    CLEAR,
    DUAL,
    SERVICE,
    WEB,
    block,
    drawn,
    network,
    nuisance,
    of_target,
    scenario,
    within,
)


def test_there_is_a_sentence_for_whatever_can_happen() -> None:
    services = {f"service:{name}" for name in ("normal", "down", *SERVICE_MECHANISMS)}
    for name in situation_names():
        if name.startswith("service:"):
            assert ((name, True) in EMISSIONS) == (name in services)
        else:
            assert {(name, True), (name, False)} <= set(EMISSIONS)


def test_situations_follow_from_what_a_visit_met() -> None:
    down = nuisance("target_down", 14, 16, targets=(WEB, SERVICE))
    moved = nuisance("cdn_change", 0, 20, targets=(WEB,), share=1.0)
    broken = nuisance("broken_ipv6", 0, 20, share=1.0)
    drawing = drawn(down, moved, broken, events=(block(targets=(WEB, CLEAR)),))
    visits = drawing.records
    names = np.array(situation_names())[situations(drawing.scenario, visits)]

    def of(target: str, start: float, end: float) -> set[str]:
        return set(names[of_target(drawing, visits, target) & within(visits, start, end)])

    assert of(WEB, 0, 5) == {"moved"} and of(WEB, 5, 12) == {"tls.reset"}
    assert of(WEB, 14, 16) == {"down"} and of(SERVICE, 14, 16) == {"service:down"}
    assert of(CLEAR, 12, 20) == {"cleartext"} and of(DUAL, 0, 20) == {"broken_ipv6"}
    assert of(SERVICE, 0, 14) == {"service:normal"}


def test_forged_answers_show_though_the_site_is_down() -> None:
    down = nuisance("target_down", 5, 12, targets=(WEB,))
    forged = drawn(down, events=(block(mechanisms=("dns.nxdomain",)),))
    names = np.array(situation_names())[situations(forged.scenario, forged.records)]
    inside = of_target(forged, forged.records, WEB) & within(forged.records, 5, 12)
    assert set(names[inside]) == {"dns.nxdomain"}


def test_sentences_come_as_often_as_the_table_says() -> None:
    busy = tuple(network(asn, sessions_a_day=60.0) for asn in (64512, 64513))
    event = block(targets=(SERVICE,), mechanisms=("http.timeout",))
    drawing = draw(scenario(event, networks=busy), 1)
    said = emit(drawing.scenario, drawing.records, 1)
    inside = drawing.records.event == 0
    outcomes = np.array([SENTENCES[number].outcome for number in said[inside]])
    (blocked, unknown) = EMISSIONS["service:http.timeout", True]
    assert abs((outcomes == "blocked").mean() - blocked[6]) < 0.06
    assert abs((outcomes == "unknown").mean() - unknown[6]) < 0.06


def test_a_record_that_came_twice_says_the_same() -> None:
    event = block(targets=(SERVICE,), mechanisms=("http.timeout",))
    drawing = drawn(nuisance("duplicates", 0, 20, share=0.5), events=(event,))
    records, said = drawing.records, emit(drawing.scenario, drawing.records, 1)
    for number in set(records.record):
        assert len(set(said[records.record == number])) == 1
