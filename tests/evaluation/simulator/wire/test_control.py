from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.wire.control import control, control_request, legacy_control


def test_the_control_has_the_helpers_keys(scene_of: Callable[..., Scene]) -> None:
    view = control(encounter(scene_of("weather.example")).visit)
    assert view is not None
    assert view["dns"] == {"failure": None, "addrs": ["198.51.100.50", "2001:db8:100::50"]}
    assert view["tcp_connect"] == {
        "198.51.100.50:443": {"status": True, "failure": None},
        "[2001:db8:100::50]:443": {"status": True, "failure": None},
    }
    assert view["ip_info"] == {
        "198.51.100.50": {"asn": 65010, "flags": 11},
        "2001:db8:100::50": {"asn": 65010, "flags": 11},
    }
    assert set(view) == {
        "tcp_connect",
        "tls_handshake",
        "quic_handshake",
        "http_request",
        "http3_request",
        "dns",
        "ip_info",
    }


def test_a_missing_control_takes_three_forms(scene_of: Callable[..., Scene]) -> None:
    visit = encounter(scene_of("weather.example", helper_unreachable=True)).visit
    assert control(replace(visit, control_failure="connection_reset")) is None
    assert control(replace(visit, control_failure="generic_timeout_error")) == {}
    assert legacy_control(visit)["dns"] == {"failure": None, "addrs": None}


def test_the_helper_is_asked_about_every_address(scene_of: Callable[..., Scene]) -> None:
    asked = control_request(encounter(scene_of("weather.example")).visit)
    assert asked["http_request"] == "https://weather.example/"
    assert asked["tcp_connect"] == [
        "198.51.100.50:443",
        "198.51.100.50:80",
        "[2001:db8:100::50]:443",
        "[2001:db8:100::50]:80",
    ]
