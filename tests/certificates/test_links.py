from __future__ import annotations

from fanous.certificates.certificate import Certificate, read_certificate
from fanous.certificates.links import Links
from tests.certificates.authority import NAME, Made, made, root

ISSUER, FORGER = root("Issuer"), root("Forger")


def read(item: Made) -> Certificate:
    found = read_certificate(item.sha256, item.der)
    assert found is not None
    return found


def forged() -> Made:
    from cryptography import x509

    named = x509.AuthorityKeyIdentifier.from_issuer_public_key(ISSUER.key.public_key())
    return made(NAME, issuer=ISSUER, signing=FORGER.key, with_ids=False, extra=((named, False),))


def test_a_failed_signature_by_the_named_key_proves_a_forgery() -> None:
    links = Links({}, frozenset({ISSUER.sha256}))
    assert not links.check(read(ISSUER), read(forged()))
    assert links.forged
    assert not links.unchecked


def test_an_issuer_seen_elsewhere_proves_nothing() -> None:
    links = Links({}, frozenset())
    assert not links.check(read(ISSUER), read(forged()))
    assert not links.forged


def test_a_certificate_that_somebody_signed_is_not_forged() -> None:
    links = Links({}, frozenset({ISSUER.sha256}))
    leaf = ISSUER.issue()
    other = root("Issuer", key_label="Forger")
    assert not links.check(read(other), read(leaf))
    assert links.check(read(ISSUER), read(leaf))
    assert not links.forged


def test_a_pair_is_checked_once() -> None:
    leaf = ISSUER.issue()
    known: dict[tuple[str, str], bool | None] = {(ISSUER.sha256, leaf.sha256): None}
    links = Links(known, frozenset())
    assert not links.check(read(ISSUER), read(leaf))
    assert links.unchecked


def test_self_signed() -> None:
    links = Links({}, frozenset())
    assert links.signs_itself(read(ISSUER))
    assert not links.signs_itself(read(ISSUER.issue()))
    assert not links.signs_itself(read(made("Issuer", issuer=ISSUER, key_label="other")))
