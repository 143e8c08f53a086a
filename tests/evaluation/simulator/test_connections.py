from __future__ import annotations

import pytest

from fanous.evaluation.simulator.connections import Try, connect
from fanous.evaluation.simulator.scenario import Interference
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.visit import Connection

from .conftest import SetScene


def try_address(scene: Scene, address: str, *, port: int = 443) -> Connection:
    return connect(scene, Try(address, port, classic=True, fetch_body=True), depth=0, began=1.0)


def test_a_genuine_address_connects_and_shakes_hands(scene_of: SetScene) -> None:
    found = try_address(scene_of("news.example"), "198.51.100.10")
    assert found.works and found.handshake is not None
    assert found.handshake.server_name == "news.example"
    assert len(found.handshake.chain) == 2
    assert 1.0 < found.ended < found.ready_at


def test_cleartext_has_no_handshake(scene_of: SetScene) -> None:
    found = try_address(scene_of("rights.example"), "198.51.100.20", port=80)
    assert found.works and found.handshake is None
    assert found.number == 40001


def test_a_reset_comes_after_connecting(scene_of: SetScene) -> None:
    found = try_address(scene_of("news.example", mechanism="tls.reset"), "198.51.100.10")
    assert found.failure is None and not found.works
    assert found.handshake is not None
    assert found.handshake.failure == "connection_reset"
    assert found.handshake.chain == ()


@pytest.mark.parametrize(
    ("host", "address", "port", "changes", "failure"),
    [
        ("video.example", "192.0.2.158", 443, {}, "connection_refused"),
        ("forum.example", "10.66.66.36", 443, {}, "generic_timeout_error"),
        ("shop.example", "198.51.100.160", 443, {"is_down": True}, "generic_timeout_error"),
        ("archive.example", "198.51.100.70", 443, {}, "connection_refused"),
        (
            "weather.example",
            "2001:db8:100::50",
            443,
            {"ipv6_failure": "network_unreachable"},
            "network_unreachable",
        ),
    ],
)
def test_connecting_fails_for_its_reason(
    scene_of: SetScene,
    host: str,
    address: str,
    port: int,
    changes: dict[str, object],
    failure: str,
) -> None:
    found = try_address(scene_of(host, **changes), address, port=port)
    assert found.failure == failure
    assert found.handshake is None


def meeting(scene_of: SetScene, mechanism: str) -> Scene:
    return scene_of("news.example", met=(Interference(mechanism, "news.example", (64500,)),))


@pytest.mark.parametrize(
    ("mechanism", "failure"),
    [("tcp.timeout", "generic_timeout_error"), ("tcp.reset", "connection_reset")],
)
def test_interference_with_addresses_stops_the_connect(
    scene_of: SetScene, mechanism: str, failure: str
) -> None:
    found = try_address(meeting(scene_of, mechanism), "198.51.100.10")
    assert (found.failure, found.handshake) == (failure, None)
    assert (found.ended - found.began > 9) == (mechanism == "tcp.timeout")


@pytest.mark.parametrize(
    ("mechanism", "failure"),
    [("tls.timeout", "generic_timeout_error"), ("tls.eof", "eof_error")],
)
def test_interference_with_names_stops_the_handshake(
    scene_of: SetScene, mechanism: str, failure: str
) -> None:
    found = try_address(meeting(scene_of, mechanism), "198.51.100.10")
    assert found.failure is None and found.handshake is not None
    assert (found.handshake.failure, found.handshake.chain) == (failure, ())


def test_broken_ipv6_leaves_ipv4_alone(scene_of: SetScene) -> None:
    scene = scene_of("weather.example", ipv6_failure="host_unreachable")
    assert try_address(scene, "198.51.100.50").works
