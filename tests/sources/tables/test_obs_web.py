"""OONI's observation rows become the tables that raw records become, and are judged alike."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.model.reject import RejectReason
from fanous.model.tables import TABLES
from fanous.sources.parse import parse_source
from fanous.sources.tables.obs_web import NOT_IN_TABLE, TABLE_PARSER
from tests.making import (
    FUZZ,
    HOST,
    LATEST,
    START,
    Read,
    read_source,
)
from tests.making_services import ACCESS_POINTS
from tests.making_tables import (
    OBS_COLUMNS,
    SITE,
    SITE6,
    TIMEOUT,
    Cells,
    table_bytes,
    table_uid,
    telegram_rows,
    web_rows,
    write_table,
)
from tests.sources.tables.reading import read_rows


def test_a_measurement_of_a_site(tmp_path: Path) -> None:
    found = read_rows(tmp_path, *web_rows(5, ipv6_unreachable=True))
    row = found.row()
    assert row["measurement_uid"] == table_uid(5)
    assert (row["test_name"], row["target"]) == ("web_connectivity", f"domain:{HOST}")
    assert (row["probe_cc"], row["probe_asn"], row["resolver_asn"]) == ("XA", 64502, 64501)
    assert (row["network_type"], row["probe_network_name"]) == ("wifi", "Home Net")
    assert row["start_time"] == round(START.timestamp() * 1_000_000)
    assert row["probe_id"] is None
    assert row["probe_blocking"] == "false"
    assert (row["handled"], row["control_failure"]) == (True, NOT_IN_TABLE)
    assert row["parser_version"] == TABLE_PARSER
    assert (row["line"], row["member"], row["coerced"]) == (2, None, [])
    assert row["resolver_ip"] == "198.51.100.53"


def test_its_steps(tmp_path: Path) -> None:
    found = read_rows(tmp_path, *web_rows(ipv6_unreachable=True))
    (query,) = found.rows("dns")
    assert query["hostname"] == HOST
    assert sorted(query["answers"]) == sorted([SITE, SITE6])  # type: ignore[call-overload]
    connects = {row["ip"]: row for row in found.rows("tcp")}
    assert connects[SITE]["success"] is True
    assert (connects[SITE6]["success"], connects[SITE6]["failure"]) == (
        False,
        "network_unreachable",
    )
    handshake = found.row("tls")
    assert (handshake["success"], handshake["failure"], handshake["network"]) == (True, None, "tcp")
    assert (handshake["ip"], handshake["port"], handshake["server_name"]) == (SITE, 443, HOST)
    assert (handshake["reads"], handshake["read_bytes"], handshake["writes"]) == (3, 5000, 4)
    assert handshake["last_operation"] == "write_4"
    request = found.row("http")
    assert (request["success"], request["status"]) == (True, None)
    assert (request["body_length"], request["fingerprints"], request["headers"]) == (None,) * 3
    assert found.rows("control") == []


def test_what_failed(tmp_path: Path) -> None:
    found = read_rows(tmp_path, *web_rows(tls_failure=TIMEOUT))
    assert (found.row("tls")["success"], found.row("tls")["failure"]) == (False, TIMEOUT)
    assert (found.row("http")["success"], found.row("http")["status"]) == (False, None)


def test_a_service_is_read_by_its_own_parser(tmp_path: Path) -> None:
    dead = dict.fromkeys(ACCESS_POINTS[:2], TIMEOUT)
    found = read_rows(tmp_path, *telegram_rows(http=dead))
    row = found.row()
    assert (row["target"], row["control_failure"], row["input"]) == (
        "service:telegram",
        None,
        None,
    )
    assert Counter(item["success"] for item in found.rows("tcp")) == {True: 13}
    statuses = {item["hostname"]: item["status"] for item in found.rows("http")}
    assert statuses[ACCESS_POINTS[0]] == 0
    assert statuses[ACCESS_POINTS[5]] is None
    assert {item["depth"] for item in found.rows("http")} == {0}


def test_a_test_that_is_not_read_is_kept_and_not_judged(tmp_path: Path) -> None:
    rows = [cells | {"test_name": name} for name in ("ndt", "tor") for cells in web_rows()[:1]]
    rows[1]["measurement_uid"] = table_uid(9, "tor")
    found = read_rows(tmp_path, *rows)
    assert [row["handled"] for row in found.measurements] == [False, False]
    assert found.rows("tcp") == []


def test_doubled_and_scattered_rows_are_the_same_measurements(tmp_path: Path) -> None:
    rows = [cells for number in range(4) for cells in web_rows(number, ipv6_unreachable=True)]
    rows += telegram_rows(9)
    once = read_source(write_table(tmp_path / "once.csv", rows), source_id="s")
    twice = [*rows, *rows]
    random.Random(7).shuffle(twice)
    again = read_source(write_table(tmp_path / "again.csv.gz", twice), source_id="s")
    assert facts(once) == facts(again)
    assert len(again.parsed) == 5 and not again.rejects


def facts(found: Read) -> dict[str, list[Any]]:
    """Everything but where a row stands, by measurement."""
    uids = {row["record"]: row["measurement_uid"] for row in found.measurements}
    without = {"record", "line", "source_id"}
    return {
        table: sorted(
            repr([uids.get(row["record"]), *(v for k, v in row.items() if k not in without)])
            for row in found.rows(table)
        )
        for table in ("measurements", "dns", "tcp", "tls", "http")
    }


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("measurement_start_time", "", RejectReason.NO_TIME),
        ("measurement_start_time", "soon", RejectReason.IMPLAUSIBLE_TIME),
        ("measurement_start_time", "2009-01-01 00:00:00", RejectReason.IMPLAUSIBLE_TIME),
        ("measurement_start_time", "2031-01-01 00:00:00", RejectReason.IMPLAUSIBLE_TIME),
        ("test_name", "", RejectReason.NOT_A_MEASUREMENT),
        ("measurement_uid", "", RejectReason.BAD_ROW),
    ],
)
def test_what_cannot_be_a_measurement_is_a_reject(
    column: str, value: str, reason: RejectReason, tmp_path: Path
) -> None:
    bad = web_rows(1)[0] | {column: value}
    found = read_rows(tmp_path, bad, *web_rows(2))
    assert [row["measurement_uid"] for row in found.measurements] == [table_uid(2)]
    reject = found.reject()
    assert (reject.reason, reject.line) == (reason, 2)
    assert reject.line_sha256 and reject.byte_count


def test_what_does_not_fit_is_noted_and_the_rest_is_taken(tmp_path: Path) -> None:
    rows = web_rows()
    rows[0] |= {"port": "https", "tls_handshake_read_count": "many"}
    row = read_rows(tmp_path, *rows).row()
    assert row["coerced"] == [
        "port: expected whole number, got 'https'; dropped",
        "tls_handshake_read_count: expected whole number, got 'many'; dropped",
    ]


CELL = st.one_of(
    st.sampled_from(["", "1", "0.0", "\\N", "nan", "443.0", TIMEOUT, SITE, "2023-11-08", "[]"]),
    st.text(max_size=12),
    st.integers().map(str),
)


@FUZZ
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(OBS_COLUMNS), CELL), min_size=1, max_size=12
    )
)
def test_any_cells_give_measurements_or_named_rejects(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str, str]]
) -> None:
    rows: list[Cells] = [*web_rows(1, ipv6_unreachable=True)]
    for place, column, value in changes:
        rows[place] = rows[place] | {column: value}
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    found = read_source(write_table(path, rows))
    assert found.parsed or found.rejects
    assert all(reject.reason is not RejectReason.INTERNAL for reject in found.rejects)
    for parsed in found.parsed:
        for table, observed in parsed.rows.items():
            assert all(len(row) == len(TABLES[table].names) for row in observed)


@FUZZ
@given(st.data())
def test_bytes_that_are_broken_anywhere_stop_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = table_bytes([*web_rows(1), *telegram_rows(2)[:6]])
    at = data.draw(st.integers(0, len(whole)))
    bent = (
        whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + data.draw(st.integers(0, 9)) :]
    )
    path = tmp_path_factory.mktemp("bent") / "t.csv"
    path.write_bytes(bent)
    found = read_source(path)
    assert found.parsed or found.rejects
    assert all(reject.reason is not RejectReason.INTERNAL for reject in found.rejects)


def test_taking_a_cell_away_never_makes_a_failure(tmp_path: Path) -> None:
    """Nothing that was not seen is said to have failed."""
    rows = web_rows(1)
    for place, cells in enumerate(rows):
        for column in cells:
            bent = [dict(item) for item in rows]
            bent[place][column] = ""
            found = read_source(write_table(tmp_path / "t.csv", bent))
            for table in ("tcp", "tls", "http"):
                assert not [row for row in found.rows(table) if row["success"] is False]


def test_real_rows_are_read_whole(shared: Path) -> None:
    from fanous.reference.load import load_reference
    from fanous.sources.base import Context, Parsed

    path = shared / "ooni" / "series" / "2023-KE-web_connectivity-telegram.org.csv.gz"
    context = Context(load_reference())
    found = list(parse_source(path, "s", context, latest=LATEST))
    assert len(found) == 1_228
    assert all(isinstance(item, Parsed) and not item.notes for item in found)
