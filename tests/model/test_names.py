from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.model.names import (
    SERVICES,
    Endpoint,
    Url,
    address_family,
    endpoint,
    host,
    hostname,
    ip_address,
    target,
    url,
)
from tests.making import FUZZ

NOTHING = Endpoint("", None, 0)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Shop.Example", "shop.example"),
        ("shop.example.", "shop.example"),
        ("  shop.example ", "shop.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("فانوس.example", "xn--mgby3bvk.example"),
        ("", ""),
        ("\udce9.example", "\udce9.example"),  # no name at all: kept, not guessed at
    ],
)
def test_hostname(written: str, normal: str) -> None:
    assert hostname(written) == normal


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("192.0.2.256", ""),
        ("192.0.2.01", ""),  # some read it as octal
        ("shop.example", ""),
        ("", ""),
    ],
)
def test_ip_address(written: str, canonical: str) -> None:
    assert ip_address(written) == canonical


@FUZZ
@given(st.ip_addresses().map(str) | st.text("0123456789abcdef:.", max_size=20))
def test_addresses_are_spelled_as_the_standard_library_does(text: str) -> None:
    try:
        canonical = str(ipaddress.ip_address(text))
    except ValueError:
        canonical = ""
    assert ip_address(text) == canonical


@pytest.mark.parametrize("text", ["::ffff:192.0.2.1", "::192.0.2.1", "64:ff9b::192.0.2.1"])
def test_an_ipv4_end_is_written_as_the_standard_library_does(text: str) -> None:
    assert ip_address(text) == str(ipaddress.ip_address(text))


def test_host_is_an_address_or_a_name() -> None:
    assert host("[2001:DB8::1]") == "2001:db8::1"
    assert host("Shop.Example.") == "shop.example"


def test_address_family() -> None:
    assert [address_family(ip) for ip in ("192.0.2.1", "2001:db8::1", "shop.example", "")] == [
        4,
        6,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("192.0.2.1:443", Endpoint("192.0.2.1", 443, 4)),
        ("[2001:DB8::1]:53", Endpoint("2001:db8::1", 53, 6)),
        ("Shop.Example:80", Endpoint("shop.example", 80, 0)),
        ("192.0.2.1:0", Endpoint("192.0.2.1", 0, 4)),
        ("192.0.2.1:65535", Endpoint("192.0.2.1", 65535, 4)),
        ("192.0.2.1:65536", NOTHING),  # it was once read as port 0
        ("192.0.2.1:" + "9" * 5_000, NOTHING),  # Python refuses to read so long a number
        ("192.0.2.1:٤٤٣", NOTHING),
        ("192.0.2.1:-1", NOTHING),
        ("192.0.2.1", NOTHING),
        (":443", NOTHING),
        ("", NOTHING),
    ],
)
def test_endpoint(text: str, parts: Endpoint) -> None:
    assert endpoint(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://Shop.Example/a?b", Url("https", "shop.example", 443)),
        ("http://shop.example:8080", Url("http", "shop.example", 8080)),
        ("http://[2001:DB8::1]/", Url("http", "2001:db8::1", 80)),
        ("https://user:secret@shop.example", Url("https", "shop.example", 443)),
        ("https://bücher.example/", Url("https", "xn--bcher-kva.example", 443)),
        ("stun://shop.example:3478", Url("stun", "shop.example", 3478)),
        ("dot://192.0.2.1", Url("dot", "192.0.2.1", None)),
        ("http://[bad", Url("", "", None)),
        ("http://shop.example:99999/", Url("", "", None)),
        ("shop.example", Url("", "", None)),
        ("", Url("", "", None)),
    ],
)
def test_url(text: str, parts: Url) -> None:
    assert url(text) == parts


def test_target() -> None:
    assert target("web_connectivity", "https://Shop.example/x") == "domain:shop.example"
    assert target("web_connectivity", "no url") == "test:web_connectivity"
    assert target("ndt", None) == "test:ndt"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_the_target_of_a_service(name: str) -> None:
    """Such a test takes no input; a forged one does not make it a web page's."""
    assert target(name, None) == target(name, "https://shop.example/") == f"service:{name}"


@FUZZ
@given(st.text())
def test_nothing_is_raised_for_any_text(text: str) -> None:
    assert host(text) in (ip_address(text), hostname(text))
    assert ip_address(ip_address(text)) == ip_address(text)
    found = endpoint(text)
    assert found.port is None or 0 <= found.port <= 65535
    port = url(text).port
    assert port is None or 0 <= port <= 65535
    assert target("some_test", text).startswith(("domain:", "test:some_test"))
