from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.making import (
    ADDRESS,
    HOST,
    Record,
    Row,
    changed,
    measurement,
    read_records,
    to_line,
)


def part(row: Row, *names: str) -> tuple[object, ...]:
    return tuple(row[name] for name in names)


def old_measurement() -> Record:
    """The same as 0.4 writes it: no tags, no transactions, handshakes without address."""
    record = measurement() | {"test_version": "0.4.3"}
    keys = record["test_keys"]
    for table in ("queries", "tcp_connect", "tls_handshakes", "requests"):
        for row in keys[table]:
            row.pop("tags")
            row.pop("transaction_id")
    keys["tls_handshakes"][0].pop("address")
    return record


def test_before_0_5_every_connection_is_part_of_reaching_the_site(tmp_path: Path) -> None:
    record = old_measurement()
    (first,) = record["test_keys"]["requests"]
    hops = [first | {"request": {"url": f"{record['input']}{path}"}} for path in ("b", "a")]
    record["test_keys"]["requests"] = [*hops, first]  # in reverse order of time
    found = read_records(tmp_path, record)
    assert part(found.row("dns"), "classic", "depth") == (True, 0)
    assert part(found.row("tcp"), "classic", "depth", "fetch_body") == (True, 0, True)
    assert [row["depth"] for row in found.rows("http")] == [2, 1, 0]
    # One connect to 443 succeeded, so the handshake was with it.
    assert part(found.row("tls"), "ip", "port") == (ADDRESS, 443)


def test_a_retry_is_no_redirect(tmp_path: Path) -> None:
    record = old_measurement()
    record["test_keys"]["requests"] *= 3
    assert [row["depth"] for row in read_records(tmp_path, record).rows("http")] == [0, 0, 0]


def test_a_request_for_another_url_than_the_input_is_behind_a_redirect(tmp_path: Path) -> None:
    record = old_measurement() | {"input": f"http://{HOST}/"}
    assert read_records(tmp_path, record).row("http")["depth"] == 1


def test_two_connects_leave_an_old_handshake_without_address(tmp_path: Path) -> None:
    record = old_measurement()
    connect = record["test_keys"]["tcp_connect"][0]
    record["test_keys"]["tcp_connect"].append(connect | {"ip": "192.0.2.11"})
    row = read_records(tmp_path, record).row("tls")
    assert part(row, "ip", "port", "family") == (None, None, 0)


@pytest.mark.parametrize("version", ["", "x", "9" * 5_000 + ".1", "0.5", "1.0.0"])
def test_a_version_that_is_not_known_to_be_old(tmp_path: Path, version: str) -> None:
    record = old_measurement() | {"test_version": version}
    found = read_records(tmp_path, record)
    assert found.rejects == []
    assert part(found.row("dns"), "classic", "depth") == (None, None)


@pytest.mark.parametrize("keys", [None, {}])
def test_no_keys_no_observations(tmp_path: Path, keys: object) -> None:
    found = read_records(tmp_path, measurement() | {"test_keys": keys})
    assert found.rejects == []
    assert found.row()["handled"] is True
    assert {name for name, rows in found.parsed[0].rows.items() if rows} == {"measurements"}


def test_the_line_itself_is_what_is_hashed(tmp_path: Path) -> None:
    record = measurement()
    assert read_records(tmp_path, record).row()["line_sha256"] == (
        hashlib.sha256(to_line(record)).hexdigest()
    )


def test_its_own_conclusion_is_an_opinion(tmp_path: Path) -> None:
    for written, said in ((False, "false"), ("dns", "dns"), (None, None), (True, "true")):
        row = read_records(tmp_path, changed(measurement(), "test_keys.blocking", written)).row()
        assert row["probe_blocking"] == said
    row = read_records(tmp_path, changed(measurement(), "test_keys.control_failure", "eof")).row()
    assert row["control_failure"] == "unknown_failure"


@pytest.mark.parametrize(
    ("requests", "failure", "blocking", "said"),
    [
        (None, "its words", "dns", "dns; http_experiment_failure=its words"),
        ([], "eof_error", None, "http_experiment_failure=eof_error"),
        ([], None, False, "false"),
        ([], False, None, None),  # old data: no failure
        ([{}], "eof_error", False, "false"),  # the request tells it itself
    ],
)  # fmt: skip
def test_what_the_fetch_died_of_is_told_where_no_request_is(
    tmp_path: Path, requests: object, failure: object, blocking: object, said: str | None
) -> None:
    record = measurement()
    record["test_keys"] |= {
        "requests": requests, "http_experiment_failure": failure, "blocking": blocking,
    }  # fmt: skip
    assert read_records(tmp_path, record).row()["probe_blocking"] == said
