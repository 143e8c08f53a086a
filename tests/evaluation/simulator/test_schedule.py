from __future__ import annotations

from collections import Counter
from dataclasses import replace

from fanous.evaluation.simulator.scenario import Period
from fanous.evaluation.simulator.schedule import HOURS_A_BLOCK, plans
from fanous.evaluation.simulator.two_countries import TWO_COUNTRIES

from .conftest import WINDOW


def test_sessions_follow_the_day() -> None:
    blocks = Counter(
        plan.session.started.hour // HOURS_A_BLOCK for plan in plans(TWO_COUNTRIES, WINDOW, seed=1)
    )
    assert blocks[0] < blocks[1] < blocks[3]


def test_the_bigger_network_measures_more() -> None:
    counts = Counter(plan.access.network.asn for plan in plans(TWO_COUNTRIES, WINDOW, seed=1))
    assert counts[64500] > counts[64501] > counts[64502] > 0


def test_a_session_visits_each_site_at_most_once() -> None:
    for plan in plans(TWO_COUNTRIES, WINDOW, seed=1):
        hosts = [site.host for site in plan.sites]
        assert len(set(hosts)) == len(hosts) >= 6


def test_sessions_of_one_day_come_in_order() -> None:
    xa = [plan for plan in plans(TWO_COUNTRIES, WINDOW, seed=1) if plan.access.network.cc == "XA"]
    assert [p.session.started for p in xa] == sorted(p.session.started for p in xa)


def test_a_longer_window_leaves_earlier_sessions_as_they_were() -> None:
    short = Period(0, 3 / 7).within(WINDOW)
    few = [plan.session for plan in plans(TWO_COUNTRIES, short, seed=1)]
    many = [plan.session for plan in plans(TWO_COUNTRIES, WINDOW, seed=1)]
    assert few and all(session in many for session in few)


def test_report_ids_have_the_modern_form() -> None:
    session = next(iter(plans(TWO_COUNTRIES, WINDOW, seed=1))).session
    stamp, test, cc, asn, marker, token = session.report_id().split("_")
    assert (test, cc, asn, marker) == ("webconnectivity", "XA", str(session.probe.asn), "n1")
    assert stamp.startswith("202601") and stamp.endswith("Z")
    assert len(token) == 16


def test_some_probes_ask_a_resolver_abroad() -> None:
    world = replace(TWO_COUNTRIES, public_resolver_share=0.5)
    asked = Counter(
        plan.session.probe.resolver_asn == plan.session.probe.asn
        for plan in plans(world, WINDOW, seed=1)
    )
    assert asked[True] and asked[False]
