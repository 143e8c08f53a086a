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
from typing import Any

import msgspec

from fanous.sources.ooni.wire import Binary, Headers, MaybeBinary

__all__ = ["SCRUBBED", "Scrubber", "binary", "json_text", "probe_address"]

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

# A number of more digits, or of more parts, is another address. Probes write `>` as \u003e: the
# digits of an escape belong to no number.
_BEFORE = r"(?:(?<!\d)(?<!\d\.)|(?<=\\u[0-9A-Fa-f]{4}))"
_AFTER = r"(?!\d|\.\d)"
_BASE64 = "[A-Za-z0-9+/]"
# Whatever may be an IPv6 address: one has many spellings, so each is read and compared.
_IPV6 = re.compile(
    r"(?:[0-9A-Fa-f]{0,4}:){2,8}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4})"
    r"|(?:[0-9A-Fa-f]{0,4}%3[Aa]){2,8}[0-9A-Fa-f]{0,4}"
)

_encode = msgspec.json.Encoder().encode
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def probe_address(probe_ip: str | None) -> _Address | None:
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

    __slots__ = ("_address", "_pattern", "count")

    def __init__(self, address: _Address | None) -> None:
        self.count = 0
        self._address = _plain(address) if address is not None else None
        self._pattern = _pattern(self._address) if self._address is not None else None

    def line(self, data: bytes) -> bytes:
        """The line's bytes without the address; the whole record is decoded anew from these."""
        if self._pattern is None:
            return data
        return self.text(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def text(self, value: str) -> str:
        """Text without the address. (Text that was base64 in the line was not readable there.)"""
        if self._pattern is None:
            return value
        clean, removed = self._pattern.subn(SCRUBBED, value)
        self.count += removed
        return _IPV6.sub(self._unless_other, clean)

    def _unless_other(self, found: re.Match[str]) -> str:
        """What may be an IPv6 address, unless it is the probe's."""
        text = found[0].replace("%3A", ":").replace("%3a", ":")
        start = text[0] == ":" and text[1] != ":"  # a colon before it, as in `ip:2001:db8::1`
        end = text[-1] == ":" and text[-2] != ":"
        try:
            address = ipaddress.ip_address(text[start : len(text) - end])
        except ValueError:
            return found[0]
        if _plain(address) != self._address:
            return found[0]
        self.count += 1
        return f"{':' * start}{SCRUBBED}{':' * end}"

    def decode(self, value: MaybeBinary) -> str:
        """A wire value as text: bytes that are not UTF-8 become U+FFFD."""
        if isinstance(value, Binary):
            return self.text(binary(value).decode("utf-8", "replace"))
        return value or ""

    def headers(self, headers: Headers) -> dict[str, str]:
        """Headers keyed in lower case, cookies and echoed client addresses removed."""
        if not headers:
            return {}
        clean: dict[str, Any] = {name.lower(): value for name, value in headers.items()}
        if not _REMOVED_HEADERS.isdisjoint(clean):
            for name in _REMOVED_HEADERS.intersection(clean):
                clean[name] = SCRUBBED
                self.count += name in _CLIENT_HEADERS
        for value in clean.values():
            if type(value) is not str:
                return {name: self.decode(value) for name, value in clean.items()}
        return clean


def _plain(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one stands for, else the address itself."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _pattern(address: _Address) -> re.Pattern[str]:
    """The spellings of an address that are plain text: dotted, in a name with dashes, in base64."""
    spelled = {str(address), address.exploded}
    spelled |= {form.upper() for form in spelled}
    dashed = {re.sub("[.:]", "-", form) for form in spelled}
    plain = _any_of(dashed if address.version == 6 else spelled | dashed)
    hidden = _any_of({b64encode(form.encode()).decode().rstrip("=") for form in spelled})
    # A base64 *value* is left whole: it is decoded, and then scrubbed as text.
    apart = rf'(?<!{_BASE64})(?<!"data":")(?<!"data": ")(?:{hidden})(?!{_BASE64})'
    return re.compile(rf"{_BEFORE}(?:{plain}){_AFTER}|{apart}")


def _any_of(forms: set[str]) -> str:
    """An expression for any of some texts, the longest first."""
    return "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))


def json_text(headers: dict[str, str]) -> str | None:
    """Headers as one JSON object's text, None for none: a column of maps took twice the time."""
    return _encode(headers).decode() if headers else None


def binary(value: Binary) -> bytes:
    """The bytes of a base64 value; what cannot be decoded is empty."""
    try:
        return a2b_base64(value.data)
    except (Base64Error, ValueError):
        return b""
