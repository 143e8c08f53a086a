from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from fanous.evaluation.simulator.scenario import Period, Site, Window, is_forged_bogon

DAY = Window(datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC))


def site(url: str, *, rotation: int = 0) -> Site:
    addresses = tuple(f"203.0.113.{number}" for number in range(8))
    return Site(url, "A Site", "NEWS", "xa", addresses, rotation=rotation)


def test_a_window_does_not_hold_its_end() -> None:
    assert DAY.start in DAY
    assert DAY.end not in DAY


def test_a_period_falls_on_whole_hours() -> None:
    assert Period(0.26, 0.99).within(DAY) == Window(
        datetime(2026, 1, 5, 6, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)
    )


def test_a_unicode_name_travels_as_punycode() -> None:
    persian = site("https://فانوس.example/")
    assert persian.host == "xn--mgby3bvk.example"
    assert persian.wire_url == "https://xn--mgby3bvk.example/"


def test_a_rotating_site_answers_differently_each_time() -> None:
    rotating, rng = site("https://media.example/", rotation=2), Random(1)
    draws = {rotating.draw_addresses(rng) for _ in range(8)}
    assert len(draws) > 4
    assert all(len(draw) == 2 for draw in draws)


def test_a_plain_site_always_answers_alike() -> None:
    plain = site("https://news.example/")
    assert plain.draw_addresses(Random(1)) == plain.addresses


def test_only_the_unused_private_range_is_a_bogon() -> None:
    assert is_forged_bogon("10.66.66.36")
    assert not is_forged_bogon("192.0.2.158")
    assert not is_forged_bogon("2001:db8::1")
