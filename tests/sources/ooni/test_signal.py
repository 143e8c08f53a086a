from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import read_records
from tests.making_services import SIGNAL, SIGNAL_OLD, VARIANTS, signal


@pytest.mark.parametrize(
    ("era", "servers"), [(2020, SIGNAL_OLD), (2022, SIGNAL_OLD), (2025, SIGNAL)]
)
def test_servers(tmp_path: Path, era: int, servers: dict[str, str]) -> None:
    found = read_records(tmp_path, signal(era=era))
    assert {row["server_name"]: row["ip"] for row in found.rows("tls")} == servers
    assert {row["hostname"] for row in found.rows("http")} == set(servers)
    assert all(row["certificates"] and not row["no_tls_verify"] for row in found.rows("tls"))


@pytest.mark.parametrize("status", ["127.0.0.1", "127.0.0.2"])
def test_what_signal_says_of_itself_is_an_answer(tmp_path: Path, status: str) -> None:
    rows = read_records(tmp_path, signal(status=status)).rows("dns")
    (row,) = (row for row in rows if row["hostname"] == "uptime.signal.org" and row["answers"])
    assert (row["answers"], row["answer_bogons"]) == ([status], [True])


def test_its_own_conclusion_is_an_opinion(tmp_path: Path) -> None:
    works, blocked = (
        read_records(tmp_path, VARIANTS[name]).row()["probe_blocking"]
        for name in ("signal_2025", "signal_chat")
    )
    assert works == "signal_backend_status=ok"
    assert blocked == "signal_backend_status=blocked signal_backend_failure=generic_timeout_error"
