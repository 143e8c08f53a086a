"""Certificates by the hash of their DER form: kept as bytes, once a shard.

Decides identity only. What a certificate says is read later, once for each distinct one
(`fanous.certificates`): the same chains come back in every file of a day, in every process.
"""

from __future__ import annotations

import hashlib
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Iterable

from fanous.sources.ooni.wire import Certificate

__all__ = ["CertificateStore"]

_CACHE_ENTRIES = 16_000  # about 60 MB at most; a day sees a few thousand distinct chains


class CertificateStore:
    """Turns certificates into hashes, and gives back the bytes of those it has lately seen."""

    def __init__(self) -> None:
        self._hashes: dict[str, str] = {}
        self._bytes: dict[str, bytes] = {}

    def hashes(self, certificates: list[Certificate] | None) -> list[str]:
        """SHA-256 of each certificate of a chain, leaf first; `""` where the base64 is broken."""
        known = self._hashes
        return [known.get(item.data or "") or self._keep(item.data or "")
                for item in certificates or ()]  # fmt: skip

    def rows(self, hashes: Iterable[str]) -> list[tuple[str, bytes]]:
        """Hash and bytes of the named certificates, in order of hash."""
        return [(sha256, self._bytes[sha256]) for sha256 in sorted(set(hashes)) if sha256]

    def trim(self) -> None:
        """Forget everything if the caches have grown past their bound; between shards only."""
        if len(self._hashes) > _CACHE_ENTRIES:
            self._hashes.clear()
            self._bytes.clear()

    def _keep(self, data: str) -> str:
        """Decode a certificate that is new here."""
        try:
            der = a2b_base64(data)
        except (Base64Error, ValueError):
            der = b""
        sha256 = hashlib.sha256(der).hexdigest() if der else ""
        self._hashes[data] = sha256
        if der:
            self._bytes[sha256] = der
        return sha256
