from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.errors import CuratedFileError, InputError
from fanous.reference.networks import NetworkRow, Networks, load_networks, open_ip2asn
from tests.making import FUZZ, NETWORKS_CSV, mmdb


def row(prefix: str, asn: int = 64500, *, is_global: bool = False) -> NetworkRow:
    return NetworkRow(ipaddress.ip_network(prefix), asn, "", "XA", is_global)


@pytest.mark.parametrize(
    "ip",
    """
    0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 169.254.1.1
    172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255
    198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:9.9.9.9 100::1 2001:2::1 2001:db8::1 2002::1 3fff::1 5f00::1 fc00::1
    fdff::1 fe80::1 fec0::1 ff02::1
    """.split(),
)
def test_special_purpose_addresses(ip: str) -> None:
    assert Networks().is_bogon(str(ipaddress.ip_address(ip)))


@pytest.mark.parametrize(
    "ip",
    """
    1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
    172.15.255.255 172.32.0.0 192.0.0.9 192.0.0.10 192.0.1.1 192.0.3.0 192.167.255.255 192.169.0.0
    198.17.255.255 198.20.0.0 223.255.255.255
    2001:1::1 2001:1::2 2001:3::1 2001:200::1 2001:db7::1 2001:db9::1 2606:4700::1111
    """.split(),
)
def test_public_addresses_and_their_edges(ip: str) -> None:
    assert not Networks().is_bogon(ip)


@pytest.mark.parametrize(
    ("ip", "bogon"),
    [
        ("64:ff9b::9.9.9.9", False),
        ("64:ff9b::10.0.0.1", True),
        ("64:ff9b:1::9.9.9.9", False),
        ("64:ff9b:1::192.168.1.1", True),
        ("64:ff9b:2::9.9.9.9", False),  # plain global unicast, as far as IANA says
    ],
)
def test_nat64_stands_for_the_ipv4_address(ip: str, bogon: bool) -> None:
    assert Networks().is_bogon(str(ipaddress.ip_address(ip))) is bogon


@pytest.mark.parametrize("text", ["", "shop.example", "192.0.2.256", "192.0.2.1/24"])
def test_what_is_no_address_is_no_bogon(text: str) -> None:
    assert not Networks().is_bogon(text)
    assert Networks().asn(text) == 0


def test_declared_space_is_global_and_its_neighbours_are_not() -> None:
    networks = Networks((row("192.0.2.0/25", is_global=True), row("10.0.0.0/8")))
    assert not networks.is_bogon("192.0.2.127")
    assert networks.is_bogon("192.0.2.128")
    assert networks.is_bogon("10.1.1.1")
    assert not networks.is_bogon("64:ff9b::c000:207")  # NAT64 of declared space


def test_the_longest_prefix_wins_whatever_the_order() -> None:
    rows = (row("192.0.2.0/24", 1), row("192.0.2.128/25", 2, is_global=True), row("::/0", 3))
    for ordered in (rows, rows[::-1]):
        networks = Networks(ordered)
        assert networks.asn("192.0.2.1") == 1
        assert networks.asn("192.0.2.200") == 2
        assert networks.asn("2001:db8::1") == 3
        assert networks.asn("198.51.100.1") == 0
        assert networks.is_bogon("192.0.2.1") and not networks.is_bogon("192.0.2.200")


def test_who_maps_addresses() -> None:
    class Fake:
        def get(self, ip_address: str) -> object:
            return {"autonomous_system_number": 64511}

    assert not Networks().maps_addresses
    assert Networks((row("192.0.2.0/24"),)).maps_addresses
    assert Networks(ip2asn=Fake()).maps_addresses
    both = Networks((row("192.0.2.0/24", 1),), Fake())
    assert (both.asn("192.0.2.1"), both.asn("198.51.100.1")) == (1, 64511)


