from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from fanous.evaluation.countries.coherence import check
from fanous.evaluation.countries.random_places import random_networks, random_targets
from tests.making import FUZZ

from .making import scenario


@FUZZ
@given(st.integers(0, 2**31))
def test_any_place_can_stand_in_a_scenario(seed: int) -> None:
    networks, targets = random_networks(Random(seed)), random_targets(Random(seed))
    made = scenario(networks=networks, targets=targets)
    assert {problem.key for problem in check(made)} <= {"cc"}  # it is another country's
    sizes = [network.sessions_a_day for network in networks]
    assert sizes == sorted(sizes, reverse=True) and min(sizes) >= 0.1
    assert targets[-1].is_service and 5 <= len(targets) <= 11


def test_places_differ() -> None:
    made = [random_targets(Random(seed)) for seed in range(200)]
    sites = [target for targets in made for target in targets if not target.is_service]
    assert 0.15 < sum(site.is_cleartext for site in sites) / len(sites) < 0.25
    assert 0.25 < sum(site.dual_stack for site in sites) / len(sites) < 0.35
    mobile = [n.network_type for seed in range(100) for n in random_networks(Random(seed))]
    assert 0.4 < mobile.count("mobile") / len(mobile) < 0.6
