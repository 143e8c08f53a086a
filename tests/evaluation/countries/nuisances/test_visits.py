from __future__ import annotations

from fanous.evaluation.countries.nuisances.visits import VISIT_NUISANCES
from fanous.evaluation.countries.scenario import NUISANCE_KINDS
from fanous.evaluation.countries.visits import NOTHING
from tests.evaluation.countries.making import (
    ASNS,
    WEB,
    block,
    drawn,
    network,
    nuisance,
    of_target,
    within,
)

ELSEWHERE = {
    *("clock_skew", "country_change", "data_gap", "duplicates", "forged_flood"),
    *("late_data", "out_of_order", "test_list_edit", "years_late"),
}


def test_every_kind_is_done_somewhere() -> None:
    assert set(VISIT_NUISANCES) | ELSEWHERE == set(NUISANCE_KINDS)
    assert not set(VISIT_NUISANCES) & ELSEWHERE


def test_no_nuisance_undoes_an_event() -> None:
    noisy = nuisance("noisy_network", 0, 20, share=1.0)
    defective = nuisance("defective_release", 0, 20, share=1.0, mechanism="tls.timeout")
    drawing = drawn(defective, noisy, events=(block(),))
    visits = drawing.records
    inside = within(visits, 5, 12) & of_target(drawing, visits, WEB)
    assert (visits.event[inside] == 0).all() and (visits.event[~inside] == NOTHING).all()
    assert set(visits.nuisance[~inside]) <= {NOTHING, 0, 1}


def test_helpers_and_probes_fail_as_often_as_their_network_says() -> None:
    failing = tuple(
        network(asn, helper_failure_share=0.2, unclear_share=0.1, sessions_a_day=30.0)
        for asn in ASNS
    )
    visits = drawn(networks=failing).records
    assert 0.17 < (~visits.has_helper).mean() < 0.23
    assert 0.08 < visits.is_unclear.mean() < 0.12
