"""Certificates by the hash of their DER form; each distinct one is read once.

Decides which fields of a certificate are kept. A certificate that cannot be read is kept with its
reason: it is evidence all the same. Leaves validation to `rules` and later stages.
"""

from __future__ import annotations

import hashlib
import warnings
from binascii import Error as Base64Error
from binascii import a2b_base64
from datetime import datetime

from fanous.sources.ooni.wire import Certificate

__all__ = ["CertificateReader", "CertificateRow"]

_CACHE_ENTRIES = 16_000  # about 60 MB at most; a day sees a few thousand distinct chains

CertificateRow = tuple[
    str, bytes, str | None, str | None, list[str], int | None, int | None, str | None
]


class CertificateReader:
    """Turns certificates into hashes, and gathers the rows of those seen since the last `take`.

    The caches outlive a source: the same chains come back in every file of a day.
    """

    def __init__(self) -> None:
        self._hashes: dict[str, str] = {}
        self._rows: dict[str, CertificateRow] = {}
        self._seen: dict[str, CertificateRow] = {}

    def hashes(self, certificates: list[Certificate] | None) -> list[str]:
        """SHA-256 of each certificate of a chain, leaf first; `""` where the base64 is broken."""
        return [self._hash(item.data or "") for item in certificates or ()]

    def take(self) -> list[CertificateRow]:
        """Rows of the certificates seen since the last call, in order of hash."""
        taken, self._seen = self._seen, {}
        return [row for _, row in sorted(taken.items())]

    def _hash(self, data: str) -> str:
        sha256 = self._hashes.get(data)
        if sha256 is None:
            sha256 = self._read(data)
        elif sha256 and sha256 not in self._seen:
            self._seen[sha256] = self._rows[sha256]
        return sha256

    def _read(self, data: str) -> str:
        """Decode and read a certificate that is not in the cache."""
        try:
            der = a2b_base64(data)
        except (Base64Error, ValueError):
            der = b""
        if len(self._hashes) >= _CACHE_ENTRIES:
            self._hashes.clear()
            self._rows.clear()
        sha256 = hashlib.sha256(der).hexdigest() if der else ""
        self._hashes[data] = sha256
        if der:
            row = self._rows.get(sha256) or _row(sha256, der)
            self._rows[sha256] = self._seen[sha256] = row
        return sha256


def _row(sha256: str, der: bytes) -> CertificateRow:
    """One row of the certificates table."""
    from cryptography import x509

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old certificates with odd serials still are evidence
            certificate = x509.load_der_x509_certificate(der)
            return (
                sha256,
                der,
                certificate.subject.rfc4514_string(),
                certificate.issuer.rfc4514_string(),
                _names(certificate),
                _microseconds(certificate.not_valid_before_utc),
                _microseconds(certificate.not_valid_after_utc),
                None,
            )
    except Exception as error:
        # A forged chain can fail in as many ways as the library has checks; all are one fact here.
        return (sha256, der, None, None, [], None, None, f"{type(error).__name__}: {error}"[:200])


def _names(certificate: object) -> list[str]:
    """Subject alternative names: DNS names and addresses."""
    from cryptography import x509

    assert isinstance(certificate, x509.Certificate)
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    names = extension.value.get_values_for_type(x509.DNSName)
    addresses = extension.value.get_values_for_type(x509.IPAddress)
    return [*names, *(str(address) for address in addresses)]


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000
