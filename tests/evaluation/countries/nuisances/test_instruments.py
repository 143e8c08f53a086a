from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.releases import DEFECTIVE_FROM
from fanous.evaluation.countries.scenario import MECHANISMS
from fanous.evaluation.countries.visits import NOTHING
from tests.evaluation.countries.making import (
    ASNS,
    DUAL,
    WEB,
    drawn,
    network,
    nuisance,
    of_target,
    within,
)

BUSY = tuple(network(asn, probes=30, sessions_a_day=20.0) for asn in ASNS)


def test_a_defective_release_fails_in_every_network_at_its_targets() -> None:
    item = nuisance("defective_release", 5, 10, targets=(WEB,), share=0.4, mechanism="tls.timeout")
    drawing = drawn(item, networks=BUSY)
    visits = drawing.records
    running = visits.version == DEFECTIVE_FROM
    assert ((visits.mechanism != NOTHING) == (running & of_target(drawing, visits, WEB))).all()
    assert {MECHANISMS[code] for code in visits.mechanism[running]} >= {"tls.timeout"}
    assert set(visits.network[running]) == {0, 1, 2}
    assert not running[~within(visits, 5, 13)].any()
    settled = within(visits, 8, 10)
    assert 0.2 < running[settled].mean() < 0.6


def test_probes_take_it_up_and_leave_it_as_they_do() -> None:
    item = nuisance("defective_release", 5, 10, share=0.5, mechanism="tls.timeout")
    visits = drawn(item, networks=BUSY).records
    for probe in np.unique(visits.probe)[:60]:
        mine = visits.where(visits.probe == probe)
        running = mine.version[np.argsort(mine.start)] == DEFECTIVE_FROM
        assert np.abs(np.diff(running.astype(int))).sum() <= 2


def test_an_outage_takes_the_helper_of_a_share_of_visits() -> None:
    drawing = drawn(nuisance("helper_outage", share=0.5, targets=(WEB, DUAL)))
    visits = drawing.records
    inside = within(visits, 5, 10) & (
        of_target(drawing, visits, WEB) | of_target(drawing, visits, DUAL)
    )
    assert 0.35 < (~visits.has_helper[inside]).mean() < 0.65
    assert visits.has_helper[~inside].all()
