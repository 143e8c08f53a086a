from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.population import (
    DAYS_BETWEEN_RELEASES,
    FORGED,
    PLATFORMS,
    populate,
)

from .making import ASNS, WEB, network, nuisance, scenario


def test_probes_come_and_go_and_their_number_holds() -> None:
    many = (network(64512, probes=200, probe_days=10.0),)
    population = populate(scenario(networks=many, days=60), 1)
    for day in (0, 20, 40, 59):
        present = (population.since <= day) & (day < population.until)
        assert 150 < present.sum() < 250
    assert len(population) > 1000
    first, last = population.until > 0, population.until > 59
    assert (first & ~last).sum() > 100


def test_shares_are_those_of_the_network() -> None:
    many = (network(64512, probes=3000, probe_id_share=0.3, public_resolver_share=0.6),)
    population = populate(scenario(networks=many), 1)
    assert 0.27 < population.has_id.mean() < 0.33
    assert 0.57 < population.public_resolver.mean() < 0.63
    assert set(population.platform) == set(range(len(PLATFORMS["wifi"])))


def test_every_probe_takes_up_releases_in_order_and_late() -> None:
    population = populate(scenario(days=3 * DAYS_BETWEEN_RELEASES), 1)
    probes = np.arange(len(population))
    before = np.zeros(len(population), np.int64)
    for day in range(0, 3 * DAYS_BETWEEN_RELEASES, 3):
        now = population.release(probes, np.full(len(population), float(day)))
        assert (now >= before).all()
        assert (now <= day // DAYS_BETWEEN_RELEASES).all()
        before = now
    assert before.max() == 2


def test_a_network_is_not_changed_by_another() -> None:
    alone = populate(scenario(networks=(network(64512),)), 1)
    together = populate(scenario(networks=(network(64512), network(64513))), 1)
    assert (together.weight[: len(alone)] == alone.weight).all()


def test_forgers_never_take_part() -> None:
    flood = nuisance(
        "forged_flood", asns=ASNS[:1], targets=(WEB,), count=9, voices=5, mechanism="tls.reset"
    )
    population = populate(scenario(nuisances=(flood,)), 1)
    forgers = population.since == FORGED
    assert forgers.sum() == 5
    assert (population.until[forgers] == FORGED).all()
