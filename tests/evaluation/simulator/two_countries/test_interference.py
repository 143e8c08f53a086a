from __future__ import annotations

import ipaddress

from fanous.evaluation.simulator.scenario import is_forged_bogon
from fanous.evaluation.simulator.two_countries import TWO_COUNTRIES
from fanous.evaluation.simulator.two_countries.interference import (
    BLOCK_PAGE,
    FORGED_BLOCK_SERVER,
    FORGED_BOGON,
)
from fanous.evaluation.simulator.two_countries.networks import XB_FIXED


def test_interference_names_networks_and_sites_that_exist() -> None:
    hosts = {site.host for site in TWO_COUNTRIES.sites}
    asns = {network.asn for network in TWO_COUNTRIES.networks}
    assert {item.host for item in TWO_COUNTRIES.interferences} <= hosts
    assert {outage.host for outage in TWO_COUNTRIES.outages} <= hosts
    assert all(set(item.asns) <= asns for item in TWO_COUNTRIES.interferences)


def test_the_bogon_is_no_ones_and_the_block_server_is_its_countrys() -> None:
    assert is_forged_bogon(FORGED_BOGON)
    assert ipaddress.ip_address(FORGED_BLOCK_SERVER) in ipaddress.ip_network(XB_FIXED.prefixes[0])


def test_the_block_page_carries_its_fingerprint_and_no_site_does() -> None:
    body_rows = [row for row in TWO_COUNTRIES.fingerprints if row.location == "body"]
    matching = [row.name for row in body_rows if row.pattern in BLOCK_PAGE]
    assert matching == ["sim.xa_office_of_pages"]
    assert {row.scope for row in TWO_COUNTRIES.fingerprints} >= {"fp", "nat"}
