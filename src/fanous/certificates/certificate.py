"""One certificate, read as far as re-validation needs it, at a bounded cost.

Decides which bytes count as readable, which keys are used at all (a forged chain may carry keys
that take seconds to use), and how far an issuer's signature is checked: good, bad, or not checked.
Leaves names to `certificates.names`, and what all this means to `certificates.validate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from fanous.certificates.names import Names

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["Certificate", "Extensions", "read_certificate"]

MAX_CERTIFICATE_BYTES = 128 * 1024  # the longest in use, with hundreds of names, have about 20 KB
MAX_RSA_BITS = 8192
MAX_RSA_EXPONENT = 2**32  # 65537 is what is in use; a giant one makes each check a private one

_RSA, _ECDSA = "1.2.840.113549.1.1.", "1.2.840.10045.4."  # signature algorithms, RFC 3279
_WEAK_HASHES = frozenset({"md5", "sha1"})


@dataclass(frozen=True, slots=True)
class Extensions:
    """What the extensions say. A missing one permits; `is_authority` must be said."""

    names: Names
    is_authority: bool
    path_length: int | None
    signs_certificates: bool
    serves: bool  # may be shown by a server (extended key usage)
    constrains_names: bool
    unknown_critical: bool
    key_id: bytes | None
    issuer_key_id: bytes | None


class Certificate:
    """A readable certificate. Equal ones are the same object, made by `read_certificate`."""

    def __init__(self, sha256: str, decoded: x509.Certificate) -> None:
        self.sha256 = sha256
        self.decoded = decoded
        self.issuer: bytes = decoded.issuer.public_bytes()
        self.not_before: datetime = decoded.not_valid_before_utc
        self.not_after: datetime = decoded.not_valid_after_utc

    @cached_property
    def subject(self) -> bytes:
        """The name it issues under, in DER; nothing if it cannot be read."""
        try:
            return self.decoded.subject.public_bytes()
        except Exception:
            return b""

    @cached_property
    def extensions(self) -> Extensions | None:
        """What the extensions say, or None if one of those that matter cannot be read."""
        try:
            return _extensions(self.decoded)
        except Exception:
            # The library raises in many ways on what it cannot decode; all are one fact here.
            return None

    @cached_property
    def key_bits(self) -> int:
        """Bits of an RSA key, -1 for a curve that is used, 0 for a key that is not used."""
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

        try:
            key = self.decoded.public_key()
            if isinstance(key, rsa.RSAPublicKey):
                usable = key.key_size <= MAX_RSA_BITS and key.public_numbers().e < MAX_RSA_EXPONENT
                return key.key_size if usable else 0
        except Exception:
            return 0
        return -1 if isinstance(key, ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) else 0

    @cached_property
    def weak_hash(self) -> str:
        """`md5` or `sha1` if its signature rests on one, else nothing."""
        try:
            algorithm = self.decoded.signature_hash_algorithm
        except Exception:
            return ""  # unknown to the library, which cannot check it either
        return algorithm.name if algorithm is not None and algorithm.name in _WEAK_HASHES else ""

    def signed(self, child: Certificate) -> bool | None:
        """Whether this one's key signed `child`; None if that cannot be checked."""
        from cryptography.exceptions import InvalidSignature

        if self.subject != child.issuer:
            return False
        if not self.key_bits:
            return None
        oid = child.decoded.signature_algorithm_oid.dotted_string
        if oid.startswith(_ECDSA if self.key_bits > 0 else _RSA):
            return False  # a signature of another kind than the key
        try:
            _verify(self.decoded, child)
        except InvalidSignature:
            return False
        except Exception:
            return None
        return True


def _verify(issuer: x509.Certificate, child: Certificate) -> None:
    """Check a signature. Raises InvalidSignature, or anything else if that cannot be done."""
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    old = child.decoded.signature_hash_algorithm if child.weak_hash else None
    if old is None:
        child.decoded.verify_directly_issued_by(issuer)
        return
    # The library checks no certificate signed with SHA-1, but old roots still end real chains.
    key, signed = issuer.public_key(), child.decoded.tbs_certificate_bytes
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(child.decoded.signature, signed, padding.PKCS1v15(), old)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(child.decoded.signature, signed, ec.ECDSA(old))
    else:
        raise NotImplementedError


def read_certificate(sha256: str, der: bytes) -> Certificate | None:
    """A certificate, or None if it cannot be read or is larger than any in use."""
    from cryptography import x509

    if not der or len(der) > MAX_CERTIFICATE_BYTES:
        return None
    try:
        return Certificate(sha256, x509.load_der_x509_certificate(der))
    except Exception:
        # Broken bytes fail in as many ways as the library has checks; all are one fact here.
        return None


def _extensions(decoded: x509.Certificate) -> Extensions:
    """Read the extensions once, by type. Raises whatever the library raises."""
    from cryptography import x509

    found = {type(item.value): item.value for item in decoded.extensions}
    unknown = any(
        item.critical and isinstance(item.value, x509.UnrecognizedExtension)
        for item in decoded.extensions
    )
    basic = found.get(x509.BasicConstraints)
    usage = found.get(x509.KeyUsage)
    key = found.get(x509.SubjectKeyIdentifier)
    issuer = found.get(x509.AuthorityKeyIdentifier)
    return Extensions(
        names=_names(decoded, found.get(x509.SubjectAlternativeName)),
        is_authority=isinstance(basic, x509.BasicConstraints) and basic.ca,
        path_length=basic.path_length if isinstance(basic, x509.BasicConstraints) else None,
        signs_certificates=not isinstance(usage, x509.KeyUsage) or usage.key_cert_sign,
        serves=_serves(found.get(x509.ExtendedKeyUsage)),
        constrains_names=x509.NameConstraints in found,
        unknown_critical=unknown,
        key_id=key.digest if isinstance(key, x509.SubjectKeyIdentifier) else None,
        issuer_key_id=(
            issuer.key_identifier if isinstance(issuer, x509.AuthorityKeyIdentifier) else None
        ),
    )


def _serves(usage: x509.ExtensionType | None) -> bool:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    wanted = {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    return not isinstance(usage, x509.ExtendedKeyUsage) or not wanted.isdisjoint(usage)


def _names(decoded: x509.Certificate, alternatives: x509.ExtensionType | None) -> Names:
    from cryptography import x509

    common = tuple(_common_names(decoded))
    if not isinstance(alternatives, x509.SubjectAlternativeName):
        return Names((), (), common, declared=False)
    return Names(
        tuple(name.lower() for name in alternatives.get_values_for_type(x509.DNSName)),
        tuple(str(item) for item in alternatives.get_values_for_type(x509.IPAddress)),
        common,
        declared=True,
    )


def _common_names(decoded: x509.Certificate) -> Iterator[str]:
    from cryptography.x509.oid import NameOID

    for attribute in decoded.subject.get_attributes_for_oid(NameOID.COMMON_NAME):
        if isinstance(attribute.value, str):
            yield attribute.value.lower()
