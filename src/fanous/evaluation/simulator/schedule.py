"""Who measures when: the sessions of a simulated world.

Decides how many runs a network's probes make each day, at which hour, with which software, and
which sites each run visits. Leaves what they meet to `encounter`.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from random import Random

from fanous.evaluation.simulator.scenario import AccessNetwork, Scenario, Site, Window
from fanous.evaluation.simulator.visit import Client, ProbeIdentity, Session

__all__ = ["HOURS_A_BLOCK", "Plan", "plans", "report_token"]

HOURS_A_BLOCK = 6
_BLOCK_WEIGHTS = (0.08, 0.24, 0.30, 0.38)  # people run probes in the evening and sleep at night
_BLOCK_MARGIN_MINUTES = 20  # a session that starts in a block should also end in it
_SITES_A_SESSION = (6, 9)
_IPV6_FAILURES = ("network_unreachable", "host_unreachable", "generic_timeout_error")

_MODERN = "0.5.28"
_LEGACY = "0.4.3"
_ENGINES = {_MODERN: "3.26.0", _LEGACY: "3.25.0"}
_PLATFORMS = {
    "mobile": (("android", "arm64"), ("android", "arm64"), ("ios", "arm64")),
    "wifi": (("android", "arm64"), ("linux", "amd64"), ("windows", "amd64"), ("macos", "arm64")),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A session, the network it runs in, and the sites it visits in order."""

    session: Session
    access: AccessNetwork
    sites: tuple[Site, ...]
    rng: Random


def report_token(rng: Random) -> str:
    """The random end of a report_id."""
    return "".join(rng.choices(string.ascii_letters + string.digits, k=16))


def plans(scenario: Scenario, window: Window, *, seed: int) -> Iterator[Plan]:
    """Every session of the window, by country, day and start. Each has its own generator."""
    days = (window.end - window.start).days
    for country in scenario.countries:
        for day in range(days):
            midnight = window.start + timedelta(days=day)
            todays = [
                _plan(scenario, access, midnight, rng)
                for access in country.access
                for rng in _session_generators(access, midnight, seed)
            ]
            yield from sorted(todays, key=lambda plan: plan.session.started)


def _session_generators(access: AccessNetwork, midnight: datetime, seed: int) -> list[Random]:
    """One generator a session: adding a network or a day leaves every other session as it was."""
    label = f"{seed}:{access.network.asn}:{midnight:%Y%m%d}"
    count = max(1, access.sessions_a_day + Random(label).randint(-1, 1))
    return [Random(f"{label}:{number}") for number in range(count)]


def _plan(scenario: Scenario, access: AccessNetwork, midnight: datetime, rng: Random) -> Plan:
    (block,) = rng.choices(range(len(_BLOCK_WEIGHTS)), _BLOCK_WEIGHTS)
    seconds = rng.randrange((HOURS_A_BLOCK * 60 - _BLOCK_MARGIN_MINUTES) * 60)
    started = midnight + timedelta(hours=HOURS_A_BLOCK * block, seconds=seconds)
    broken_ipv6 = rng.random() < access.broken_ipv6_share
    session = Session(
        probe=_probe(scenario, access, rng),
        client=_client(scenario, access, rng),
        started=started,
        report_token=report_token(rng),
        ipv6_failure=rng.choice(_IPV6_FAILURES) if broken_ipv6 else None,
    )
    sites = rng.sample(scenario.sites, rng.randint(*_SITES_A_SESSION))
    return Plan(session, access, tuple(sites), rng)


def _client(scenario: Scenario, access: AccessNetwork, rng: Random) -> Client:
    version = _LEGACY if rng.random() < scenario.old_client_share else _MODERN
    platform, architecture = rng.choice(_PLATFORMS[access.network_type])
    return Client(version, _ENGINES[version], platform, architecture)


def _probe(scenario: Scenario, access: AccessNetwork, rng: Random) -> ProbeIdentity:
    network, resolver = access.network, scenario.resolver
    asks_public = rng.random() < scenario.public_resolver_share
    exposed = rng.random() < scenario.exposed_address_share
    hosts = ip_network(network.prefixes[0])
    address = str(hosts[rng.randrange(8, 24)])
    return ProbeIdentity(
        cc=network.cc,
        asn=network.asn,
        network_name=network.name,
        network_type=access.network_type,
        resolver_asn=resolver.network.asn if asks_public else network.asn,
        resolver_address=resolver.address if asks_public else access.resolver,
        resolver_network_name=resolver.network.name if asks_public else network.name,
        address=address if exposed else "127.0.0.1",
    )
