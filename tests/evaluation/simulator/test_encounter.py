from __future__ import annotations

from dataclasses import replace

from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.scenario import Interference
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.visit import Visit

from .conftest import SetScene


def visit_of(scene: Scene) -> Visit:
    return encounter(scene).visit


def test_a_normal_visit_fetches_the_page(scene_of: SetScene) -> None:
    visit = visit_of(scene_of("news.example"))
    ((connection, exchange),) = visit.exchanges
    assert connection.classic and connection.works
    assert exchange.status == 200
    assert "The Example Morning News" in exchange.body
    assert visit.control is not None and visit.control_failure is None


def test_a_redirect_is_followed_and_resolved_again(scene_of: SetScene) -> None:
    visit = visit_of(scene_of("library.example"))
    (first, redirect), (second, page) = visit.exchanges
    assert (first.port, redirect.status, first.depth) == (80, 301, 0)
    assert (second.port, page.status, second.depth) == (443, 200, 1)
    assert page.referer == "http://library.example/"
    assert page.began > redirect.ended
    assert {item.depth for item in visit.lookups} == {0, 1}


def test_cleartext_inputs_get_a_tls_check_without_a_request(scene_of: SetScene) -> None:
    visit = visit_of(scene_of("rights.example"))
    checks = [item for item in visit.connections if item.port == 443]
    assert checks and not any(item.fetch_body or item.exchange for item in checks)


def test_behind_an_injection_the_site_is_reached_all_the_same(scene_of: SetScene) -> None:
    visit = visit_of(scene_of("forum.example", mechanism="dns.injection.bogon"))
    ((connection, exchange),) = visit.exchanges
    assert not connection.classic and exchange.status == 200
    assert "10.66.66.36" not in {item.address for item in visit.connections}
    assert visit.late_answers


def test_the_old_client_runs_into_the_bogon(scene_of: SetScene) -> None:
    visit = visit_of(scene_of("forum.example", mechanism="dns.injection.bogon", legacy=True))
    assert [item.failure for item in visit.connections] == ["generic_timeout_error"]
    assert not visit.exchanges and visit.doh_connection is None


def test_a_block_page_comes_in_place_of_a_cleartext_page(scene_of: SetScene) -> None:
    visit = visit_of(scene_of("rights.example", mechanism="http.blockpage"))
    assert "Office of Pages" in visit.exchanges[-1][1].body
    assert visit.control is not None and visit.control.title == "Rights Watch Example"


def test_a_request_may_go_unanswered(scene_of: SetScene) -> None:
    hang = Interference("http.timeout", "news.example", (64500,))
    visit = visit_of(scene_of("news.example", met=(hang,)))
    ((connection, exchange),) = visit.exchanges
    assert connection.works and (exchange.status, exchange.body) == (0, "")
    assert exchange.failure == "generic_timeout_error"
    assert exchange.ended - exchange.began > 9


def test_without_a_helper_there_is_a_reason(scene_of: SetScene) -> None:
    visit = visit_of(scene_of("weather.example", helper_unreachable=True))
    assert visit.control is None
    assert visit.control_failure in {"connection_reset", "generic_timeout_error"}


def test_a_leaked_address_also_shows_in_the_response(scene_of: SetScene) -> None:
    scene = scene_of("weather.example")
    probe = replace(scene.session.probe, address="192.0.2.9")
    leaky = replace(scene, session=replace(scene.session, probe=probe))
    assert visit_of(leaky).exchanges[-1][1].headers["X-Client-Ip"] == "192.0.2.9"


def test_time_moves_forward(scene_of: SetScene) -> None:
    visit = visit_of(scene_of("library.example", ipv6_failure="generic_timeout_error"))
    assert visit.runtime > max(item.ended for item in visit.connections) > 10
    assert all(item.began < item.ended for item in visit.connections)
    assert all(item.began < item.ended for item in visit.lookups)
