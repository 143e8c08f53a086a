from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.making_tables import ANALYSIS_COLUMNS, analysis
from tests.sources.tables.reading import read_rows

WORKS = {"dns_ok": 1.0, "tcp_ok": 1.0, "tls_ok": 1.0}


@pytest.mark.parametrize(
    ("shares", "failure", "wanted"),
    [
        (WORKS, ("", ""), ("ok", None, "ooni.v5.ok")),
        ({}, ("", ""), ("unknown", None, "ooni.v5.none")),
        (
            {"dns_ok": 1.0, "tcp_blocked": 0.75, "tcp_down": 0.25},
            ("tcp", "generic_timeout_error"),
            ("blocked", "tcp", "ooni.v5.tcp.generic_timeout_error"),
        ),
        (
            {"dns_blocked": 0.9, "tls_blocked": 0.9},
            ("tls", "connection_reset"),
            ("blocked", "dns", "ooni.v5.dns.blocked"),
        ),
        (
            {"dns_blocked": 0.75, "tls_blocked": 0.9},
            ("tls", "dns_name_error"),
            ("blocked", "tls", "ooni.v5.tls.dns_nxdomain_error"),
        ),
        ({"tls_down": 0.8, "tls_blocked": 0.2}, ("", ""), ("down", "tls", "ooni.v5.tls.down")),
        # One look-up was forged and another not: the largest of both is reported.
        ({**WORKS, "dns_blocked": 0.95}, ("", ""), ("ok", None, "ooni.v5.ok")),
        ({"dns_blocked": 0.5, "dns_down": 0.5}, ("", ""), ("unknown", None, "ooni.v5.none")),
        ({"dns_blocked": 0.9, "dns_ok": 0.9}, ("", ""), ("unknown", None, "ooni.v5.none")),
        ({"dns_ok": 0.4}, ("", ""), ("unknown", None, "ooni.v5.none")),
    ],
)
def test_shares_become_a_word(
    shares: dict[str, float], failure: tuple[str, str], wanted: tuple[Any, ...], tmp_path: Path
) -> None:
    found = read_rows(tmp_path, analysis(1, shares, failure), columns=ANALYSIS_COLUMNS)
    row = found.row("opinions")
    assert (row["outcome"], row["layer"], row["rule"]) == wanted


def test_the_real_analysis_is_470_opinions(shared: Path) -> None:
    from tests.making import read_source

    path = next((shared / "ooni" / "series").glob("2026-UG-*.csv"))
    rows = read_source(path, latest=4_102_444_800_000_000).rows("opinions")
    assert len(rows) == 470
    blocked = sorted(str(row["measurement_uid"]) for row in rows if row["outcome"] == "blocked")
    steady = [uid for uid in blocked if "20260117" <= uid < "20260124"]
    assert steady[0].startswith("2026011722") and steady[-1].startswith("20260123213")
    assert len(steady) > 50
