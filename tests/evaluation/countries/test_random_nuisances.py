from __future__ import annotations

from random import Random

import pytest

from fanous.evaluation.countries.coherence import NEEDS, check
from fanous.evaluation.countries.random_nuisances import DAYS, Surroundings, random_details
from fanous.evaluation.countries.scenario import NUISANCE_KINDS

from .making import TARGETS, nuisance, scenario

AROUND = Surroundings(scenario().networks, TARGETS[:1], TARGETS[3], ("tcp.timeout",))


def test_every_kind_is_in_a_random_country() -> None:
    assert set(DAYS) == set(NUISANCE_KINDS)
    assert all(0 < shortest <= longest <= 60 for shortest, longest in DAYS.values())


@pytest.mark.parametrize("kind", NUISANCE_KINDS)
def test_details_are_what_the_kind_needs(kind: str) -> None:
    for seed in range(20):
        details = random_details(kind, Random(seed), AROUND)
        assert set(NEEDS[kind]) <= set(details)
        assert list(check(scenario(nuisances=(nuisance(kind, **details),)))) == []
