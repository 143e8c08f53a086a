from __future__ import annotations

from pathlib import Path

from fanous.model.outcome import Layer, Outcome
from fanous.model.tables import TABLES
from fanous.sources.tables.opinion import SHARES, Concluded
from tests.making import HOST, START
from tests.making_tables import ANALYSIS_COLUMNS, analysis, table_uid
from tests.sources.tables.reading import read_rows


def test_the_row_of_an_opinion(tmp_path: Path) -> None:
    cells = analysis(3, {"tcp_blocked": 0.75, "tcp_down": 0.25}, ("tcp", "connection_refused"))
    found = read_rows(tmp_path, cells, columns=ANALYSIS_COLUMNS)
    row = found.row("opinions")
    assert tuple(row) == TABLES["opinions"].names
    assert (row["measurement_uid"], row["said_by"]) == (table_uid(3), "ooni")
    assert (row["target"], row["input"]) == (f"domain:{HOST}", f"https://{HOST}/")
    assert (row["probe_cc"], row["probe_asn"], row["resolver_asn"]) == ("XA", 64502, 64501)
    assert row["start_time"] == round(START.timestamp() * 1_000_000)
    assert (row["outcome"], row["layer"]) == ("blocked", "tcp")
    assert row["rule"] == "ooni.v5.tcp.connection_refused"
    assert [row[name] for name in SHARES] == [0, 0, 0, 0.75, 0.25, 0, 0, 0, 0]
    assert "measurements" not in found.parsed[0].rows


def test_a_resolver_that_is_not_said_is_null(tmp_path: Path) -> None:
    cells = analysis(1, {"dns_ok": 1.0}) | {"resolver_asn": ""}
    assert (
        read_rows(tmp_path, cells, columns=ANALYSIS_COLUMNS).row("opinions")["resolver_asn"] is None
    )


def test_what_is_concluded() -> None:
    assert Concluded(Outcome.OK, None, "x").layer is None
    assert Concluded(Outcome.BLOCKED, Layer.DNS, "x").outcome == "blocked"
