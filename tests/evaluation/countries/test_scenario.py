from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest

from fanous.evaluation.countries.coherence import NEEDS
from fanous.evaluation.countries.scenario import (
    MECHANISMS,
    NUISANCE_KINDS,
    SERVICE_MECHANISMS,
    Nuisance,
    Target,
    default_dispersion,
)
from fanous.paths import data_folder
from fanous.reference.toml_file import TomlFile

from .making import ASNS, block, network, nuisance, scenario


def test_small_networks_are_lumpier_in_proportion() -> None:
    assert default_dispersion(0.5) < default_dispersion(2) < default_dispersion(16)
    assert default_dispersion(0.0) > 0
    assert network(64512, sessions_a_day=2.0, dispersion=0.0).spread == default_dispersion(2.0)
    assert network(64512, dispersion=3.0).spread == 3.0


@pytest.mark.parametrize(
    ("mean", "measured"), [(15.85, 2.23), (7.2, 2.12), (2.65, 0.97), (1.63, 0.45), (0.48, 0.32)]
)
def test_the_fit_is_within_its_spread_of_real_networks(mean: float, measured: float) -> None:
    """Telegram in Kenya 2023, as benchmarks/fit_nuisances.py prints them."""
    assert 0.4 < default_dispersion(mean) / measured < 2.5


def test_mechanisms_are_those_of_the_verdicts() -> None:
    declared = TomlFile(data_folder() / "mechanisms.toml").document["mechanism"]
    assert isinstance(declared, list)
    assert set(MECHANISMS) <= {entry["id"] for entry in declared}
    assert set(SERVICE_MECHANISMS) <= set(MECHANISMS)


def test_every_kind_of_nuisance_says_what_it_needs() -> None:
    assert set(NEEDS) == set(NUISANCE_KINDS)
    assert {key for keys in NEEDS.values() for key in keys} <= {f.name for f in fields(Nuisance)}


def test_targets_are_named_as_measurements_name_them() -> None:
    assert Target("http://news.example/").name == "domain:news.example"
    assert Target("http://news.example/").is_cleartext
    assert Target("service:telegram").name == "service:telegram"
    assert Target("service:telegram").is_service


def test_a_scope_is_named_or_everybody() -> None:
    made = scenario(block(), block(asns=ASNS[::-1][:2]))
    assert made.scope(made.events[0]) == ASNS
    assert made.scope(made.events[1]) == ASNS[::-1][:2]
    assert made.ends - made.begins == timedelta(days=20)


def test_nuisances_are_found_by_kind() -> None:
    made = scenario(nuisances=(nuisance("data_gap"), nuisance("out_of_order")))
    assert [item.kind for item in made.nuisances_of("data_gap")] == ["data_gap"]
    assert made.nuisances_of("late_data") == ()
    assert made.country("XA").cc == made.networks_of("XA")[0].cc
