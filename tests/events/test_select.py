"""Which events are asked for."""

from __future__ import annotations

from typing import Any

import pytest

from fanous.events.select import select
from fanous.reference.targets import targets


def event(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "event_id": name,
        "cc": "KE",
        "targets": ["service:telegram"],
        "members": ["domain:t.me"],
        "state": "ended",
        "end_earliest": "2026-03-09T10:00:00Z",
        "end_latest": "2026-03-10T10:00:00Z",
    } | changes


EVENTS = [
    event("a"),
    event("b", cc="UG", targets=["service:x"], members=["domain:twitter.com"]),
    event("c", state="ongoing", end_latest=None),
    event("d", state="unclear", end_latest="2026-01-01T00:00:00Z"),
    event("e", targets=["domain:shop.example"], members=[], end_latest="2026-02-01T00:00:00Z"),
    event("f", targets=[], members=[]),
]


def chosen(**how: Any) -> str:
    return "".join(each["event_id"] for each in select(EVENTS, targets(), **how))


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ({}, "abcdef"),
        ({"cc": "ug"}, "b"),
        ({"cc": "XX"}, ""),
        ({"target": "telegram"}, "acd"),
        ({"target": "service:telegram"}, "acd"),
        ({"target": "t.me"}, "acd"),
        ({"target": "web.telegram.org"}, "acd"),
        ({"target": "twitter.com"}, "b"),
        ({"target": "x"}, "b"),
        ({"target": "shop.example"}, "e"),
        ({"target": "www.shop.example"}, "e"),
        ({"target": "domain:shop.example"}, "e"),
        ({"target": "nobody.example"}, ""),
        ({"since": "2026-03-10"}, "abcdf"),
        ({"since": "2026-03-10T10:00:00Z"}, "abcdf"),
        ({"since": "2026-03-10T10:00:01Z"}, "cd"),
        ({"since": "2026-02-01", "cc": "KE", "target": "shop.example"}, "e"),
    ],
)
def test_by_country_target_and_time(how: dict[str, str], found: str) -> None:
    assert chosen(**how) == found
