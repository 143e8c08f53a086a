"""Whether a certificate is for a name: by the strict rule, and by any rule that was ever used.

The strict rule is RFC 9525: subject alternative names only, a wildcard only as the whole left-most
label, addresses only by address. What it accepts is for the name. What even the widest reading
refuses (common name, wildcards within a label, addresses written as names) is certainly for others.
Between the two nothing is certain. Leaves all else about certificates to others.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from fanous.model.names import hostname, ip_address

__all__ = ["Names", "could_cover", "covers", "server_name"]

MAX_NAME = 253
MAX_COMMON_NAMES = 16  # a certificate with more of them says nothing certain
_DNS_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")


class Names(NamedTuple):
    """The names in a certificate, in lower case."""

    dns: tuple[str, ...]
    addresses: tuple[str, ...]
    common: tuple[str, ...]
    declared: bool  # there are subject alternative names, of whatever kind


def server_name(text: str | None) -> str:
    """A server's name in one spelling, or `""` if it is neither a DNS name nor an address."""
    if not text:
        return ""
    address = ip_address(text)
    if address:
        return address
    name = hostname(text)
    return name if len(name) <= MAX_NAME and _DNS_NAME.fullmatch(name) else ""


def covers(names: Names, name: str) -> bool:
    """Whether a certificate is for a name (as `server_name` spells it), by RFC 9525."""
    if ip_address(name):
        return name in names.addresses
    _, _, parent = name.partition(".")
    return name in names.dns or (bool(parent) and f"*.{parent}" in names.dns)


def could_cover(names: Names, name: str) -> bool:
    """Whether any reading that was ever used might call a certificate one for this name."""
    if covers(names, name):
        return True
    if len(names.common) > MAX_COMMON_NAMES:
        return True
    written = (*names.dns, *names.common)
    return any(_widely(pattern.strip().rstrip("."), name) for pattern in written)


def _widely(pattern: str, name: str) -> bool:
    """A name with `*` anywhere, over any number of labels; Unicode or punycode."""
    if not pattern.isascii():
        pattern = hostname(pattern)
    head, star, rest = pattern.partition("*")
    if not star:
        return name == pattern
    return name.startswith(head) and name.endswith(rest.rpartition("*")[2])
