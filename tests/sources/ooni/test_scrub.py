from __future__ import annotations

import hashlib
import ipaddress
import json
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.sources.ooni.scrub import SCRUBBED, Scrubber, probe_address
from fanous.sources.ooni.wire import Binary
from tests.making import (
    FUZZ,
    PROBE_ADDRESS,
    Read,
    changed,
    encoded,
    measurement,
    read_records,
    to_line,
)

PROBE6 = "2001:db8:77::a:1"


def scrub(address: str, text: str) -> tuple[str, int]:
    scrubber = Scrubber(ipaddress.ip_address(address))
    return scrubber.text(text), scrubber.count


@pytest.mark.parametrize(
    "probe_ip", [None, "", "127.0.0.1", "127.0.0.2", "::1", "0.0.0.0", "::", "[scrubbed]", "x"]
)
def test_no_real_address(probe_ip: str | None) -> None:
    assert probe_address(probe_ip) is None


@pytest.mark.parametrize("probe_ip", [PROBE_ADDRESS, PROBE6, "10.0.0.1", f" {PROBE_ADDRESS} "])
def test_a_real_address(probe_ip: str) -> None:
    assert str(probe_address(probe_ip)) == probe_ip.strip()


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "your address is {} today",
        "{}.",
        "({})",
        "[{}]:443",
        "address:{}",  # a colon before it once hid it
        "https://a.example/?ip={}&x",
        "x={}/32",
        "<b>{}</b>",
        "\\u003cb\\u003e{}\\u003c/b\\u003e",  # as probes write HTML: an `e` before it hid it
        "a=1\\u0026{}",
        "tab\\f{}",
        "{}\\u000a",
    ],
)
@pytest.mark.parametrize("address", [PROBE_ADDRESS, PROBE6])
def test_wherever_it_stands(address: str, around: str) -> None:
    clean, count = scrub(address, around.format(address))
    assert clean == around.format(SCRUBBED)
    assert count == 1


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        # Go tells the probe's own end of a connection with its port.
        (f"read tcp {PROBE_ADDRESS}:51234->192.0.2.10:443: reset", "[scrubbed]:51234->192.0.2.10"),
        (f"::ffff:{PROBE_ADDRESS}", "::ffff:[scrubbed]"),
        ("::ffff:cb00:714d", "[scrubbed]"),
        ("host-203-0-113-77.isp.example", "host-[scrubbed].isp.example"),
        (f"a{PROBE_ADDRESS}b", "a[scrubbed]b"),
        (f"{PROBE_ADDRESS},{PROBE_ADDRESS}", "[scrubbed],[scrubbed]"),
        (f"ip={b64encode(PROBE_ADDRESS.encode()).decode()}", "ip=[scrubbed]"),
    ],
)
def test_other_spellings_of_ipv4(text: str, clean: str) -> None:
    assert clean in scrub(PROBE_ADDRESS, text)[0]
    assert PROBE_ADDRESS not in scrub(PROBE_ADDRESS, text)[0]


@pytest.mark.parametrize(
    "spelling",
    [
        "2001:db8:77::a:1",
        "2001:DB8:77::A:1",
        "2001:dB8:77::a:1",
        "2001:db8:77:0:0:0:a:1",
        "2001:db8:77::0:a:1",
        "2001:0db8:0077:0000:0000:0000:000a:0001",
        "2001:0DB8:0077:0000:0000:0000:000A:0001",
        "2001:db8:77::0.10.0.1",
        "2001%3Adb8%3A77%3A%3Aa%3A1",
        "2001%3adb8%3a77%3a%3aa%3a1",
        "2001-db8-77--a-1",
    ],
)
def test_every_spelling_of_ipv6(spelling: str) -> None:
    for around in ("{}", "x {} y", "[{}]:443", "ip:{}", "({}).", "\\u003e{}\\u003c"):
        clean, count = scrub(PROBE6, around.format(spelling))
        assert clean == around.format(SCRUBBED), around
        assert count == 1


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (PROBE_ADDRESS, "203.0.113.7 203.0.113.770 1203.0.113.77 203.0.113.77.5 5.203.0.113.77"),
        (PROBE_ADDRESS, "203.0.113.78 203-0-113-770 20300113077"),
        ("1.1.1.1", "version 11.1.1.1 and 1.1.1.1.1 and 1.1.1.11"),
        (PROBE6, "2001:db8:77::a:11 2001:db8:77::a 1:2001:db8:77::a:1 2001:db8:77::a:1:2"),
        (PROBE6, "2026-03-04T05:06:07 05:06:07 a:b::c:: :::: 12:34"),
    ],
)
def test_an_address_that_merely_contains_the_digits_stays(address: str, text: str) -> None:
    assert scrub(address, text) == (text, 0)


def test_without_an_address_nothing_is_looked_for() -> None:
    scrubber = Scrubber(None)
    data = f"{PROBE_ADDRESS} \udcff".encode("utf-8", "surrogateescape")
    assert scrubber.line(data) is data
    assert scrubber.text(PROBE_ADDRESS) == PROBE_ADDRESS
    assert scrubber.count == 0


