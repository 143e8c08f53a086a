from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.nuisances.scope import chance, touched
from tests.evaluation.countries.making import (
    ASNS,
    WEB,
    drawn,
    nuisance,
    of_network,
    of_target,
    within,
)


def test_a_nuisance_touches_its_span_networks_and_targets() -> None:
    item = nuisance("noisy_network", asns=ASNS[1:2], targets=(WEB,), share=0.0)
    drawing = drawn(item)
    visits = drawing.records
    expected = within(visits, 5, 10) & of_target(drawing, visits, WEB)
    expected &= of_network(drawing, visits, ASNS[1])
    assert expected.any()
    assert (touched(drawing.scenario, item, visits) == expected).all()


def test_nothing_named_is_everything() -> None:
    item = nuisance("data_gap")
    drawing = drawn(item)
    visits = drawing.planned
    assert (touched(drawing.scenario, item, visits) == within(visits, 5, 10)).all()


def test_another_country_is_not_touched() -> None:
    item = nuisance("helper_outage", cc="XB")
    assert not touched(drawn(item).scenario, item, drawn(item).planned).any()


def test_chances_are_their_own_for_each_nuisance() -> None:
    one, two = nuisance("noisy_network", share=0.0), nuisance("noisy_network", 6, share=0.0)
    made = drawn(one, two).scenario
    of = np.arange(1000)
    first, second = chance(made, one, of, 1), chance(made, two, of, 1)
    assert (first == chance(made, one, of, 1)).all()
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1
