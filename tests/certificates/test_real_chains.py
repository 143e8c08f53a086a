"""Every chain of the real measurements, each read by a person and found to be what we say."""

from __future__ import annotations

import gzip
import hashlib
import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fanous.certificates.certificate import read_certificate
from fanous.certificates.trust import OWN, Root, TrustStore, load_trust
from fanous.certificates.validate import validate_chains

# test name → what the chains of its handshakes are, and why that is right
EXPECTED = {
    "web_connectivity": {"valid"},
    "whatsapp": {"valid"},
    "telegram": {"valid"},
    "urlgetter": {"valid"},
    "dnscheck": {"valid"},
    "tlsping": {"valid"},  # for an address: 8.8.8.8
    "simplequicping": {"valid"},
    # the outer name is not in the certificate of the second handshake, on purpose
    "echcheck": {"valid", "wrong_name"},
    # a root of its own, sent along in most chains
    "signal": {"untrusted", "incomplete"},
    # relays make up an issuer for each connection and don't send it
    "tor": {"incomplete"},
    # the intermediate is missing (the certificate had expired too)
    "riseupvpn": {"incomplete"},
    # two of these carry no server name
    "psiphon": {"valid", "no_name"},
    "sni_blocking": {"no_name"},
}

Asked = tuple[tuple[str, ...], str, date]


def handshakes(value: object) -> Iterator[dict[str, Any]]:
    """Every object with certificates, however deep: tests keep them in different places."""
    if isinstance(value, dict):
        if value.get("peer_certificates"):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from handshakes(item)


def real_chains(shared: Path) -> tuple[dict[Asked, str], dict[str, bytes]]:
    """Test name by distinct chain, and the bytes of the certificates."""
    asked: dict[Asked, str] = {}
    ders: dict[str, bytes] = {}
    for path in sorted((shared / "ooni" / "raw").rglob("*.jsonl.gz")):
        for line in gzip.decompress(path.read_bytes()).splitlines():
            measurement = json.loads(line)
            for shake in handshakes(measurement.get("test_keys")):
                chain = [b64decode(item["data"]) for item in shake["peer_certificates"]]
                hashes = tuple(hashlib.sha256(der).hexdigest() for der in chain)
                ders.update(zip(hashes, chain, strict=True))
                day = date.fromisoformat(measurement["measurement_start_time"][:10])
                name = shake.get("server_name") or ""
                asked[hashes, name, day] = measurement["test_name"]
    return asked, ders


@pytest.fixture(scope="module")
def real(shared: Path) -> tuple[dict[Asked, str], dict[str, bytes]]:
    found = real_chains(shared)
    assert len(found[0]) > 50
    return found


def test_each_chain_is_what_a_person_says(
    real: tuple[dict[Asked, str], dict[str, bytes]],
) -> None:
    asked, ders = real
    found: dict[str, set[str]] = {}
    for chain, name, day, result in validate_chains(asked, ders, load_trust()):
        found.setdefault(asked[chain, name, day], set()).add(result)
    assert found == {test: EXPECTED[test] for test in found}
    assert {"web_connectivity", "signal", "tor"} <= set(found)


def test_with_its_own_roots_each_chain_of_signal_is_valid(
    real: tuple[dict[Asked, str], dict[str, bytes]],
) -> None:
    """Its first servers had no key identifiers and their root was signed with SHA-1."""
    asked, ders = real
    signal = [item for item, test in asked.items() if test == "signal"]
    own = []
    for sha256 in sorted({sha256 for chain, _, _ in signal for sha256 in chain}):
        certificate = read_certificate(sha256, ders[sha256])
        if certificate and certificate.subject == certificate.issuer:
            own.append(Root(sha256, ders[sha256], None, None, OWN))
    assert own
    trust = TrustStore((*load_trust().roots, *own), "with Signal's")
    assert {result for *_, result in validate_chains(signal, ders, trust)} == {"valid"}
    assert {result for *_, result in validate_chains(signal, ders, load_trust())} == {
        "untrusted",
        "incomplete",
    }


def test_a_changed_name_is_found_on_every_chain(
    real: tuple[dict[Asked, str], dict[str, bytes]],
) -> None:
    asked, ders = real
    web = [
        (chain, "elsewhere.example", day)
        for (chain, _, day), test in asked.items()
        if test == "web_connectivity"
    ]
    results = {result for *_, result in validate_chains(web, ders, load_trust())}
    assert results == {"wrong_name"}