def test_bytes_that_are_not_utf8_survive() -> None:
    scrubber = Scrubber(ipaddress.ip_address(PROBE_ADDRESS))
    assert scrubber.line(b"\xff " + PROBE_ADDRESS.encode()) == b"\xff [scrubbed]"


CLIENT = ("X-Client-IP", "X-Forwarded-For", "Forwarded", "CF-Connecting-IP", "True-Client-IP")


def test_headers_that_echo_a_client_and_cookies_are_removed() -> None:
    scrubber = Scrubber(None)
    clean = scrubber.headers(
        {
            **dict.fromkeys(CLIENT, "198.51.100.200"),
            "Set-Cookie": "session=secret",
            "Cookie": Binary(b64encode(b"secret").decode()),
            "Server": "example",
            "X-Odd": Binary(b64encode(b"caf\xe9").decode()),
            "X-Null": None,
        }
    )
    assert {clean[name.lower()] for name in CLIENT} == {SCRUBBED}
    assert (clean["set-cookie"], clean["cookie"]) == (SCRUBBED, SCRUBBED)
    assert (clean["server"], clean["x-odd"], clean["x-null"]) == ("example", "caf\ufffd", "")
    assert scrubber.count == len(CLIENT)
    assert scrubber.headers(None) == {}


def leaks(found: Read) -> list[str]:
    """Every stored text, of every table."""
    return [json.dumps(parsed.rows, default=repr) for parsed in found.parsed]


@pytest.mark.parametrize("address", [PROBE_ADDRESS, PROBE6])
def test_no_stored_value_holds_the_address(tmp_path: Path, address: str) -> None:
    page = f"<title>Denied for {address}</title>"
    record = measurement() | {
        "probe_ip": address,
        "probe_network_name": f"net of {address}",
        "report_id": f"report-{address}",
        "input": f"https://shop.example/?from={address}",
        "annotations": {"platform": address, "network_type": {"odd": address}},
    }
    bracketed = f"[{address}]" if ":" in address else address
    for path, value in {
        "test_keys.queries.0.failure": f"unknown_failure: read udp {bracketed}:5353: i/o timeout",
        "test_keys.queries.0.answers.1.hostname": f"{address.replace(':', '-')}.example",
        "test_keys.tls_handshakes.0.failure": f"unknown_failure: {address} refused",
        "test_keys.requests.0.request.url": f"https://shop.example/?from={address}",
        "test_keys.requests.0.response.body": encoded(page.encode()),
        "test_keys.requests.0.response.headers": {
            "X-Odd": encoded(f"for {address}".encode()),
            "X-Only": encoded(address.encode()),
            "Location": f"https://blocked.example/?client={address}",
            "X-Client-IP": address,
            address: "a name of a header",
        },
        "test_keys.control.http_request.title": f"Hello {address}",
        "test_keys.control.http_request.headers": {"X-Real-IP": address, "Via": address},
        "test_keys.control.ip_info": {address: {"asn": 64502, "flags": 1}},
        "probe_cc": [address],  # goes the lenient way, which tells what it found
    }.items():
        record = changed(record, path, value)
    found = read_records(tmp_path, record)
    assert found.rejects == []
    stored = leaks(found)[0]
    hidden = (address, address.replace(":", "-"), b64encode(address.encode()).decode()[:12])
    for form in (*hidden, address.upper()):
        assert form not in stored
    row = found.row()
    assert row["line_sha256"] == hashlib.sha256(to_line(record)).hexdigest()
    assert isinstance(row["scrubbed"], int) and row["scrubbed"] >= 15
    assert found.row("http")["title"] == f"Denied for {SCRUBBED}"
    headers = json.loads(str(found.row("http")["headers"]))
    assert (headers["x-odd"], headers["x-only"]) == (f"for {SCRUBBED}", SCRUBBED)


def test_a_refused_line_does_not_tell_the_address_either(tmp_path: Path) -> None:
    record = measurement() | {
        "probe_ip": PROBE_ADDRESS,
        "measurement_start_time": f"at {PROBE_ADDRESS}",
        "test_start_time": None,
    }
    reject = read_records(tmp_path, record).reject()
    assert reject.reason == "implausible_time"
    assert PROBE_ADDRESS not in reject.detail


@FUZZ
@given(
    st.ip_addresses().filter(lambda address: not (address.is_loopback or address.is_unspecified)),
    st.text(max_size=20).filter(lambda text: not any(char in "0123456789.:%-" for char in text)),
    st.text(max_size=20).filter(lambda text: not any(char in "0123456789.:%-" for char in text)),
)
def test_any_address_in_any_text(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, before: str, after: str
) -> None:
    hexadecimal = set("abcdefABCDEF")
    if address.version == 6 and (hexadecimal & {*before[-4:], *after[:4]}):
        before, after = f"{before} ", f" {after}"
    clean, count = scrub(str(address), f"{before}{address}{after}")
    assert count >= 1
    assert str(address) not in clean
