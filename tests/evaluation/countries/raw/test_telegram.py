from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from random import Random
from typing import Any, cast

import pytest

from fanous.evaluation.countries.raw.telegram import ACCESS_POINTS, telegram_measurement
from fanous.evaluation.simulator.visit import Client, ProbeIdentity, Session
from fanous.paths import data_folder

STARTED = datetime(2026, 3, 2, 9, tzinfo=UTC)
SESSION = Session(
    probe=ProbeIdentity("XA", 64512, "XA Net", "wifi", 64512, "198.18.0.2", "XA Net"),
    client=Client("0.5.28", "3.26.0", "linux", "amd64"),
    started=STARTED,
    report_token="a" * 16,
)


def keys(mechanism: str = "", *, is_down: bool = False) -> dict[str, Any]:
    record = telegram_measurement(
        SESSION,
        started=STARTED,
        mechanism=mechanism,
        is_down=is_down,
        chain=(b"leaf",),
        uid="20260302090000.000000_XA_telegram_0000000000000000",
        rng=Random(3),
    )
    assert (record["test_name"], record["input"]) == ("telegram", None)
    return cast(dict[str, Any], record["test_keys"])


def connects(found: dict[str, Any], *, web: bool) -> list[str | None]:
    rows = [row for row in found["tcp_connect"] if (row["ip"] not in ACCESS_POINTS) is web]
    return [row["status"]["failure"] for row in rows]


def test_access_points_are_those_that_are_declared() -> None:
    service = tomllib.loads((data_folder() / "services" / "telegram.toml").read_text())
    endpoints = [item for member in service["member"] for item in member["endpoint"]]
    declared = [ip for item in endpoints for ip in item.get("addresses", [])]
    assert sorted(ACCESS_POINTS) == sorted(declared)


def test_where_nothing_is_done_everything_works() -> None:
    found = keys()
    assert connects(found, web=False) == [None] * 12 and connects(found, web=True) == [None]
    assert [row["response"]["code"] for row in found["requests"]] == [501] * 12 + [200]
    assert not found["telegram_http_blocking"] and not found["telegram_tcp_blocking"]
    assert found["telegram_web_status"] == "ok"


def test_timeouts_to_the_addresses_leave_the_web_page() -> None:
    found = keys("tcp.timeout")
    assert set(connects(found, web=False)) == {"generic_timeout_error"}
    assert connects(found, web=True) == [None]
    assert found["telegram_tcp_blocking"] and found["telegram_web_status"] == "ok"


def test_timeouts_after_the_connect_stop_both() -> None:
    found = keys("http.timeout")
    assert set(connects(found, web=False)) == {None}
    assert {row["failure"] for row in found["requests"]} == {"generic_timeout_error"}
    assert found["tls_handshakes"][0]["failure"] == "generic_timeout_error"
    assert found["telegram_http_blocking"] and not found["telegram_tcp_blocking"]


@pytest.mark.parametrize("mechanism", ["", "tcp.timeout"])
def test_what_is_down_answers_nowhere(mechanism: str) -> None:
    found = keys(mechanism, is_down=True)
    assert set(connects(found, web=False) + connects(found, web=True)) == {"generic_timeout_error"}
    assert found["tls_handshakes"] == []


def test_steps_come_one_after_the_other() -> None:
    for mechanism in ("", "tcp.timeout", "http.timeout"):
        found = keys(mechanism)
        for name in ("queries", "tcp_connect", "tls_handshakes", "requests"):
            assert all(row["t0"] < row["t"] for row in found[name])
