"""What a certificate says: subject, issuer, names, validity.

Decides which fields are kept. A certificate that cannot be read is kept with its reason: it is
evidence all the same. Leaves validation to later stages.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["CertificateRow", "read_certificates"]

CertificateRow = tuple[
    str, str | None, str | None, list[str] | None, int | None, int | None, str | None
]


def read_certificates(certificates: Iterable[tuple[str, bytes]]) -> list[CertificateRow]:
    """Rows of the certificates table for (SHA-256, DER) pairs, in the order given."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old certificates with odd serials still are evidence
        return [_row(sha256, der) for sha256, der in certificates]


def _row(sha256: str, der: bytes) -> CertificateRow:
    from cryptography import x509

    try:
        certificate = x509.load_der_x509_certificate(der)
        return (
            sha256,
            certificate.subject.rfc4514_string(),
            certificate.issuer.rfc4514_string(),
            _names(certificate),
            _microseconds(certificate.not_valid_before_utc),
            _microseconds(certificate.not_valid_after_utc),
            None,
        )
    except Exception as error:
        # A forged chain can fail in as many ways as the library has checks; all are one fact here.
        return (sha256, None, None, None, None, None, f"{type(error).__name__}: {error}"[:200])


def _names(certificate: x509.Certificate) -> list[str]:
    """Subject alternative names: DNS names and addresses."""
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    names = extension.value.get_values_for_type(x509.DNSName)
    addresses = extension.value.get_values_for_type(x509.IPAddress)
    return [*names, *(str(address) for address in addresses)]


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000
