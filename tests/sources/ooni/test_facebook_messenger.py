from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import read_records
from tests.making_services import MESSENGER, VARIANTS, facebook_messenger


@pytest.mark.parametrize("era", [2016, 2020, 2022, 2025])
def test_names_and_connects(tmp_path: Path, era: int) -> None:
    found = read_records(tmp_path, facebook_messenger(era=era))
    answered = {row["hostname"]: row["answers"] for row in found.rows("dns") if row["answers"]}
    assert answered == {name: [ip] for name, ip in MESSENGER.values()}
    connected = {row["ip"] for row in found.rows("tcp")}
    assert connected == {ip for endpoint, (_, ip) in MESSENGER.items() if endpoint != "stun"}
    assert {(row["success"], row["failure"], row["port"]) for row in found.rows("tcp")} == {
        (True, None, 443)
    }


@pytest.mark.parametrize("era", [2016, 2025])
def test_its_own_conclusion_is_an_opinion_however_it_is_spelled(tmp_path: Path, era: int) -> None:
    trouble = {"star.c10r.facebook.com": ("dns", "dns_nxdomain_error")}
    works = read_records(tmp_path, facebook_messenger(era=era)).row()["probe_blocking"]
    assert works == "facebook_dns_blocking=false facebook_tcp_blocking=false"
    blocked = read_records(tmp_path, facebook_messenger(era=era, trouble=trouble))
    assert blocked.row()["probe_blocking"] == (
        "facebook_dns_blocking=true facebook_tcp_blocking=false"
    )


def test_a_connect_that_times_out(tmp_path: Path) -> None:
    rows = read_records(tmp_path, VARIANTS["messenger_tcp"]).rows("tcp")
    failed = [row["ip"] for row in rows if row["failure"]]
    assert failed == [MESSENGER["edge"][1]]


def test_keys_that_are_null(tmp_path: Path) -> None:
    record = facebook_messenger() | {"test_keys": None}
    found = read_records(tmp_path, record)
    assert found.row()["probe_blocking"] is None
    assert found.rows("tcp") == []
