from __future__ import annotations

import pytest

from fanous.evaluation.simulator.encounter import encounter

from .conftest import SetScene


@pytest.mark.parametrize(
    ("host", "changes", "expected"),
    [
        ("weather.example", {}, []),
        ("news.example", {"mechanism": "tls.reset"}, [("blocked", "tls", "tls.reset")]),
        ("shop.example", {"is_down": True}, [("down", "tcp", "tcp.timeout")]),
        (
            "weather.example",
            {"ipv6_failure": "host_unreachable"},
            [("nuisance", "tcp", "ip.unreachable")],
        ),
        ("news.example", {"ipv6_failure": "host_unreachable"}, []),
        ("archive.example", {}, [("nuisance", "tcp", "tcp.refused")]),
        ("archive.example", {"legacy": True}, []),
        ("media.example", {}, [("nuisance", "dns", "dns.injection.other")]),
        ("weather.example", {"helper_unreachable": True}, [("nuisance", "control", "")]),
    ],
)
def test_a_visit_bears_what_was_done_to_it(
    scene_of: SetScene,
    host: str,
    changes: dict[str, object],
    expected: list[tuple[str, str, str]],
) -> None:
    effects = encounter(scene_of(host, **changes)).effects
    assert [(item.kind, item.layer, item.mechanism) for item in effects] == expected
