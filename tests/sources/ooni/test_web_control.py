from __future__ import annotations

from pathlib import Path

import pytest

from fanous.reference.load import load_reference
from tests.making import (
    ADDRESS,
    ADDRESS6,
    HOST,
    Read,
    changed,
    measurement,
    read_records,
    write_reference,
)

ENDPOINT = f"{ADDRESS}:443"


def read(folder: Path, path: str, value: object) -> Read:
    return read_records(folder, changed(measurement(), f"test_keys.control.{path}", value))


def test_what_the_helper_saw(tmp_path: Path) -> None:
    found = read_records(tmp_path, measurement())
    row = found.row("control")
    assert row == {
        "record": found.row()["record"],
        "hostname": HOST,
        "helper": "https://helper.example",
        "dns_failure": None,
        "dns_addresses": [ADDRESS],
        "dns_bogons": [True],
        "http_failure": None,
        "http_status": 200,
        "http_body_length": 71,
        "http_title": "Shop",
        "http_headers": '{"content-type":"text/html","server":"example"}',
    }
    assert found.row("control_endpoints") == {
        "record": found.row()["record"],
        "ip": ADDRESS,
        "port": 443,
        "tcp_success": True,
        "tcp_failure": None,
        "tls_success": True,
        "tls_failure": None,
        "asn": 64500,
        "resolved_by_probe": True,
        "resolved_by_helper": True,
        "valid_for_domain": True,
    }


ZEROED: dict[str, object] = {  # as engines of 0.4 write it when the helper could not be reached
    "tcp_connect": None,
    "http_request": {
        "body_length": 0, "failure": None, "title": "", "headers": None, "status_code": 0,
    },
    "dns": {"failure": None, "addrs": None},
}  # fmt: skip


@pytest.mark.parametrize("control", [None, {}, {"dns": None, "tcp_connect": {}}, ZEROED])
def test_an_unreachable_helper_gives_no_rows(tmp_path: Path, control: object) -> None:
    found = read_records(tmp_path, changed(measurement(), "test_keys.control", control))
    assert found.rows("control") == [] and found.rows("control_endpoints") == []
    assert found.rejects == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("dns.addrs", []),  # it looked and found none
        ("dns.failure", "dns_name_error"),
        ("http_request.failure", "unknown_error"),
        ("http_request.status_code", -1),
        ("http_request.status_code", 200),
        ("http_request.headers", {"Server": "x"}),
        ("http_request.title", "Shop"),
        ("tcp_connect", {ENDPOINT: {"status": False, "failure": "connect_error"}}),
        ("tls_handshake", {ENDPOINT: {"status": True, "failure": None}}),
        ("ip_info", {ADDRESS: {"asn": 1, "flags": 2}}),
    ],
)
def test_one_value_is_an_answer(tmp_path: Path, path: str, value: object) -> None:
    record = changed(measurement(), "test_keys.control", ZEROED)
    record = changed(record, f"test_keys.control.{path}", value)
    assert len(read_records(tmp_path, record).rows("control")) == 1


@pytest.mark.parametrize(
    ("dns", "failure", "addresses"),
    [
        ({"failure": None, "addrs": []}, None, []),  # it looked and got none
        ({"failure": "dns_name_error", "addrs": []}, "dns_nxdomain_error", []),
        ({"failure": None, "addrs": None}, None, None),
        ({"failure": None, "addrs": ["alias.example"]}, None, None),  # only names: not known
        ({"failure": None, "addrs": ["alias.example", ADDRESS]}, None, [ADDRESS]),
        (None, None, None),
    ],
)
def test_its_lookup(
    tmp_path: Path, dns: object, failure: str | None, addresses: list[str] | None
) -> None:
    row = read(tmp_path, "dns", dns).row("control")
    assert (row["dns_failure"], row["dns_addresses"]) == (failure, addresses)


