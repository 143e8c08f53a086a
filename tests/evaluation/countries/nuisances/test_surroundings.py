from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.nuisances.surroundings import FLAKY_MECHANISMS
from fanous.evaluation.countries.scenario import MECHANISMS, SERVICE_MECHANISMS
from fanous.evaluation.countries.visits import NOTHING
from tests.evaluation.countries.making import (
    ASNS,
    CLEAR,
    DUAL,
    SERVICE,
    WEB,
    drawn,
    network,
    nuisance,
    of_network,
    of_target,
    within,
)


def test_a_target_that_is_down_is_down_for_everybody() -> None:
    drawing = drawn(nuisance("target_down", targets=(WEB,)))
    visits = drawing.records
    expected = within(visits, 5, 10) & of_target(drawing, visits, WEB)
    assert (visits.is_down == expected).all() and expected.any()


def test_a_share_of_look_ups_sees_the_new_network() -> None:
    drawing = drawn(nuisance("cdn_change", 5, 20, targets=(DUAL,), share=0.5))
    visits = drawing.records
    inside = within(visits, 5, 20) & of_target(drawing, visits, DUAL)
    assert 0.35 < visits.is_moved[inside].mean() < 0.65
    assert not visits.is_moved[~inside].any()


def test_resolvers_rotate_where_they_do_and_public_ones_stay() -> None:
    halves = tuple(network(asn, public_resolver_share=0.5, probes=20) for asn in ASNS)
    drawing = drawn(nuisance("resolver_rotation", asns=ASNS[:1], count=3), networks=halves, days=15)
    visits = drawing.records
    mine = of_network(drawing, visits, ASNS[0])
    assert set(visits.resolver_asn[mine & within(visits, 5, 10)]) == {65020, 65030, 65031, 65032}
    assert set(visits.resolver_asn[mine & within(visits, 0, 5)]) == {65020, 64512}
    assert set(visits.resolver_asn[~mine]) == {65020, 64513, 64514}


def test_broken_ipv6_follows_the_probe() -> None:
    drawing = drawn(nuisance("broken_ipv6", 0, 20, asns=ASNS[:2], share=0.5))
    visits = drawing.records
    assert not visits.broken_ipv6[of_network(drawing, visits, ASNS[2])].any()
    for probe in set(visits.probe):
        assert len(set(visits.broken_ipv6[visits.probe == probe])) == 1
    assert 0 < visits.broken_ipv6.mean() < 1


def test_flaky_sessions_fail_together_and_in_several_ways() -> None:
    drawing = drawn(nuisance("noisy_network", 0, 20, asns=ASNS[:1], share=0.3))
    visits = drawing.records
    failed = visits.mechanism != NOTHING
    assert not failed[~of_network(drawing, visits, ASNS[0])].any()
    assert (visits.nuisance[failed] == 0).all()
    mine = visits.where(of_network(drawing, visits, ASNS[0]))
    flaky = set(mine.session[mine.mechanism != NOTHING])
    assert 0.15 < len(flaky) / len(set(mine.session)) < 0.4
    in_flaky = np.isin(mine.session, list(flaky))
    assert (mine.mechanism[in_flaky] != NOTHING).mean() > 0.5
    assert len(set(mine.mechanism[mine.mechanism != NOTHING])) >= 4


def test_every_network_has_its_usual_noise() -> None:
    noisy = tuple(
        network(asn, noise=share, sessions_a_day=40.0)
        for asn, share in zip(ASNS, (0.0, 0.05, 0.2), strict=True)
    )
    drawing = drawn(networks=noisy)
    visits = drawing.records
    rates = [(visits.mechanism[of_network(drawing, visits, asn)] != NOTHING).mean() for asn in ASNS]
    assert rates[0] == 0 and 0.015 < rates[1] < 0.045 and 0.09 < rates[2] < 0.15
    assert (visits.nuisance == NOTHING).all()


def test_failures_fit_their_targets() -> None:
    drawing = drawn(nuisance("noisy_network", 0, 20, share=1.0))
    visits = drawing.records

    def ways(target: str) -> set[str]:
        met = visits.mechanism[of_target(drawing, visits, target)]
        return {MECHANISMS[code] for code in met if code != NOTHING}

    assert ways(SERVICE) == set(SERVICE_MECHANISMS)
    assert ways(WEB) == set(FLAKY_MECHANISMS)
    assert ways(CLEAR) == {way for way in FLAKY_MECHANISMS if not way.startswith("tls.")}
