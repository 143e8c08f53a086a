from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address, ip_network
from random import Random

import pytest

from fanous.errors import UsageError
from fanous.evaluation.countries.raw.world import (
    forged_answer,
    moved_site,
    simulated_world,
    site_of,
)
from fanous.evaluation.countries.scenario import Target
from fanous.evaluation.simulator.scenario import is_forged_bogon
from tests.evaluation.countries.making import TARGETS, network, scenario


def test_networks_and_sites_have_addresses_of_their_own() -> None:
    many = tuple(network(64512 + n) for n in range(40))
    world = simulated_world(scenario(networks=many))
    prefixes = [ip_network(p) for n in world.networks for p in n.prefixes if ":" not in p]
    for number, prefix in enumerate(prefixes):
        assert not any(prefix.overlaps(other) for other in prefixes[:number])
    addresses = [address for site in world.sites for address in site.addresses]
    assert len(addresses) == len(set(addresses))
    hosting = [ip_network(prefix) for prefix in world.hosting[0].prefixes]
    assert all(any(ip_address(a) in prefix for prefix in hosting) for a in addresses)


def test_a_site_is_as_its_target_says() -> None:
    web, clear, dual = (site_of(n, target) for n, target in enumerate(TARGETS[:3]))
    assert web.serves_https and not clear.serves_https
    assert dual.is_dual_stack and not web.is_dual_stack
    assert web.host == "web.example"


def test_a_moving_site_gives_old_and_new_addresses() -> None:
    site = moved_site(3, Target("https://web.example/"))
    drawn = {address for n in range(50) for address in site.draw_addresses(Random(n))}
    assert drawn == set(site.addresses)
    assert {address.split(".")[0] for address in drawn} == {"198", "203"}


def test_forgers_answer_a_bogon_or_a_block_server() -> None:
    assert is_forged_bogon(forged_answer("dns.injection.bogon"))
    world = simulated_world(scenario())
    assert forged_answer("dns.injection.blockpage") in {row.pattern for row in world.fingerprints}


def test_too_large_a_world_is_refused() -> None:
    many = tuple(network(64512 + n) for n in range(257))
    with pytest.raises(UsageError, match="257 networks"):
        simulated_world(scenario(networks=many))
    sites = tuple(Target(f"https://s{n}.example/") for n in range(101))
    with pytest.raises(UsageError, match="101 targets"):
        simulated_world(replace(scenario(), targets=sites))
