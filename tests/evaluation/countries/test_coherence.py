from __future__ import annotations

from typing import Any

import pytest

from fanous.evaluation.countries.coherence import check
from fanous.evaluation.countries.scenario import Country, Scenario, Target

from .making import (
    ASNS,
    CLEAR,
    SERVICE,
    TARGETS,
    WEB,
    at,
    block,
    network,
    nuisance,
    scenario,
)


def problems(made: Scenario) -> list[str]:
    return [f"{item.place.name} {item.key}: {item.what}" for item in check(made)]


def test_what_fits_has_no_problem() -> None:
    curfew = block(kind="recurring", weekdays=(1,), hours=((1.0, 2.0),))
    silence = block(kind="silence", targets=(), mechanisms=())
    before = block(kind="already_blocked", onset=at(-3))
    floods = nuisance("forged_flood", asns=ASNS[:1], targets=(WEB,), count=3, mechanism="tls.reset")
    assert problems(scenario(block(), curfew, silence, before, nuisances=(floods,))) == []


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ({"end": at(5)}, "event end: the end is not after the onset"),
        ({"onset": at(-1)}, "event onset: blocking does not begin there"),
        ({"kind": "already_blocked"}, "event onset: already_blocked does not begin there"),
        ({"onset": at(30), "end": None}, "event onset: the event lies outside the window"),
        ({"kind": "silence"}, "event kind: a silence has no targets or mechanisms"),
        ({"targets": ()}, "event kind: blocking without targets or mechanisms"),
        ({"mechanisms": ()}, "event kind: blocking without targets or mechanisms"),
        ({"kind": "recurring"}, "event kind: weekdays and hours belong to recurring"),
        ({"weekdays": (1,), "hours": ((1.0, 2.0),)}, "weekdays and hours belong to recurring"),
        ({"asns": (65000,)}, "event asns: 65000 is no [[network]] of XA"),
        ({"targets": ("domain:none.example",)}, "is no [[target]] of this file"),
        ({"targets": (CLEAR,)}, "event mechanisms: tls.reset cannot happen to http://"),
        ({"targets": (SERVICE,)}, "event mechanisms: tls.reset cannot happen to service:"),
        ({"mechanisms": ("http.blockpage",)}, "http.blockpage cannot happen to https://"),
        ({"cc": "XQ"}, "event cc: XQ has no [[network]]"),
    ],
)
def test_events_that_do_not_fit_are_told(how: dict[str, Any], what: str) -> None:
    found = problems(scenario(block(**how)))
    assert any(what in problem for problem in found), found


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (nuisance("data_gap", 9, 9), "nuisance end: the end is not after the start"),
        (nuisance("clock_skew", share=0.2), "clock_skew needs hours"),
        (nuisance("data_gap", asns=ASNS[:1]), "data_gap is everywhere"),
        (
            nuisance("forged_flood", targets=(WEB,), asns=ASNS, count=3, mechanism="tls.reset"),
            "nuisance asns: a flood comes from one network",
        ),
        (
            nuisance("forged_flood", targets=(CLEAR,), asns=ASNS, count=3, mechanism="tls.eof"),
            "nuisance mechanism: tls.eof cannot happen",
        ),
        (nuisance("target_down", targets=("domain:no.example",)), "is no [[target]]"),
    ],
)
def test_nuisances_that_do_not_fit_are_told(item: Any, what: str) -> None:
    found = problems(scenario(nuisances=(item,)))
    assert any(what in problem for problem in found), found


def test_tables_that_lack_or_repeat_are_told() -> None:
    assert problems(scenario(targets=())) == [" : no [[target]]"]
    twice = scenario(targets=(*TARGETS, Target("http://web.example/")))
    assert problems(twice) == [f"target : {WEB} is there twice"]
    assert problems(scenario(networks=(network(64512), network(64512)))) == [
        "network : AS64512 is there twice"
    ]
    assert problems(scenario(countries=(Country("XB"),)))[0] == (
        "network cc: XA is no [[country]] of this file"
    )
