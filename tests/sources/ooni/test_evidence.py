"""The shared arrays as rows, shown on web_connectivity."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from fanous.reference.load import load_reference
from tests.making import (
    ADDRESS,
    ADDRESS6,
    HOST,
    Row,
    certificate,
    changed,
    encoded,
    fingerprints,
    measurement,
    read_records,
    write_reference,
)


def part(row: Row, *names: str) -> tuple[object, ...]:
    return tuple(row[name] for name in names)


def test_a_query(tmp_path: Path) -> None:
    row = read_records(tmp_path, measurement()).row("dns")
    assert part(row, "sequence", "hostname", "hostname_original") == (0, HOST, None)
    assert part(row, "query_type", "engine", "resolver_address") == ("ANY", "getaddrinfo", "")
    assert part(row, "failure", "failure_original", "rcode") == (None, None, 0)
    assert part(row, "answers", "answer_asns", "answer_bogons") == ([ADDRESS], [64500], [True])
    assert row["cnames"] == [f"www.{HOST}"]
    assert part(row, "fingerprints", "fingerprint_kind") == ([], None)
    assert part(row, "classic", "depth", "transaction_id", "t0", "t") == (True, 0, 10001, 0.1, 0.2)


def test_names_are_normalised_and_kept_as_written(tmp_path: Path) -> None:
    record = changed(measurement(), "test_keys.queries.0.hostname", "Bücher.Example.")
    row = read_records(tmp_path, record).row("dns")
    assert row["hostname"] == "xn--bcher-kva.example"
    assert row["hostname_original"] == "Bücher.Example."


def test_failures_are_normalised_and_kept_as_written(tmp_path: Path) -> None:
    record = changed(measurement(), "test_keys.queries.0.failure", "dns_name_error")
    row = read_records(tmp_path, record).row("dns")
    assert part(row, "failure", "failure_original") == ("dns_nxdomain_error", "dns_name_error")
    long = "unknown_failure: " + "x" * 1_000
    record = changed(measurement(), "test_keys.queries.0.failure", long)
    row = read_records(tmp_path, record).row("dns")
    assert part(row, "failure", "failure_original") == ("unknown_failure", long[:300])
    record = changed(measurement(), "test_keys.queries.0.failure", False)
    assert read_records(tmp_path, record).row("dns")["failure"] is None


def test_a_legacy_failure_is_kept_beside_its_name(tmp_path: Path) -> None:
    written = "response_never_received"
    record = changed(measurement(), "test_keys.requests.0.failure", written)
    row = read_records(tmp_path, record).row("http")
    assert part(row, "failure", "failure_original") == ("eof_error", written)


def test_answers_that_are_no_answers(tmp_path: Path) -> None:
    answers = [
        {"answer_type": "A", "ipv4": "nonsense"},
        {"answer_type": "A", "ipv4": None},
        {},
        {"answer_type": "AAAA", "ipv6": "2001:DB8:10:0::10"},
    ]
    path = "test_keys.queries.0.answers"
    row = read_records(tmp_path, changed(measurement(), path, answers)).row("dns")
    assert part(row, "answers", "answer_asns", "cnames") == ([ADDRESS6], [0], [])
    row = read_records(tmp_path, changed(measurement(), path, None)).row("dns")
    assert part(row, "answers", "answer_bogons") == ([], [])


def test_reference_data_say_who_and_what_an_answer_is(tmp_path: Path) -> None:
    table = fingerprints(("dns.a", "nat", "dns", "full", ADDRESS, "XA"))
    page = fingerprints(("http.a", "prod", "body", "contains", "Open all day", ""))
    folder = write_reference(tmp_path / "reference", fingerprints_dns=table, fingerprints_http=page)
    record = changed(measurement(), "test_keys.queries.0.answers.0.asn", 1)
    found = read_records(tmp_path, record, reference=load_reference(folder))
    row = found.row("dns")
    assert part(row, "answer_asns", "answer_bogons") == ([64500], [False])
    assert part(row, "fingerprints", "fingerprint_kind") == (["dns.a"], "country")
    page_row = found.row("http")
    assert part(page_row, "fingerprints", "fingerprint_kind") == (["http.a"], "product")
    body = record["test_keys"]["requests"][0]["response"]["body"]
    start = body.index("Open all day")
    assert page_row["fingerprint_spans"] == [f"body:{start}-{start + len('Open all day')}"]


def test_a_connect(tmp_path: Path) -> None:
    row = read_records(tmp_path, measurement()).row("tcp")
    assert part(row, "ip", "port", "family", "success", "failure") == (ADDRESS, 443, 4, True, None)
    assert part(row, "fetch_body", "classic", "depth", "t0", "t") == (True, True, 0, 0.2, 0.3)


@pytest.mark.parametrize(
    ("status", "success", "failure"),
    [
        ({"failure": "connection_refused", "success": None}, False, "connection_refused"),
        ({"failure": "connection_refused"}, False, "connection_refused"),
        ({"failure": False, "success": True}, True, None),
        ({}, None, None),  # it says nothing: neither success nor failure
        (None, None, None),
    ],
)
def test_what_a_status_says(
    tmp_path: Path, status: object, success: bool | None, failure: str | None
) -> None:
    record = changed(measurement(), "test_keys.tcp_connect.0.status", status)
    row = read_records(tmp_path, record).row("tcp")
    assert part(row, "success", "failure") == (success, failure)


def test_a_name_where_an_address_should_be(tmp_path: Path) -> None:
    record = changed(measurement(), "test_keys.tcp_connect.0.ip", "Shop.Example")
    row = read_records(tmp_path, record).row("tcp")
    assert part(row, "ip", "family") == ("shop.example", 0)


def test_a_handshake(tmp_path: Path) -> None:
    row = read_records(tmp_path, measurement()).row("tls")
    assert part(row, "network", "ip", "port", "family") == ("tcp", ADDRESS, 443, 4)
    assert part(row, "server_name", "server_name_original", "no_tls_verify") == (HOST, None, False)
    assert part(row, "tls_version", "negotiated_protocol") == ("TLSv1.3", "h2")
    assert row["certificates"] == [hashlib.sha256(certificate()).hexdigest()]
    # Its events: a write and a read until its end at 0.5; the read at 0.7 is the response's.
    assert part(row, "reads", "read_bytes", "writes", "written_bytes") == (1, 3000, 1, 500)
    assert row["last_operation"] == "read_1"


def test_a_handshake_over_ipv6(tmp_path: Path) -> None:
    path = "test_keys.tls_handshakes.0.address"
    row = read_records(tmp_path, changed(measurement(), path, f"[{ADDRESS6}]:443")).row("tls")
    assert part(row, "ip", "port", "family") == (ADDRESS6, 443, 6)


def test_a_request(tmp_path: Path) -> None:
    record = measurement()
    row = read_records(tmp_path, record).row("http")
    body = record["test_keys"]["requests"][0]["response"]["body"].encode()
    assert part(row, "url", "hostname", "scheme") == (f"https://{HOST}/", HOST, "https")
    assert part(row, "method", "network", "ip", "port") == ("GET", "tcp", ADDRESS, 443)
    assert part(row, "failure", "status", "title", "location") == (None, 200, "Shop", None)
    assert row["headers"] == '{"content-type":"text/html","server":"example"}'
    assert part(row, "body_length", "body_sha256") == (len(body), hashlib.sha256(body).hexdigest())
    assert part(row, "reads", "read_bytes", "last_read_t") == (1, 900, 0.7)


def test_header_values_in_base64(tmp_path: Path) -> None:
    headers = {"Location": encoded(b"http://block.example/\xff"), "X": "plain", "Y": None}
    record = changed(measurement(), "test_keys.requests.0.response.headers", headers)
    row = read_records(tmp_path, record).row("http")
    assert row["location"] == "http://block.example/\ufffd"
    assert json.loads(str(row["headers"])) == {
        "location": "http://block.example/\ufffd",
        "x": "plain",
        "y": "",
    }


@pytest.mark.parametrize(
    ("response", "status"),
    [
        ({"code": 451, "body": "", "headers": {}}, 451),
        ({"code": 0, "body": "", "headers": {}}, 0),
        ({"code": None, "body": None}, 0),  # as Measurement Kit wrote it
        ({"headers": {}}, None),  # it says nothing
        ({"headers": {"Server": "x"}, "body": None}, None),  # one came, of an unknown status
        (None, 0),
    ],
)
def test_status_says_whether_a_response_came(
    tmp_path: Path, response: object, status: int | None
) -> None:
    record = changed(measurement(), "test_keys.requests.0.response", response)
    assert read_records(tmp_path, record).row("http")["status"] == status


def test_a_missing_response_says_nothing(tmp_path: Path) -> None:
    record = measurement()
    del record["test_keys"]["requests"][0]["response"]
    assert read_records(tmp_path, record).row("http")["status"] is None


def test_null_arrays(tmp_path: Path) -> None:
    record = measurement()
    for name in ("queries", "tcp_connect", "tls_handshakes", "requests", "network_events"):
        record["test_keys"][name] = None
    record["test_keys"]["control"] = None
    found = read_records(tmp_path, record)
    assert found.rejects == [] and found.row()["coerced"] == []
    assert {name for name, rows in found.parsed[0].rows.items() if rows} == {"measurements"}


def test_arrays_are_bounded(tmp_path: Path) -> None:
    record = measurement()
    for name in ("queries", "tcp_connect", "tls_handshakes", "requests"):
        record["test_keys"][name] = [{}] * 2_001
    found = read_records(tmp_path, record)
    assert {len(found.rows(name)) for name in ("dns", "tcp", "tls", "http")} == {2_000}