@pytest.mark.parametrize("status", [0, -1, None])
def test_a_status_that_says_it_got_no_response(tmp_path: Path, status: int | None) -> None:
    value = {"status_code": status, "body_length": -1, "failure": "unknown_error", "title": ""}
    row = read(tmp_path, "http_request", value).row("control")
    assert (row["http_status"], row["http_body_length"], row["http_title"]) == (None, None, None)
    assert row["http_failure"] == "unknown_failure"
    assert row["http_headers"] is None


@pytest.mark.parametrize(
    ("path", "value", "success", "failure"),
    [
        ("tcp_connect", {"status": True, "failure": None}, True, None),
        ("tcp_connect", {"status": False, "failure": "connect_error"}, False, "connect_error"),
        ("tcp_connect", {"status": None, "failure": "connect_error"}, False, "connect_error"),
        ("tcp_connect", {"status": False, "failure": None}, False, None),
        ("tcp_connect", {}, None, None),
        ("tcp_connect", None, None, None),
        ("tls_handshake", {"status": False, "failure": "ssl_invalid_hostname"}, False,
         "ssl_invalid_hostname"),
    ],
)  # fmt: skip
def test_an_attempt(
    tmp_path: Path, path: str, value: object, success: bool | None, failure: str | None
) -> None:
    row = read(tmp_path, path, {ENDPOINT: value}).row("control_endpoints")
    layer = path[:3]
    assert (row[f"{layer}_success"], row[f"{layer}_failure"]) == (success, failure)


@pytest.mark.parametrize(
    ("flags", "read_as"),
    [(None, (None, None, None)), (0, (False, False, False)), (8, (False, False, True)),
     (3, (True, True, False)), (4, (False, False, False)), (2**62, (False, False, False))],
)  # fmt: skip
def test_flags(tmp_path: Path, flags: int | None, read_as: tuple[bool | None, ...]) -> None:
    row = read(tmp_path, "ip_info", {ADDRESS: {"asn": 1, "flags": flags}}).row("control_endpoints")
    names = ("resolved_by_probe", "resolved_by_helper", "valid_for_domain")
    assert tuple(row[name] for name in names) == read_as


def test_an_address_that_is_only_described_has_no_port(tmp_path: Path) -> None:
    about = {"asn": 64501, "flags": 2}
    described = {"2001:DB8:10::0:10": about, ADDRESS: None, "nonsense": about}
    found = read(tmp_path, "ip_info", described)
    rows = found.rows("control_endpoints")
    assert [(row["ip"], row["port"], row["asn"]) for row in rows] == [
        (ADDRESS, 443, None),
        (ADDRESS6, None, 64501),
    ]


def test_endpoints_that_are_none_are_left_out(tmp_path: Path) -> None:
    names = ("shop.example:443", "192.0.2.1", "192.0.2.1:99999", "", ENDPOINT)
    value: dict[str, object] = {name: {} for name in names}
    rows = read(tmp_path, "tcp_connect", value).rows("control_endpoints")
    assert [row["ip"] for row in rows] == [ADDRESS]


def test_rows_are_bounded(tmp_path: Path) -> None:
    many = {f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}:443": {"status": True} for n in range(3_000)}
    assert len(read(tmp_path, "tcp_connect", many).rows("control_endpoints")) <= 2_000


def test_reference_data_map_addresses(tmp_path: Path) -> None:
    reference = load_reference(write_reference(tmp_path / "reference"))
    record = changed(measurement(), "test_keys.control.ip_info", {ADDRESS: {"asn": 1, "flags": 1}})
    found = read_records(tmp_path, record, reference=reference)
    assert found.row("control_endpoints")["asn"] == 64500
    assert found.row("control")["dns_bogons"] == [False]


@pytest.mark.parametrize(
    "helpers", [None, {}, {"backend": "https://b.example"}, {"backend": 7}, {"backend": {"a": 1}}]
)
def test_the_helpers_address(tmp_path: Path, helpers: object) -> None:
    row = read_records(tmp_path, measurement() | {"test_helpers": helpers}).row("control")
    text = isinstance(helpers, dict) and isinstance(helpers.get("backend"), str)
    assert row["helper"] == ("https://b.example" if text else None)
