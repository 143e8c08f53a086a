from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from fanous.sources.ooni import certificates
from fanous.sources.ooni.certificates import CertificateStore
from fanous.sources.ooni.wire import Certificate


def wire(der: bytes) -> Certificate:
    return Certificate(b64encode(der).decode())


def test_a_chain_becomes_hashes_and_gives_its_bytes_back() -> None:
    store = CertificateStore()
    hashes = store.hashes([wire(b"leaf"), wire(b"root"), wire(b"leaf")])
    leaf, root = (hashlib.sha256(der).hexdigest() for der in (b"leaf", b"root"))
    assert hashes == [leaf, root, leaf]
    assert store.rows(hashes) == sorted([(leaf, b"leaf"), (root, b"root")])


@pytest.mark.parametrize("chain", [None, []])
def test_no_chain(chain: list[Certificate] | None) -> None:
    assert CertificateStore().hashes(chain) == []


@pytest.mark.parametrize("data", [None, "", "x", "not base64 at all!"])
def test_broken_base64_has_a_place_and_no_bytes(data: str | None) -> None:
    store = CertificateStore()
    hashes = store.hashes([Certificate(data), wire(b"root")])
    assert len(hashes) == 2
    if hashes[0]:  # some rubbish still decodes to something
        assert dict(store.rows(hashes))[hashes[0]]
    else:
        assert len(store.rows(hashes)) == 1


def test_the_cache_is_trimmed_between_shards_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "_CACHE_ENTRIES", 2)
    store = CertificateStore()
    hashes = store.hashes([wire(bytes([number])) for number in range(3)])
    assert len(store.rows(hashes)) == 3
    store.trim()
    assert store._bytes == {} and store._hashes == {}
    kept = store.hashes([wire(b"a")])
    store.trim()
    assert store.rows(kept) == [(kept[0], b"a")]
