from __future__ import annotations

from dataclasses import replace

from fanous.evaluation.simulator.resolution import resolve
from fanous.evaluation.simulator.scenario import Interference
from fanous.evaluation.simulator.visit import Lookup

from .conftest import SetScene


def by_engine(lookups: tuple[Lookup, ...], engine: str) -> list[Lookup]:
    return [item for item in lookups if item.engine == engine]


def test_depth_0_asks_three_engines_and_deeper_hops_two(scene_of: SetScene) -> None:
    first = resolve(scene_of("news.example"), depth=0, began=0.0)
    assert [item.engine for item in first.lookups] == ["getaddrinfo", "udp", "udp", "doh", "doh"]
    again = resolve(scene_of("news.example"), depth=1, began=1.0)
    assert {item.engine for item in again.lookups} == {"getaddrinfo", "udp"}


def test_a_family_without_addresses_is_no_answer(scene_of: SetScene) -> None:
    a, aaaa = by_engine(resolve(scene_of("news.example"), depth=0, began=0.0).lookups, "udp")
    assert a.failure is None and a.addresses
    assert aaaa.failure == "dns_no_answer" and not aaaa.answers
    assert a.number == aaaa.number == 20001


def test_an_injector_lies_to_cleartext_and_the_truth_comes_late(scene_of: SetScene) -> None:
    scene = scene_of("forum.example", mechanism="dns.injection.bogon")
    found = resolve(scene, depth=0, began=0.0)
    (system,), udp = by_engine(found.lookups, "getaddrinfo"), by_engine(found.lookups, "udp")
    assert system.addresses == udp[0].addresses == ("10.66.66.36",)
    assert by_engine(found.lookups, "doh")[0].addresses == scene.site.addresses
    (late,) = found.late
    assert late.addresses == scene.site.addresses
    assert late.ended > udp[0].ended and late.number == udp[0].number


def test_a_lying_resolver_leaves_other_engines_alone(scene_of: SetScene) -> None:
    scene = scene_of("chat.example", mechanism="dns.nxdomain")
    found = resolve(scene, depth=0, began=0.0)
    (system,) = by_engine(found.lookups, "getaddrinfo")
    assert system.failure == "dns_nxdomain_error" and not system.answers
    others = by_engine(found.lookups, "udp") + by_engine(found.lookups, "doh")
    assert all(item.failure is None for item in others)
    assert not found.late


def test_dropped_queries_go_unanswered_for_good(scene_of: SetScene) -> None:
    on_path = Interference("dns.timeout", "chat.example", (64500,))
    at_resolver = replace(on_path, locus="resolver")
    for dropped, engines in ((on_path, {"getaddrinfo", "udp"}), (at_resolver, {"getaddrinfo"})):
        found = resolve(scene_of("chat.example", met=(dropped,)), depth=0, began=0.0)
        failed = {item.engine for item in found.lookups if item.failure}
        assert failed == engines and not found.late
        assert found.ended > 4.9


def test_each_look_up_of_a_rotating_site_differs(scene_of: SetScene) -> None:
    found = resolve(scene_of("media.example"), depth=0, began=0.0)
    answers = [item.addresses for item in found.lookups if item.addresses]
    assert len(set(answers)) == len(answers) == 3
    assert found.lookups[0].answers[0].kind == "CNAME"


def test_the_old_client_asks_the_system_resolver_only(scene_of: SetScene) -> None:
    dual_stack = resolve(scene_of("weather.example", legacy=True), depth=0, began=0.0)
    assert [(item.engine, item.query_type) for item in dual_stack.lookups] == [
        ("system", "A"),
        ("system", "AAAA"),
    ]
    single = resolve(scene_of("news.example", legacy=True), depth=0, began=0.0)
    assert [item.query_type for item in single.lookups] == ["A"]