@pytest.mark.parametrize("answer", [None, {}, [], "AS1", {"autonomous_system_number": "1"}])
def test_an_odd_answer_of_a_file_is_no_number(answer: object) -> None:
    class Fake:
        def get(self, ip_address: str) -> object:
            return answer

    assert Networks(ip2asn=Fake()).asn("192.0.2.1") == 0


def test_caches_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanous.reference.networks._CACHE_ENTRIES", 4)
    networks = Networks((row("192.0.2.0/24", 7),))
    for number in range(20):
        assert networks.is_bogon(f"192.0.2.{number}")
        assert networks.asn(f"192.0.2.{number}") == 7
    assert len(networks._bogons) <= 4 and len(networks._asns) <= 4


@FUZZ
@given(st.ip_addresses(v=4))
def test_ipv4_agrees_with_the_standard_library(address: ipaddress.IPv4Address) -> None:
    """Two readings of one registry; they differ where IANA calls it global, yet none answers so."""
    ours = Networks().is_bogon(str(address))
    differ = [ipaddress.ip_network(prefix) for prefix in ("192.0.0.0/24", "192.88.99.0/24")]
    if not any(address in network for network in differ):
        assert ours is (not address.is_global or address.is_multicast)


def test_a_file_that_maps_addresses(tmp_path: Path) -> None:
    path = tmp_path / "asn.mmdb"
    path.write_bytes(
        mmdb(
            {
                "192.0.2.0/24": {"autonomous_system_number": 64500},
                "198.51.100.0/25": {"autonomous_system_organization": "Nameless"},
            }
        )
    )
    networks = Networks(ip2asn=open_ip2asn(path))
    assert networks.asn("192.0.2.255") == 64500
    assert networks.asn("192.0.3.0") == 0
    assert networks.asn("198.51.100.1") == 0
    assert networks.asn("2001:db8::1") == 0  # the file knows IPv4 only, and says so by raising


def test_a_file_of_both_families(tmp_path: Path) -> None:
    path = tmp_path / "asn.mmdb"
    rows: dict[str, object] = {
        "192.0.2.0/24": {"autonomous_system_number": 64500},
        "2001:db8::/32": {"autonomous_system_number": 64501},
    }
    path.write_bytes(mmdb(rows, ip_version=6))
    networks = Networks(ip2asn=open_ip2asn(path))
    assert [networks.asn(ip) for ip in ("192.0.2.7", "2001:db8::7")] == [64500, 64501]


@pytest.mark.parametrize("data", [b"", b"not a database", None], ids=["empty", "text", "missing"])
def test_a_file_that_is_none(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "asn.mmdb"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=r"not a MaxMind-format file") as caught:
        open_ip2asn(path)
    assert str(path) in caught.value.what and "--ip2asn" in caught.value.remedy


def test_reading_networks(tmp_path: Path) -> None:
    path = tmp_path / "networks.csv"
    path.write_text(NETWORKS_CSV)
    rows = load_networks(path)
    assert [(str(item.prefix), item.asn, item.is_global) for item in rows][:2] == [
        ("192.0.2.0/24", 64500, True),
        ("198.51.100.0/24", 64501, True),
    ]
    assert (rows[0].name, rows[0].cc) == ("Shops", "XA")


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("192.0.2.1/24,1,true", "host bits set"),
        ("nonsense,1,true", "nonsense"),
        (",1,true", "does not appear to be"),
        ("192.0.2.0/24,AS1,true", "AS1"),
        ("192.0.2.0/24,,true", "invalid literal"),
        ("192.0.2.0/24,-1,true", "-1 is not an AS number"),
        (f"192.0.2.0/24,{2**70},true", "is not an AS number"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, bad: str, words: str) -> None:
    path = tmp_path / "networks.csv"
    path.write_text(f"prefix,asn,global\n198.51.100.0/24,1,false\n{bad}\n")
    with pytest.raises(CuratedFileError, match=words) as caught:
        load_networks(path)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert "192.0.2.0/24" in caught.value.remedy
