"""Addresses: which are special-purpose (bogons), and which AS number announces them.

Decides `is_bogon` from IANA's special-purpose registries (RFC 6890 and updates), and the AS number
from a MaxMind-format file or a reference folder's `networks.csv`. A bogon that isn't: NAT64
prefixes (RFC 6052, RFC 8215) stand for public IPv4 addresses, and `networks.csv` may declare
special-purpose space to be global, as the simulator's world does with documentation addresses.
Leaves *whether a bogon answer accuses anyone* to the rules.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from typing import Protocol

from fanous.errors import CuratedFileError, InputError
from fanous.reference.csv_rows import csv_rows

__all__ = ["NetworkRow", "Networks", "load_networks", "open_ip2asn"]

_CACHE_ENTRIES = 65_536
_LAST_ASN = 2**32 - 1

# IANA IPv4 and IPv6 Special-Purpose Address Registries: not globally reachable, or never an answer
# for a public name (multicast, reserved).
_SPECIAL_PURPOSE_PREFIXES = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
    "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 "
    "224.0.0.0/4 240.0.0.0/4 "
    "::/128 ::1/128 ::ffff:0:0/96 100::/64 2001::/23 2001:db8::/32 3fff::/20 2002::/16 5f00::/16 "
    "fc00::/7 fe80::/10 fec0::/10 ff00::/8"
).split()
_NAT64_PREFIXES = ["64:ff9b::/96", "64:ff9b:1::/48"]
_PUBLIC_EXCEPTION_PREFIXES = (
    "192.0.0.9/32 192.0.0.10/32 2001:1::1/128 2001:1::2/128 2001:3::/32".split()
)

_Ranges = dict[tuple[int, int], list[tuple[int, int]]]


def _ranges(prefixes: list[str]) -> _Ranges:
    """By IP version and an address's first byte: network and mask, as numbers.

    Most public addresses share their first byte with no range at all.
    """
    found: _Ranges = {}
    for prefix in prefixes:
        network = ipaddress.ip_network(prefix)
        numbers = int(network.network_address), int(network.netmask)
        first, last = network.network_address.packed[0], network.broadcast_address.packed[0]
        for byte in range(first, last + 1):
            found.setdefault((network.version, byte), []).append(numbers)
    return found


def _within(version: int, packed: bytes, ranges: _Ranges) -> bool:
    """Whether an address, as bytes, is in one of the ranges of its version."""
    near = ranges.get((version, packed[0]))
    if near is None:
        return False
    number = int.from_bytes(packed, "big")
    return any(number & mask == network for network, mask in near)


_SPECIAL_PURPOSE = _ranges(_SPECIAL_PURPOSE_PREFIXES)
_PUBLIC_EXCEPTIONS = _ranges(_PUBLIC_EXCEPTION_PREFIXES)
_NAT64 = _ranges(_NAT64_PREFIXES)

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class _Ip2Asn(Protocol):
    def get(self, ip_address: str) -> object: ...


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """One line of `networks.csv`: who announces a prefix, and whether it counts as public."""

    prefix: _Network
    asn: int
    name: str
    cc: str
    is_global: bool


class Networks:
    """Address look-ups with a bounded cache. `source` names who mapped addresses to AS numbers."""

    def __init__(self, rows: tuple[NetworkRow, ...] = (), ip2asn: _Ip2Asn | None = None) -> None:
        self._rows = sorted(rows, key=lambda row: -row.prefix.prefixlen)
        self._ip2asn = ip2asn
        self._bogons: dict[str, bool] = {}
        self._asns: dict[str, int] = {}
        # Whether AS numbers come from here (else the probe's own mapping serves, marked).
        self.maps_addresses = bool(rows) or ip2asn is not None

    def is_bogon(self, ip: str) -> bool:
        """Whether a canonical address is special-purpose space and not declared global."""
        known = self._bogons.get(ip)
        if known is None:
            if len(self._bogons) >= _CACHE_ENTRIES:
                self._bogons.clear()
            known = self._bogons[ip] = self._look_up_bogon(ip)
        return known

    def asn(self, ip: str) -> int:
        """The AS number announcing a canonical address, 0 if unknown."""
        known = self._asns.get(ip)
        if known is None:
            if len(self._asns) >= _CACHE_ENTRIES:
                self._asns.clear()
            known = self._asns[ip] = self._look_up_asn(ip)
        return known

    def _look_up_bogon(self, ip: str) -> bool:
        version = 6 if ":" in ip else 4
        try:
            packed = inet_pton(AF_INET6 if version == 6 else AF_INET, ip)
        except (OSError, ValueError):
            return False
        row = self._row(ipaddress.ip_address(packed)) if self._rows else None
        if row is not None and row.is_global:
            return False
        if version == 6 and _within(6, packed, _NAT64):
            return self._look_up_bogon(inet_ntop(AF_INET, packed[-4:]))
        special = _within(version, packed, _SPECIAL_PURPOSE)
        return special and not _within(version, packed, _PUBLIC_EXCEPTIONS)

    def _look_up_asn(self, ip: str) -> int:
        try:
            address = ipaddress.ip_address(ip)
        except ValueError:
            return 0
        row = self._row(address)
        if row is not None:
            return row.asn
        try:
            found = self._ip2asn.get(ip) if self._ip2asn is not None else None
        except ValueError:
            return 0  # an IPv6 address, and a file that knows IPv4 only
        number = found.get("autonomous_system_number") if isinstance(found, dict) else None
        return number if isinstance(number, int) else 0

    def _row(self, address: _Address) -> NetworkRow | None:
        return next((row for row in self._rows if address in row.prefix), None)


def open_ip2asn(path: Path) -> _Ip2Asn:
    """Open a MaxMind-format file with `autonomous_system_number` fields (GeoLite2-ASN and kin)."""
    import maxminddb

    try:
        return maxminddb.open_database(str(path))
    except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
        raise InputError(
            f"{path}: not a MaxMind-format file ({error})",
            remedy="Give --ip2asn a .mmdb file that maps addresses to AS numbers.",
        ) from error


def load_networks(path: Path) -> tuple[NetworkRow, ...]:
    """Read `networks.csv`: prefix, asn, name, cc, global."""
    rows = []
    for line, row in csv_rows(path, required=("prefix", "asn", "global")):
        try:
            prefix = ipaddress.ip_network(row["prefix"])
            asn = int(row["asn"])
            if not 0 <= asn <= _LAST_ASN:
                raise ValueError(f"{asn} is not an AS number")
        except ValueError as error:
            raise CuratedFileError(
                path, line, str(error), remedy="Write the prefix as 192.0.2.0/24, the asn as 64500."
            ) from error
        is_global = row["global"].strip().lower() == "true"
        rows.append(NetworkRow(prefix, asn, row.get("name", ""), row.get("cc", ""), is_global))
    return tuple(rows)
