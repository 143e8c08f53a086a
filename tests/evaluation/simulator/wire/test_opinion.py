from __future__ import annotations

from collections.abc import Callable

import pytest

from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.wire.opinion import opinion


@pytest.mark.parametrize(
    ("host", "changes", "blocking", "accessible", "flags"),
    [
        ("weather.example", {}, False, True, 32),
        ("weather.example", {"ipv6_failure": "host_unreachable"}, False, True, 32),
        ("media.example", {}, False, True, 32),
        ("library.example", {}, False, True, 32),
        ("news.example", {"mechanism": "tls.reset"}, "http-failure", False, 4),
        ("forum.example", {"mechanism": "dns.injection.bogon"}, "dns", False, 33),
        ("video.example", {"mechanism": "dns.injection.blockpage"}, "dns", False, 33),
        ("chat.example", {"mechanism": "dns.nxdomain"}, "dns", False, 33),
        ("rights.example", {"mechanism": "http.blockpage"}, "http-diff", False, 16),
        ("shop.example", {"is_down": True}, False, False, 0),
        ("weather.example", {"helper_unreachable": True}, False, True, 32),
        ("rights.example", {"helper_unreachable": True}, None, None, 0),
    ],
)
def test_the_client_concludes_what_a_client_would(
    scene_of: Callable[..., Scene],
    host: str,
    changes: dict[str, object],
    blocking: str | bool | None,
    accessible: bool | None,
    flags: int,
) -> None:
    view = opinion(encounter(scene_of(host, **changes)).visit)
    assert (view.blocking, view.accessible) == (blocking, accessible)
    assert view.blocking_flags == flags


def test_without_a_helper_dns_is_neither_right_nor_wrong(scene_of: Callable[..., Scene]) -> None:
    view = opinion(encounter(scene_of("weather.example", helper_unreachable=True)).visit)
    assert view.dns_consistency is None
    assert view.null_null_flags == 8


def test_the_old_client_blames_dns_for_the_bogon(scene_of: Callable[..., Scene]) -> None:
    scene = scene_of("forum.example", mechanism="dns.injection.bogon", legacy=True)
    view = opinion(encounter(scene).visit)
    assert (view.blocking, view.http_failure) == ("dns", "generic_timeout_error")
