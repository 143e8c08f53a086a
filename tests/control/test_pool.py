"""What others saw: a voice a network, only of what somebody asks for, and enough of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.control.pool import POOL, VIEWS, enough
from fanous.engine.memory import in_memory
from fanous.reference.load import load_reference
from fanous.rules.judge import make_pool
from fanous.sources.base import Context, Parsed
from fanous.sources.lines import source_digest
from fanous.sources.parse import parse_source
from fanous.store.query import connect, rows
from tests.making import (
    ADDRESS,
    FUZZ,
    HOST,
    LATEST,
    Record,
    measurement,
    reset_measurement,
    write_source,
)


def of(record: Record, cc: str, asn: int) -> Record:
    return record | {"probe_cc": cc, "probe_asn": f"AS{asn}"}


def silent(number: int) -> Record:
    """A failed handshake whose helper could not be asked."""
    record = reset_measurement(number)
    keys = {name: value for name, value in record["test_keys"].items() if name != "control"}
    return record | {"test_keys": keys | {"control_failure": "connection_refused"}}


def pool(folder: Path, *records: Record) -> Any:
    """A connection with the pool of some records."""
    path = write_source(folder / "a.jsonl", records)
    context = Context(load_reference())
    found = parse_source(path, source_digest(path), context, latest=LATEST)
    connection = in_memory((item for item in found if isinstance(item, Parsed)), context, threads=1)
    make_pool(connection)
    return connection


def fetched(connection: Any) -> dict[str, int]:
    found = rows(connection, f"SELECT * FROM pool_fetches WHERE hostname = '{HOST}'")
    return {str(row["probe_cc"]): int(row["networks"]) for row in found}


def test_ten_thousand_rows_of_one_network_are_one_voice(tmp_path: Path) -> None:
    copies = [of(measurement(number), "XC", 64600) for number in range(1, 20)]
    assert fetched(pool(tmp_path, silent(0), *copies)) == {"XC": 1}
    two = [*copies, of(measurement(20), "XC", 64601), of(measurement(21), "XD", 64602)]
    assert fetched(pool(tmp_path / "two", silent(0), *two)) == {"XC": 2, "XD": 1}


def test_an_unknown_network_has_no_voice(tmp_path: Path) -> None:
    connection = pool(tmp_path, silent(0), of(measurement(1), "XC", 0))
    assert fetched(connection) == {}
    assert rows(connection, "SELECT * FROM pool_names WHERE probe_cc = 'XC'") == []


def test_a_failure_is_no_voice(tmp_path: Path) -> None:
    failed = [of(reset_measurement(number), "XC", 64600 + number) for number in range(1, 5)]
    connection = pool(tmp_path, silent(0), *failed)
    assert fetched(connection) == {}
    assert rows(connection, f"SELECT * FROM pool_handshakes WHERE ip = '{ADDRESS}'") == []


def test_what_nobody_asks_for_is_not_counted(tmp_path: Path) -> None:
    helped = [of(measurement(number), "XC", 64600 + number) for number in range(4)]
    connection = pool(tmp_path, *helped)
    for name in set(POOL) - {"pool_names"}:
        assert rows(connection, f"SELECT * FROM {name}") == [], name


def vouched(total: int | None, own: int | None, k: int) -> bool:
    connection = connect(threads=1)
    connection.execute(f"SET VARIABLE control_networks = {k}")
    row = connection.execute(
        f"SELECT {enough('t', 'o')} FROM (SELECT ?::BIGINT AS t, ?::BIGINT AS o)", [total, own]
    ).fetchone()
    assert row is not None and isinstance(row[0], bool)
    return row[0]


@pytest.mark.parametrize(
    ("total", "own", "expected"),
    [(None, None, False), (2, None, False), (3, None, True), (5, 3, False), (6, 3, True),
     (4, 4, True), (3, 3, False)],
)  # fmt: skip
def test_enough_are_abroad_or_at_home_never_mixed(
    total: int | None, own: int | None, expected: bool
) -> None:
    assert vouched(total, own, 3) is expected


@FUZZ
@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5))
def test_another_voice_never_takes_a_control_away(abroad: int, own: int, k: int) -> None:
    if vouched(abroad + own, own, k):
        assert vouched(abroad + own + 1, own, k)
        assert vouched(abroad + own + 1, own + 1, k)


def test_keys_with_too_few_networks_are_left_out() -> None:
    connection = connect(threads=1)
    connection.execute("SET VARIABLE control_networks = 3")
    connection.execute(
        """CREATE TABLE pool_connects AS SELECT * FROM (VALUES
        (1, '', '192.0.2.1', 443, 'XC', 2), (1, '', '192.0.2.1', 443, 'XD', 1),
        (1, '', '192.0.2.2', 443, 'XC', 2), (2, '', '192.0.2.1', 443, 'XC', 1))
        v(day, instrument, ip, port, probe_cc, networks)"""
    )
    found = rows(connection, VIEWS["others_connected"])
    assert [(row["day"], row["ip"], int(row["networks"])) for row in found] == [(1, "192.0.2.1", 3)]
