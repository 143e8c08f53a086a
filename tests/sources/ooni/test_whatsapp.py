from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import read_records
from tests.making_services import VARIANTS, WHATSAPP, whatsapp


@pytest.mark.parametrize("era", [2020, 2022, 2025])
def test_endpoints_registration_and_web(tmp_path: Path, era: int) -> None:
    found = read_records(tmp_path, whatsapp(era=era))
    connects = {(row["ip"], row["port"]) for row in found.rows("tcp") if row["success"]}
    assert connects >= {(ip, port) for ip in WHATSAPP.values() for port in (443, 5222)}
    assert {row["hostname"] for row in found.rows("dns")} >= WHATSAPP.keys()
    assert [(row["url"], row["status"]) for row in found.rows("http")] == [
        ("https://v.whatsapp.net/v2/register", 400),
        ("https://web.whatsapp.com/", 400),
    ]
    assert {row["server_name"] for row in found.rows("tls")} == {
        "v.whatsapp.net",
        "web.whatsapp.com",
    }


def test_its_own_conclusion_is_an_opinion(tmp_path: Path) -> None:
    works, blocked, registration = (
        str(read_records(tmp_path, VARIANTS[name]).row()["probe_blocking"])
        for name in ("whatsapp_2025", "whatsapp_tcp", "whatsapp_registration")
    )
    assert works == (
        "whatsapp_endpoints_status=ok registration_server_status=ok whatsapp_web_status=ok"
    )
    start = "whatsapp_endpoints_status=blocked whatsapp_endpoints_blocked=e1.whatsapp.net,"
    assert blocked.startswith(start)
    assert len(blocked) <= 300
    assert "registration_server_failure=connection_reset" in registration
