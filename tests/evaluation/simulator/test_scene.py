from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from fanous.evaluation.simulator.scene import TransactionNumbers, World, set_scene
from fanous.evaluation.simulator.schedule import Plan, plans
from fanous.evaluation.simulator.two_countries import TWO_COUNTRIES

from .conftest import WINDOW


def plan_in(asn: int) -> Plan:
    return next(
        plan for plan in plans(TWO_COUNTRIES, WINDOW, seed=1) if plan.access.network.asn == asn
    )


def mechanisms_met(world: World, plan: Plan, host: str, *, day: float) -> list[str]:
    site = TWO_COUNTRIES.site(host)
    scene = set_scene(world, plan, site, WINDOW.start + timedelta(days=day))
    return [item.mechanism for item in scene.met]


def test_interference_acts_in_its_network_and_time_only(world: World) -> None:
    assert mechanisms_met(world, plan_in(64500), "news.example", day=3) == ["tls.reset"]
    assert mechanisms_met(world, plan_in(64500), "news.example", day=1) == []
    assert mechanisms_met(world, plan_in(64503), "news.example", day=3) == []


def test_a_lying_resolver_reaches_only_those_who_ask_it(world: World) -> None:
    plan = plan_in(64502)
    assert plan.session.probe.resolver_asn == 64502
    assert mechanisms_met(world, plan, "chat.example", day=1) == ["dns.nxdomain"]
    probe = replace(plan.session.probe, resolver_asn=65020)
    elsewhere = replace(plan, session=replace(plan.session, probe=probe))
    assert mechanisms_met(world, elsewhere, "chat.example", day=1) == []


def test_an_outage_reaches_everyone(world: World) -> None:
    shop, moment = TWO_COUNTRIES.site("shop.example"), WINDOW.start + timedelta(days=4.5)
    assert all(set_scene(world, plan_in(asn), shop, moment).is_down for asn in (64500, 64505))


def test_addresses_belong_to_someone_except_forged_ones(world: World) -> None:
    assert world.asn_of("198.51.100.10") == 65010
    assert world.asn_of("2001:db8:120::140") == 65012
    assert world.asn_of("10.66.66.36") == 0
    assert world.answer("10.66.66.36").as_name == ""


def test_transaction_ids_come_from_the_documented_ranges() -> None:
    numbers = TransactionNumbers()
    assert numbers.of_engine("getaddrinfo") == 10001
    assert numbers.of_engine("udp") == 20001
    assert numbers.of_engine("doh") == 30001
    assert numbers.of_port(80) == 40001
    assert [numbers.of_port(443), numbers.of_port(443)] == [50001, 50002]
