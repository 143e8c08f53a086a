from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from fanous.certificates.certificate import (
    MAX_CERTIFICATE_BYTES,
    Certificate,
    read_certificate,
)
from tests.certificates.authority import NAME, Made, made, root
from tests.making import FUZZ

ISSUER = root("Issuer")
LEAF = ISSUER.issue(names=(NAME.upper(), "192.0.2.1"))


def read(item: Made) -> Certificate:
    found = read_certificate(item.sha256, item.der)
    assert found is not None
    return found


def test_what_validation_needs() -> None:
    leaf, issuer = read(LEAF), read(ISSUER)
    assert leaf.issuer == issuer.subject == issuer.issuer
    assert leaf.extensions and issuer.extensions
    assert leaf.extensions.names.dns == (NAME,)
    assert leaf.extensions.names.addresses == ("192.0.2.1",)
    assert leaf.extensions.names.common == (NAME,)
    assert not leaf.extensions.is_authority and issuer.extensions.is_authority
    assert leaf.extensions.issuer_key_id == issuer.extensions.key_id is not None
    assert leaf.key_bits == -1 and leaf.weak_hash == ""
    assert read(root("rsa", key_label="rsa2048")).key_bits == 2048


def test_signatures() -> None:
    leaf, issuer = read(LEAF), read(ISSUER)
    assert issuer.signed(leaf) is True
    assert leaf.signed(issuer) is False  # not its issuer by name
    assert read(root("Issuer", key_label="other")).signed(leaf) is False
    assert read(root("Issuer", key_label="rsa2048")).signed(leaf) is False  # another kind of key


def test_a_key_that_would_take_long_is_not_used() -> None:
    """A public exponent as long as the modulus makes each check cost what signing costs."""
    issuer = root("Issuer", key_label="rsa2048")
    numbers = issuer.certificate.public_key()
    assert isinstance(numbers, rsa.RSAPublicKey)
    key = rsa.RSAPublicNumbers(2**40 + 1, numbers.public_numbers().n).public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(issuer.certificate.subject)
        .issuer_name(issuer.certificate.subject)
        .public_key(key)
        .serial_number(1)
        .not_valid_before(issuer.certificate.not_valid_before_utc)
        .not_valid_after(issuer.certificate.not_valid_after_utc)
    )
    slow = Made(builder.sign(ISSUER.key, issuer.certificate.signature_hash_algorithm), None)  # type: ignore[arg-type]
    assert read(slow).key_bits == 0
    assert read(slow).signed(read(LEAF)) is None


def test_bounds() -> None:
    assert read_certificate("", b"") is None
    assert read_certificate("", bytes(MAX_CERTIFICATE_BYTES + 1)) is None
    assert read_certificate("", LEAF.der[:-1]) is None


def test_extensions_that_cannot_be_read_are_one_fact() -> None:
    broken = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.37"), b"\xff\xff")
    assert read(made(NAME, extra=((broken, False),))).extensions is None


@FUZZ
@given(at=st.integers(0, len(LEAF.der) - 1), value=st.integers(0, 255))
def test_no_damage_raises(at: int, value: int) -> None:
    der = bytearray(LEAF.der)
    der[at] = value
    found = read_certificate("", bytes(der))
    if found:
        facts = found.subject, found.extensions, found.key_bits, found.weak_hash
        assert len(facts) == 4
        assert read(ISSUER).signed(found) in (True, False, None)
