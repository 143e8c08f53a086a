"""The probe's own addresses, removed before anything is stored.

Decides what is taken out: every spelling of `probe_ip` where the data carry a real one, wherever it
stands (in the JSON, and again in text that was base64 in the JSON), and the value of headers in
which servers echo a client's address or that carry cookies. Each removal is counted. The raw line's
hash stays; the raw line is never stored.
"""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import cast

from fanous.sources.ooni.wire import Binary, Headers, MaybeBinary

__all__ = ["SCRUBBED", "Scrubber", "probe_address"]

SCRUBBED = "[scrubbed]"

_CLIENT_HEADERS = frozenset(
    """
    cf-connecting-ip cf-connecting-ipv6 client-ip fastly-client-ip forwarded forwarded-for
    remote-addr
    true-client-ip x-client x-client-addr x-client-ip x-client-real-ip x-cluster-client-ip
    x-forwarded
    x-forwarded-for x-ip x-original-forwarded-for x-originating-ip x-proxyuser-ip x-real-ip
    x-remote-addr x-remote-ip x-source-ip x-sucuri-clientip x-user-ip x-your-ip
    """.split()
)
_COOKIE_HEADERS = frozenset({"cookie", "set-cookie", "set-cookie2"})
_REMOVED_HEADERS = _CLIENT_HEADERS | _COOKIE_HEADERS
_NO_ADDRESS = {"", "127.0.0.1", "::1", SCRUBBED}


def probe_address(probe_ip: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The probe's address if the data carry a real one, else None."""
    if probe_ip is None or probe_ip in _NO_ADDRESS:
        return None
    try:
        address = ipaddress.ip_address(probe_ip.strip())
    except ValueError:
        return None
    return None if address.is_loopback or address.is_unspecified else address


class Scrubber:
    """Removes one measurement's probe address from what is about to be stored, and counts."""

    def __init__(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address | None) -> None:
        self.count = 0
        self._pattern: re.Pattern[str] | None = None
        if address is not None:
            forms = {str(address), address.exploded, str(address).upper(), address.exploded.upper()}
            forms |= {form.replace(".", "-") for form in forms if "." in form}
            forms |= {b64encode(form.encode()).decode().rstrip("=") for form in forms}
            body = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
            self._pattern = re.compile(rf"(?<![0-9A-Fa-f.:])(?:{body})(?![0-9A-Fa-f:]|\.\d)")

    def line(self, data: bytes) -> bytes:
        """The line's bytes without the address; the whole record is decoded anew from these."""
        if self._pattern is None:
            return data
        text, removed = self._pattern.subn(SCRUBBED, data.decode("utf-8", "surrogateescape"))
        self.count += removed
        return text.encode("utf-8", "surrogateescape")

    def text(self, value: str) -> str:
        """Text that was not readable in the line (base64), without the address."""
        if self._pattern is None:
            return value
        clean, removed = self._pattern.subn(SCRUBBED, value)
        self.count += removed
        return clean

    def decode(self, value: MaybeBinary) -> str:
        """A wire value as text: bytes that are not UTF-8 become U+FFFD."""
        if isinstance(value, Binary):
            return self.text(binary(value).decode("utf-8", "replace"))
        return value or ""

    def headers(self, headers: Headers) -> dict[str, str]:
        """Headers keyed in lower case, cookies and echoed client addresses removed."""
        if not headers:
            return {}
        clean = {name.lower(): value for name, value in headers.items()}
        if not _REMOVED_HEADERS.isdisjoint(clean):
            for name in _REMOVED_HEADERS.intersection(clean):
                clean[name] = SCRUBBED
                self.count += name in _CLIENT_HEADERS
        for value in clean.values():
            if type(value) is not str:
                return {name: self.decode(value) for name, value in clean.items()}
        return cast(dict[str, str], clean)


def binary(value: Binary) -> bytes:
    """The bytes of a base64 value; what cannot be decoded is empty."""
    try:
        return a2b_base64(value.data)
    except (Base64Error, ValueError):
        return b""
