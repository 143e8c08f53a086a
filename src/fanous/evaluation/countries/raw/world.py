"""The places and sites of a scenario, as the simulator of single visits knows them.

Decides addresses: access networks in 198.18.0.0/15 (RFC 2544), sites in documentation space, and
Telegram's own, since its test knows no others.
"""

from __future__ import annotations

from dataclasses import replace

from fanous.errors import UsageError
from fanous.evaluation.countries.abroad import abroad
from fanous.evaluation.countries.population import PUBLIC_RESOLVER_ASN
from fanous.evaluation.countries.scenario import Network, Scenario, Target
from fanous.evaluation.simulator import scenario as simulator

__all__ = ["forged_answer", "moved_site", "simulated_world", "site_of"]

_MOST_NETWORKS, _MOST_TARGETS = 256, 100
_BOGON = "10.66.66.36"
_BLOCK_SERVER = "192.0.2.158"
_MARKER = "This address is withheld by the Office of Invented Pages"
_BLOCK_PAGE = (
    "<!DOCTYPE html>\n<html>\n<head><title>Withheld</title></head>\n"
    f"<body>\n<h1>Withheld</h1>\n<p>{_MARKER}.</p>\n</body>\n</html>\n"
)
_HOSTING = simulator.Network(
    65010, "Example Hosting", "XZ", ("198.51.100.0/24", "2001:db8:100::/48")
)
_NEW_CDN = simulator.Network(65011, "Mosaic CDN", "XZ", ("203.0.113.0/24", "2001:db8:200::/48"))
_TELEGRAM = simulator.Network(62041, "Telegram", "XZ", ("149.154.160.0/20", "95.161.64.0/20"))
_RESOLVER = simulator.PublicResolver(
    network=simulator.Network(PUBLIC_RESOLVER_ASN, "Open Resolver", "XZ", ("192.0.2.192/26",)),
    address="192.0.2.210",
    hostname="dns.resolver.example",
)


def simulated_world(scenario: Scenario) -> simulator.Scenario:
    """A scenario and the rest of the world, for the simulator of visits.

    Raises UsageError for more networks or targets than there are addresses.
    """
    if len(scenario.networks) > _MOST_NETWORKS or len(scenario.targets) > _MOST_TARGETS:
        raise UsageError(
            f"{scenario.name}: {len(scenario.networks)} networks, {len(scenario.targets)} targets",
            remedy=f"Raw files hold at most {_MOST_NETWORKS} and {_MOST_TARGETS}.",
        )
    networks = (*scenario.networks, *abroad(scenario).networks)
    codes = tuple(dict.fromkeys(network.cc for network in networks))
    access = [_access(number, network) for number, network in enumerate(networks)]
    countries = (
        simulator.Country(cc, tuple(item for item in access if item.network.cc == cc))
        for cc in codes
    )
    web = [(n, target) for n, target in enumerate(scenario.targets) if not target.is_service]
    return simulator.Scenario(
        countries=tuple(countries),
        hosting=(_HOSTING, _NEW_CDN, _TELEGRAM),
        resolver=_RESOLVER,
        sites=tuple(site_of(number, target) for number, target in web),
        interferences=(),
        outages=(),
        fingerprints=_fingerprints(codes),
        block_page=_BLOCK_PAGE,
    )


def _access(number: int, network: Network) -> simulator.AccessNetwork:
    prefix = f"198.{18 + number // 256}.{number % 256}"
    known = simulator.Network(network.asn, network.name, network.cc, (f"{prefix}.0/24",))
    return simulator.AccessNetwork(known, network.network_type, 0, f"{prefix}.2")


def site_of(number: int, target: Target) -> simulator.Site:
    """A target as a site with two addresses, and one of IPv6 where it has those."""
    addresses = [f"198.51.100.{10 + 2 * number}", f"198.51.100.{11 + 2 * number}"]
    if target.dual_stack:
        addresses.append(f"2001:db8:100::{number + 1:x}")
    host = target.name.partition(":")[2]
    return simulator.Site(
        url=target.url,
        title=f"The Pages of {host}",
        category="NEWS",
        listed_in="global",
        addresses=tuple(addresses),
        serves_https=not target.is_cleartext,
    )


def moved_site(number: int, target: Target) -> simulator.Site:
    """The site while it moves: each look-up gives one address, of the old network or the new."""
    site = site_of(number, target)
    new = (f"203.0.113.{10 + 2 * number}", f"203.0.113.{11 + 2 * number}")
    return replace(site, addresses=(*site.addresses[:2], *new), rotation=1)


def forged_answer(mechanism: str) -> str:
    """The address that a forger of this kind answers."""
    return _BOGON if mechanism == "dns.injection.bogon" else _BLOCK_SERVER


def _fingerprints(codes: tuple[str, ...]) -> tuple[simulator.FingerprintRow, ...]:
    return (
        simulator.FingerprintRow(
            name="sim.office_of_invented_pages",
            scope="nat",
            location="body",
            pattern_type="contains",
            pattern=_MARKER,
            countries=codes,
            notes="the page served in place of http:// sites",
        ),
        simulator.FingerprintRow(
            name="sim.forged_block_server",
            scope="nat",
            location="dns",
            pattern_type="full",
            pattern=_BLOCK_SERVER,
            countries=codes,
            notes="the address answered in place of the real one",
        ),
    )
