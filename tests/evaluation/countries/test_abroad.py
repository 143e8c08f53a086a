from __future__ import annotations

from fanous.evaluation.countries.abroad import ABROAD, abroad
from fanous.evaluation.countries.coherence import check
from fanous.evaluation.countries.drawing import draw
from fanous.evaluation.countries.presets import find_scenario
from fanous.evaluation.countries.releases import DEFECTIVE_FROM, version_names
from fanous.evaluation.countries.sightings import simulate_sightings

from .making import ASNS, DUAL, TARGETS, WEB, block, nuisance, scenario


def test_abroad_nobody_is_blocked_and_what_is_down_is_down() -> None:
    down, noisy = nuisance("target_down", targets=(DUAL,)), nuisance("noisy_network", share=0.5)
    made = abroad(scenario(block(), nuisances=(down, noisy)))
    assert made.events == () and made.nuisances == (down,)
    assert {item.cc for item in made.networks} == {ABROAD}
    assert len(made.networks) >= 4  # three must agree to stand in for a helper
    assert [target.name for target in made.targets] == [target.name for target in TARGETS]


def test_what_befalls_one_place_does_not_befall_them() -> None:
    one_place = nuisance("target_down", cc="XA", targets=(WEB,))
    rotating = nuisance("resolver_rotation", asns=ASNS[:1], count=3)
    assert abroad(scenario(nuisances=(one_place, rotating))).nuisances == ()


def test_every_preset_has_a_world_around_it() -> None:
    assert list(check(abroad(find_scenario("nuisances", 1)))) == []


def test_a_defective_release_has_one_name_everywhere() -> None:
    gap = nuisance("clock_skew", hours=2.0)
    item = nuisance("defective_release", 3, 9, share=0.9, mechanism="tls.timeout")
    names = []
    for made in (scenario(nuisances=(gap, item)), abroad(scenario(nuisances=(gap, item)))):
        versions = draw(made, 1).records.version
        known, positions = version_names(made, versions)
        names.append({known[position] for position in positions[versions >= DEFECTIVE_FROM]})
    assert names[0] == names[1] and len(names[0]) == 1


def test_sightings_may_hold_the_rest_of_the_world() -> None:
    alone, _ = simulate_sightings(scenario(block()), 1)
    world, truth = simulate_sightings(scenario(block()), 1, with_abroad=True)
    assert world.slice(0, alone.num_rows).equals(alone)
    rest = world.slice(alone.num_rows).to_pylist()
    assert {row["probe_cc"] for row in rest} == {ABROAD}
    assert {row["outcome"] for row in rest} <= {"ok", "unknown"}
    uids = world["measurement_uid"].to_pylist()
    assert len(set(uids)) == len(uids)
    assert truth.sightings == alone.num_rows
