from __future__ import annotations

import numpy as np
import pytest

from fanous.evaluation.countries.nuisances.flood import forged_records
from fanous.evaluation.countries.observers import observers_of
from fanous.evaluation.countries.population import FORGED
from fanous.evaluation.countries.scenario import MECHANISMS
from tests.evaluation.countries.making import (
    ASNS,
    WEB,
    drawn,
    nuisance,
    of_network,
    of_target,
    within,
)


@pytest.mark.parametrize("voices", [1, 7])
def test_a_flood_comes_from_one_place_in_few_names(voices: int) -> None:
    flood = nuisance(
        "forged_flood",
        *(5, 6),
        asns=(ASNS[2],),
        targets=(WEB,),
        count=200,
        voices=voices,
        mechanism="tls.reset",
    )
    drawing = drawn(flood)
    visits = drawing.records
    forged = visits.where(drawing.population.since[visits.probe] == FORGED)
    assert len(forged) == 200
    assert of_target(drawing, forged, WEB).all() and of_network(drawing, forged, ASNS[2]).all()
    assert within(forged, 5, 6).all()
    assert {MECHANISMS[code] for code in forged.mechanism} == {"tls.reset"}
    assert len(np.unique(observers_of(drawing.population, forged))) == voices
    assert len(set(drawing.records.record)) == len(drawing.records)


def test_two_floods_have_voices_of_their_own() -> None:
    how = {"asns": (ASNS[0],), "targets": (WEB,), "count": 50, "mechanism": "tls.reset"}
    one = nuisance("forged_flood", 2, 3, voices=2, **how)
    two = nuisance("forged_flood", 7, 8, voices=3, **how)
    drawing = drawn(one, two)
    first, second = forged_records(drawing.scenario, drawing.population, drawing.planned, 7)
    assert not set(first.probe) & set(second.probe)
    assert not set(first.record) & set(second.record)
    assert not set(first.session) & set(second.session)


def test_without_floods_nothing_is_forged() -> None:
    drawing = drawn()
    assert forged_records(drawing.scenario, drawing.population, drawing.planned, 7) == []
