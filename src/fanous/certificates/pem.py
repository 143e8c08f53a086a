"""Certificates of a PEM file that people wrote, with line numbers.

Decides what a block is; other lines are comments. A block that is not base64 stops with its line: a
root left out in silence would turn every site under it into a forgery. Leaves what the bytes say to
others, except `subject_of`, for those who add a root.
"""

from __future__ import annotations

import hashlib
import warnings
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Iterator
from pathlib import Path

from fanous.errors import CuratedFileError

__all__ = ["certificates_of", "read_text", "subject_of"]

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def read_text(path: Path) -> str:
    """A file's text; what is not text shows later, as no certificate. Raises CuratedFileError."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CuratedFileError(
            path, 1, f"cannot be read ({error.strerror})", remedy="Is the installation complete?"
        ) from error


def certificates_of(text: str, place: object) -> Iterator[tuple[int, str, bytes]]:
    """Line, SHA-256 and DER of each certificate. `place` names the file in errors.

    Raises CuratedFileError for a block that is no certificate, and for a text without any.
    """
    count = 0
    for line, body in _blocks(text, place):
        try:
            der = a2b_base64(body)
        except Base64Error as error:
            raise CuratedFileError(
                place, line, f"not a certificate ({error})", remedy="Replace it, or remove it."
            ) from error
        count += 1
        yield line, hashlib.sha256(der).hexdigest(), der
    if not count:
        raise CuratedFileError(
            place, 1, "no certificate in this file", remedy="Put PEM certificates in, or remove it."
        )


def subject_of(der: bytes) -> str:
    """A certificate's subject, RFC 4514. Raises ValueError if it cannot be read."""
    from cryptography import x509

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an old root may have an odd serial number
        return x509.load_der_x509_certificate(der).subject.rfc4514_string()


def _blocks(text: str, place: object) -> Iterator[tuple[int, str]]:
    """First line and base64 text of each block."""
    begun, parts = 0, list[str]()
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line == _BEGIN:
            if begun:
                break
            begun, parts = number, []
        elif line == _END and begun:
            yield begun, "".join(parts)
            begun = 0
        elif begun:
            parts.append(line)
    if begun:
        raise CuratedFileError(
            place, begun, "this certificate has no end", remedy="Add its END line, or remove it."
        )
