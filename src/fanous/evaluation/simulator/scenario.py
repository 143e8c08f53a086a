"""The nouns of a simulated world: countries, networks, sites, and what is done to them.

Decides what a world can be made of and nothing about any particular one (`two_countries` is the one
that ships). A new kind of interference is a mechanism here, a branch where it acts (`resolution`,
`connections` or `encounter`), and a row in a world.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Literal
from urllib.parse import urlsplit

import idna

__all__ = [
    "AccessNetwork",
    "Country",
    "Effect",
    "FingerprintRow",
    "Interference",
    "Network",
    "Outage",
    "Period",
    "PublicResolver",
    "Scenario",
    "Site",
    "Window",
    "is_forged_bogon",
]

Locus = Literal["path", "resolver"]
Kind = Literal["normal", "blocked", "down", "nuisance"]

_BOGON_SPACE = ipaddress.ip_network("10.0.0.0/8")


def is_forged_bogon(address: str) -> bool:
    """Whether an address is of the one private range that this world never uses in earnest."""
    return ipaddress.ip_address(address) in _BOGON_SPACE


@lru_cache(256)
def _wire_host(url: str) -> str:
    # Not fanous.model.names.hostname: a world made with the judge's own code would hide its faults.
    return idna.encode(urlsplit(url).hostname or "", uts46=True).decode("ascii")


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open time span that is simulated, both ends UTC."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Period:
    """A part of the window, as fractions of it, so that one world fits runs of any length."""

    start: float = 0.0
    end: float = 1.0

    def within(self, window: Window) -> Window:
        """The period in clock time, on whole hours."""
        hours = (window.end - window.start) // timedelta(hours=1)
        return Window(
            window.start + timedelta(hours=round(hours * self.start)),
            window.start + timedelta(hours=round(hours * self.end)),
        )


@dataclass(frozen=True, slots=True)
class Network:
    """An autonomous system and the prefixes it announces."""

    asn: int
    name: str
    cc: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessNetwork:
    """A network with probes in it. Shares are of sessions (IPv6) and measurements (helper)."""

    network: Network
    network_type: Literal["mobile", "wifi"]
    sessions_a_day: int
    resolver: str
    broken_ipv6_share: float = 0.0
    helper_unreachable_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Country:
    """A country that doesn't exist; `cc` is a user-assigned ISO 3166 code."""

    cc: str
    access: tuple[AccessNetwork, ...]


@dataclass(frozen=True, slots=True)
class PublicResolver:
    """A resolver outside every measured country: some probes' own, and everyone's UDP and DoH."""

    network: Network
    address: str
    hostname: str

    @property
    def doh_url(self) -> str:
        return f"https://{self.hostname}/dns-query"


@dataclass(frozen=True, slots=True)
class Site:
    """A website as the test lists name it.

    `rotation` is how many of `addresses` one look-up yields (0: all of them). `alias` is a CNAME on
    the way. `redirects_to` is where the plain-HTTP side sends people.
    """

    url: str
    title: str
    category: str
    listed_in: str
    addresses: tuple[str, ...]
    rotation: int = 0
    alias: str = ""
    serves_https: bool = True
    redirects_to: str = ""
    language: Literal["en", "fa"] = "en"

    @property
    def host(self) -> str:
        """The host name as it travels: lower case, IDNA."""
        return _wire_host(self.url)

    @property
    def wire_url(self) -> str:
        """The URL with the host name as it travels."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{self.host}{parts.path}"

    @property
    def is_dual_stack(self) -> bool:
        return any(":" in address for address in self.addresses)

    def draw_addresses(self, rng: Random) -> tuple[str, ...]:
        """What one look-up of the name yields, IPv4 first."""
        if not self.rotation:
            return self.addresses
        drawn = rng.sample(self.addresses, self.rotation)
        return tuple(sorted(drawn, key=lambda address: (":" in address, address)))


@dataclass(frozen=True, slots=True)
class Interference:
    """What some networks do to one site. `share` is the fraction of measurements that meet it.

    Understood mechanisms: `dns.injection.*` (answers `forged`), `dns.nxdomain`, `dns.timeout`,
    `tcp.timeout` and `tcp.reset` (on the addresses), `tls.reset`, `tls.eof` and `tls.timeout` (on
    the server name), `http.blockpage` (on the cleartext host), `http.timeout` (on any request).
    `locus` matters for DNS: `resolver` lies only to those who ask the provider's resolver, `path`
    to every cleartext query.
    """

    mechanism: str
    host: str
    asns: tuple[int, ...]
    period: Period = Period()
    share: float = 1.0
    locus: Locus = "path"
    forged: str = ""


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a site answers nobody, wherever they are."""

    host: str
    period: Period


@dataclass(frozen=True, slots=True)
class FingerprintRow:
    """A row of a fingerprint table, in the columns that carry meaning."""

    name: str
    scope: str
    location: str
    pattern_type: str
    pattern: str
    countries: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something true of a measurement that the truth table tells. `mechanism` may be empty."""

    kind: Kind
    layer: str
    mechanism: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole world. `hosting` announces the sites' addresses; all probes share `resolver`."""

    countries: tuple[Country, ...]
    hosting: tuple[Network, ...]
    resolver: PublicResolver
    sites: tuple[Site, ...]
    interferences: tuple[Interference, ...]
    outages: tuple[Outage, ...]
    fingerprints: tuple[FingerprintRow, ...]
    block_page: str
    old_client_share: float = 0.1
    public_resolver_share: float = 0.08
    exposed_address_share: float = 0.02
    missing_uid_share: float = 0.12

    @property
    def networks(self) -> tuple[Network, ...]:
        access = [entry.network for country in self.countries for entry in country.access]
        return (*access, *self.hosting, self.resolver.network)

    def site(self, host: str) -> Site:
        return next(site for site in self.sites if site.host == host)
