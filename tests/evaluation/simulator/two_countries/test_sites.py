from __future__ import annotations

import ipaddress

from fanous.evaluation.simulator.two_countries.networks import HOSTING
from fanous.evaluation.simulator.two_countries.sites import SITES


def test_every_site_lies_in_a_hosting_network() -> None:
    hosting = [ipaddress.ip_network(prefix) for network in HOSTING for prefix in network.prefixes]
    for site in SITES:
        assert site.host.endswith(".example")
        for address in site.addresses:
            assert any(ipaddress.ip_address(address) in prefix for prefix in hosting)


def test_every_trap_has_its_site() -> None:
    assert any(site.rotation and site.alias for site in SITES)
    assert any(site.redirects_to.startswith("https://") for site in SITES)
    assert any(not site.serves_https for site in SITES)
    assert any(not site.url.isascii() for site in SITES)
    assert any(site.is_dual_stack for site in SITES)


def test_no_address_serves_two_sites() -> None:
    addresses = [address for site in SITES for address in site.addresses]
    assert len(set(addresses)) == len(addresses)
