from __future__ import annotations

from dataclasses import replace

from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.visit import Client, Handshake, endpoint_text

from .conftest import SetScene


def test_endpoints_bracket_ipv6() -> None:
    assert endpoint_text("192.0.2.1", 443) == "192.0.2.1:443"
    assert endpoint_text("2001:db8::1", 80) == "[2001:db8::1]:80"


def test_the_version_tells_the_shape() -> None:
    assert Client("0.4.3", "3.25.0", "android", "arm64").legacy
    assert not Client("0.5.28", "3.26.0", "android", "arm64").legacy


def test_a_connection_works_only_with_its_handshake(scene_of: SetScene) -> None:
    connection = encounter(scene_of("news.example")).visit.connections[0]
    assert connection.works
    failed = Handshake("news.example", "eof_error", (), 0.1, 0.2)
    assert not replace(connection, handshake=failed).works


def test_system_look_ups_are_those_of_the_input_only(scene_of: SetScene) -> None:
    visit = encounter(scene_of("library.example")).visit
    assert [(item.engine, item.depth) for item in visit.system_lookups] == [("getaddrinfo", 0)]
