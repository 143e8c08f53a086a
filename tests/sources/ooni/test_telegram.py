from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import Record, read_records
from tests.making_services import ACCESS_POINTS, VARIANTS, telegram


@pytest.mark.parametrize("era", [2020, 2022, 2025])
def test_access_points_and_web(tmp_path: Path, era: int) -> None:
    found = read_records(tmp_path, telegram(era=era))
    connects = {(row["ip"], row["port"], row["success"]) for row in found.rows("tcp")}
    assert connects >= {(ip, port, True) for ip in ACCESS_POINTS for port in (80, 443)}
    posts = [row for row in found.rows("http") if row["method"] == "POST"]
    assert {(row["hostname"], row["port"]) for row in posts} == {
        (ip, port) for ip in ACCESS_POINTS for port in (80, 443)
    }
    assert {(row["scheme"], row["status"], row["depth"]) for row in posts} == {("http", 501, 0)}
    (web,) = found.rows("tls")
    assert (web["server_name"], web["ip"]) == ("web.telegram.org", "149.154.167.99")
    assert {row["hostname"] for row in found.rows("dns")} == {"web.telegram.org"}


@pytest.mark.parametrize(
    ("variant", "said"),
    [
        ("telegram_2025", "tcp_blocking=false telegram_http_blocking=false telegram_web_status=ok"),
        ("telegram_tcp", "tcp_blocking=true telegram_http_blocking=true telegram_web_status=ok"),
        (
            "telegram_web_tls",
            "tcp_blocking=false telegram_http_blocking=false telegram_web_status=blocked"
            " telegram_web_failure=connection_reset",
        ),
    ],
)
def test_its_own_conclusion_is_an_opinion(tmp_path: Path, variant: str, said: str) -> None:
    row = read_records(tmp_path, VARIANTS[variant]).row()
    assert row["probe_blocking"] == f"telegram_{said}"
    assert row["control_failure"] is None


def test_access_points_that_time_out(tmp_path: Path) -> None:
    rows = read_records(tmp_path, VARIANTS["telegram_one_left"]).rows("tcp")
    assert {row["ip"] for row in rows if row["success"]} == {ACCESS_POINTS[0], "149.154.167.99"}
    assert {row["failure"] for row in rows} == {None, "generic_timeout_error"}


def test_the_first_version_had_requests_without_content(tmp_path: Path) -> None:
    record: Record = telegram(era=2020) | {"test_version": "0.0.3"}
    keys = record["test_keys"]
    keys["requests"] = [{"failure": None, "request": None, "response": None} for _ in range(12)]
    for name in ("queries", "tls_handshakes", "network_events"):
        del keys[name]
    found = read_records(tmp_path, record)
    assert len(found.rows("http")) == 12
    assert {row["hostname"] for row in found.rows("http")} == {None}
    assert found.rows("dns") == []
