"""Clocks: a request that ended before what it needs has a clock of its own; others are believed."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fanous.explain.clocks import Observations, requests_without_clock, seconds
from tests.making import FUZZ

IP, HOST = "192.0.2.10", "shop.example"


def seen(
    *, dns: Any, tcp: Any, tls: Any, http: Any, scheme: str = "https", ip: str | None = None
) -> Observations:
    request = {"sequence": 0, "hostname": HOST, "scheme": scheme, "ip": ip, "port": 443, "t": http}
    return {
        "dns": [{"hostname": HOST, "answers": [IP], "t": dns}],
        "tcp": [{"ip": IP, "port": 443, "t": tcp}],
        "tls": [{"server_name": HOST, "t": tls}],
        "http": [request, {**request, "sequence": 1, "hostname": "other.example"}],
    }


def test_one_impossible_time_makes_all_requests_timeless() -> None:
    found = requests_without_clock(seen(dns=0.02, tcp=0.2, tls=0.56, http=0.001))
    assert found == {0: 0.56, 1: None}, "and each stands after what it needs, where that is known"


def test_what_a_request_does_not_need_says_nothing() -> None:
    assert requests_without_clock(seen(dns=0.1, tcp=0.2, tls=0.9, http=0.5, scheme="http")) == {}
    assert requests_without_clock(seen(dns=0.1, tcp=0.9, tls=0.4, http=0.5, ip="192.0.2.99")) == {}
    other = {**seen(dns=0.1, tcp=0.9, tls=0.9, http=0.5), "tls": [], "tcp": []}
    assert requests_without_clock(other) == {}


times = st.none() | st.floats(allow_nan=False, min_value=-1, max_value=1e9)


@FUZZ
@given(dns=times, tcp=times, tls=times, http=times)
def test_times_that_can_be_are_left_alone(dns: Any, tcp: Any, tls: Any, http: Any) -> None:
    found = requests_without_clock(seen(dns=dns, tcp=tcp, tls=tls, http=http))
    known = [time for time in map(seconds, (dns, tcp, tls)) if time is not None]
    end = seconds(http)
    assert bool(found) is (end is not None and bool(known) and end < max(known))


def test_seconds_that_can_be_drawn() -> None:
    given_times = (None, 0.0, -1.0, float("inf"), float("nan"), 2.5)
    assert [seconds(time) for time in given_times] == [None, 0.0, None, None, None, 2.5]
