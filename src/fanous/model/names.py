"""Host names, addresses and endpoints in one canonical spelling.

Decides how a name is normalised (once, here) and what a target is called. Keeps no meaning of
addresses: whether one is a bogon is `reference.networks`' to say.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from typing import NamedTuple
from urllib.parse import urlsplit

import idna

__all__ = [
    "SERVICES",
    "Endpoint",
    "Url",
    "address_family",
    "endpoint",
    "hostname",
    "ip_address",
    "target",
    "url",
]

_CACHE_ENTRIES = 16_384  # bounded: a forged archive may carry endless names


class Url(NamedTuple):
    """The parts of a URL that observations join on. `port` is the scheme's own if none is given."""

    scheme: str
    hostname: str
    port: int | None


class Endpoint(NamedTuple):
    """An address and port; `family` is 4, 6, or 0 where `ip` holds a name (old data do)."""

    ip: str
    port: int | None
    family: int


# Tests that are about a service and take no input; the service is called as its test is. What each
# consists of is declared in `data/services`.
SERVICES = frozenset({"facebook_messenger", "signal", "telegram", "tor", "whatsapp"})

_NO_ENDPOINT = Endpoint("", None, 0)
_PORT_DIGITS, _LAST_PORT = 5, 0xFFFF
_SCHEME_PORTS = {"http": 80, "https": 443}


@lru_cache(_CACHE_ENTRIES)
def hostname(name: str) -> str:
    """Lower case, no trailing dot, IDNA (UTS 46) for anything that is not ASCII.

    Old and new data key the same host by its Unicode and its punycode form; joining them raw turned
    an open site into a blocked one.
    """
    lowered = name.strip().lower().rstrip(".")
    if lowered.isascii():
        return lowered
    try:
        return idna.encode(lowered, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return lowered


@lru_cache(_CACHE_ENTRIES)
def ip_address(text: str) -> str:
    """The canonical spelling of an IP address, or `""` if `text` isn't one. Zones are dropped."""
    if _is_canonical(text):
        return text
    try:
        return str(ipaddress.ip_address(text.strip().strip("[]").split("%", 1)[0]))
    except ValueError:
        return ""


def _is_canonical(text: str) -> bool:
    """Whether `text` is surely an address as we spell it, as nearly all on the wire are.

    The C library tells it in a fifth of the time that `ipaddress` takes. It writes some IPv6
    addresses with an IPv4 end, which we don't: those are not for it to say.
    """
    family = AF_INET6 if ":" in text else AF_INET
    try:
        return inet_ntop(family, inet_pton(family, text)) == text and not (
            family == AF_INET6 and "." in text
        )
    except (OSError, ValueError):
        return False


@lru_cache(_CACHE_ENTRIES)
def host(text: str) -> str:
    """A host in one spelling: a canonical address, or a normalised name."""
    return ip_address(text) or hostname(text)


@lru_cache(_CACHE_ENTRIES)
def address_family(ip: str) -> int:
    """4 or 6 for a canonical address, 0 for anything else."""
    if ":" in ip:
        return 6
    return 4 if ip and ip_address(ip) else 0


@lru_cache(_CACHE_ENTRIES)
def endpoint(text: str) -> Endpoint:
    """Split `ip:port` or `[ip]:port`; the empty endpoint if it is neither."""
    head, _, tail = text.rpartition(":")
    if not head or not tail.isascii() or not tail.isdigit() or len(tail) > _PORT_DIGITS:
        return _NO_ENDPOINT
    ip, port = ip_address(head), int(tail)
    if port > _LAST_PORT:
        return _NO_ENDPOINT
    family = (6 if ":" in ip else 4) if ip else 0
    return Endpoint(ip or hostname(head), port, family)


@lru_cache(_CACHE_ENTRIES)
def url(text: str) -> Url:
    """Scheme, normalised host and port of a URL; empty parts where it cannot be read."""
    try:
        parts = urlsplit(text)
        name, port = host(parts.hostname or ""), parts.port
    except ValueError:
        return Url("", "", None)
    return Url(parts.scheme, name, port if port is not None else _SCHEME_PORTS.get(parts.scheme))


@lru_cache(_CACHE_ENTRIES)
def target(test_name: str, text: str | None) -> str:
    """The name of what a measurement is about.

    `service:<name>` for the test of a service, `domain:<host>` for a URL, else `test:<name>`.
    """
    if test_name in SERVICES:
        return f"service:{test_name}"
    name = url(text).hostname if text else ""
    return f"domain:{name}" if name else f"test:{test_name}"
