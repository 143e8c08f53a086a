"""The declared services: what ships is well formed, and a wrong line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.model.names import SERVICES, hostname, ip_address, target
from fanous.model.outcome import LAYERS
from fanous.paths import data_folder
from fanous.reference.service import ServiceRow
from fanous.reference.services import FOLDER, load_services, service_rows
from fanous.sources.registry import NETTESTS

GOOD = """id = "telegram"
test_name = "telegram"
names = { en = "Telegram", fa = "تلگرام" }
rule = "all_of"
sources = ["https://spec.example/"]

[[root]]
sha256 = "%s"
subject = "CN=Root"
since = 2020-01-01
until = 2030-01-01
source = "here"

[[member]]
id = "pool"
names = { en = "pool", fa = "استخر" }
rule = "any_of"
needed = true

[[member.endpoint]]
hosts = ["e{2..3}.shop.example"]
ports = [443, 5222]
layers = ["dns", "tcp"]
source = "here"

[[member]]
id = "apart"
names = { en = "apart", fa = "جدا" }
rule = "all_of"
needed = false

[[member.endpoint]]
addresses = ["192.0.2.1", "2001:db8::1"]
ports = [80]
layers = ["tcp", "http"]
status_ignored = true
asn = 64500
source = "here"

[[member.endpoint]]
hosts = ["up.shop.example"]
layers = ["dns"]
up = ["127.0.0.1"]
down = ["127.0.0.2"]
source = "here"

[[member.endpoint]]
others = true
layers = ["tcp", "tls"]
certificate_ignored = true
own_root = true
source = "here"
""" % ("0" * 64)


def write(folder: Path, text: str, name: str = "telegram.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_declaration(tmp_path: Path) -> None:
    service = load_services(write(tmp_path, GOOD))["telegram"]
    assert (service.names["en"], service.rule, len(service.roots)) == ("Telegram", "all_of", 1)
    assert [(member.id, member.rule, member.needed) for member in service.members] == [
        ("pool", "any_of", True),
        ("apart", "all_of", False),
    ]
    assert [member.sources for member in service.members] == [("here",), ("here",)]


def test_its_rows(tmp_path: Path) -> None:
    rows = service_rows(write(tmp_path, GOOD))
    start = ("telegram", "service:telegram", "telegram", "all_of")
    assert {tuple(row[:4]) for row in rows} == {start}
    assert [(row.member, row.kind, row.hostname, row.ip, row.port) for row in rows] == [
        ("pool", "host", "e2.shop.example", None, 443),
        ("pool", "host", "e2.shop.example", None, 5222),
        ("pool", "host", "e3.shop.example", None, 443),
        ("pool", "host", "e3.shop.example", None, 5222),
        ("apart", "address", None, "192.0.2.1", 80),
        ("apart", "address", None, "2001:db8::1", 80),
        ("apart", "status", "up.shop.example", None, None),
        ("apart", "other", None, None, None),
    ]
    address, status, other = rows[4], rows[6], rows[7]
    assert [address.dns, address.tcp, address.tls, address.http] == [False, True, False, True]
    assert (address.status_ignored, address.own_root, address.asn) == (True, False, 64500)
    assert (status.up, status.down, address.up) == (["127.0.0.1"], ["127.0.0.2"], [])
    assert (other.certificate_ignored, other.own_root, other.status_ignored) == (True, True, False)


@pytest.mark.parametrize(
    ("before", "after", "line", "what"),
    [
        ('id = "telegram"', 'id = "wire"', 1, "'wire' is no id"),
        ('id = "telegram"', 'id = "signal"', 1, "in a file called telegram.toml"),
        ('rule = "all_of"', 'rule = "most_of"', 4, "'most_of' is no rule"),
        ('sources = ["https://spec.example/"]', "", 1, "'sources' is missing"),
        ('names = { en = "Telegram", fa = "تلگرام" }', 'names = { en = "T" }', 3, "are no names"),
        ('sha256 = "0', 'sha256 = "x', 8, "is no sha256"),
        ("until = 2030-01-01", 'until = "2030"', 11, "is no day"),
        ("needed = true", "needed = 1", 18, "1 is no needed"),
        ('id = "apart"', 'id = "pool"', 27, "'pool' occurs twice"),
        ("up.shop.example", "e2.shop.example", 0, ""),
        ("e{2..3}.shop", "e{3..2}.shop", 21, "stands for no name"),
        ("e{2..3}.shop.example", "Shop.example", 21, "is no hosts"),
        ("ports = [443, 5222]", "ports = [0]", 22, "0 is no ports"),
        ("ports = [80]", "", 32, "are no ports"),
        ('layers = ["dns", "tcp"]', 'layers = ["quic"]', 23, "'quic' is no layers"),
        ('layers = ["dns", "tcp"]', "", 20, "'layers' is missing"),
        ('addresses = ["192.0.2.1"', 'addresses = ["192.0.2.01"', 33, "is no address"),
        ('"2001:db8::1"', '"192.0.2.1"', 26, "192.0.2.1 80 occurs twice"),
        ("others = true", "", 47, "an endpoint with nothing"),
        ("others = true", 'others = true\nhosts = ["a.example"]', 47, "hosts and others"),
        ("asn = 64500", "network = 64500", 37, "'network' is unknown"),
        ("own_root = true", 'own_root = "yes"', 51, "'yes' is no own_root"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, before: str, after: str, line: int, what: str
) -> None:
    text = GOOD.replace(before, after, 1)
    assert text != GOOD
    write(tmp_path, text)
    if not line:
        assert len(service_rows(tmp_path)) == 8  # any port, and two: not the same endpoint
        return
    with pytest.raises(CuratedFileError) as caught:
        load_services(tmp_path)
    assert what in caught.value.what
    assert caught.value.line == line
    assert caught.value.remedy


def of(service: str, **values: object) -> list[ServiceRow]:
    """The shipped rows of a service that have the given values."""
    return [
        row
        for row in service_rows()
        if row.service == service and all(getattr(row, name) == values[name] for name in values)
    ]


def test_every_service_that_names_know_is_declared_and_read() -> None:
    services = load_services()
    assert set(services) == SERVICES == set(NETTESTS) - {"web_connectivity"}
    assert len(list((data_folder() / FOLDER).iterdir())) == len(services)
    for service in services.values():
        assert target(service.test_name, None) == f"service:{service.id}"
        assert any(member.needed for member in service.members)


def test_shipped_rows_are_spelled_as_observations_are() -> None:
    for row in service_rows():
        assert row.hostname is None or hostname(row.hostname) == row.hostname
        assert row.ip is None or ip_address(row.ip) == row.ip
        assert any(getattr(row, layer) for layer in LAYERS)
        assert row.kind != "address" or not row.dns


def test_what_the_specifications_say() -> None:
    assert len(of("telegram", member="access_points", kind="address")) == 12
    assert len({row.hostname for row in of("whatsapp", member="endpoints")}) == 16
    assert all(row.asn == 32934 for row in of("facebook_messenger"))
    assert [row.up for row in of("signal", kind="status")] == [["127.0.0.1"]]
    assert {row.own_root for row in of("signal", http=True)} == {True}
    assert {row.member for row in of("tor", ip="171.25.193.9", port=80)} == {"authorities"}
    assert {row.member for row in of("tor", kind="other")} == {"bridges"}
