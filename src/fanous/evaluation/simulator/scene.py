"""One visit's circumstances: who, where, when, and which interferences act on it.

Decides what is drawn once a visit (does this interference hit this measurement, is the site down)
and looks up what the world says of an address or a host. Leaves consequences to `resolution`,
`connections`, `helper` and `encounter`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from random import Random

from fanous.evaluation.simulator.certificates import CertificateAuthority, Chain
from fanous.evaluation.simulator.pages import page
from fanous.evaluation.simulator.scenario import Interference, Network, Scenario, Site, Window
from fanous.evaluation.simulator.schedule import Plan
from fanous.evaluation.simulator.visit import Answer, Session

__all__ = ["Scene", "TransactionNumbers", "World", "set_scene"]

_CERTIFICATES_FROM = timedelta(days=60)
_RANGES = {"getaddrinfo": 10000, "system": 10000, "udp": 20000, "doh": 30000, "http": 40000}
_TLS_RANGE = 50000


class World:
    """A scenario in a window, with its certificates, pages and address book at hand."""

    def __init__(self, scenario: Scenario, window: Window, *, seed: int) -> None:
        self.scenario = scenario
        self.window = window
        self.authority = CertificateAuthority(
            seed, valid_from=window.start.replace(tzinfo=None) - _CERTIFICATES_FROM
        )
        self._prefixes = [
            (ip_network(prefix), network)
            for network in scenario.networks
            for prefix in network.prefixes
        ]
        self._networks: dict[str, Network | None] = {}
        self._pages = {site.host: page(site) for site in scenario.sites}

    def network_of(self, address: str) -> Network | None:
        """Who announces an address; nobody announces a forged bogon."""
        if address not in self._networks:
            ip = ip_address(address)
            owners = (network for prefix, network in self._prefixes if ip in prefix)
            self._networks[address] = next(owners, None)
        return self._networks[address]

    def asn_of(self, address: str) -> int:
        network = self.network_of(address)
        return network.asn if network else 0

    def answer(self, address: str) -> Answer:
        """An A or AAAA record for an address, with its network as the probe would note it."""
        network = self.network_of(address)
        kind = "AAAA" if ":" in address else "A"
        if network is None:
            return Answer(kind, address)
        return Answer(kind, address, network.asn, network.name)

    def page(self, host: str) -> str:
        return self._pages[host]

    def chain(self, host: str) -> Chain:
        return self.authority.chain(names=(host, f"www.{host}"))


class TransactionNumbers:
    """Transaction ids as web_connectivity 0.5 hands them out: a range for each kind of step."""

    def __init__(self) -> None:
        self._next = {start: start + 1 for start in (*_RANGES.values(), _TLS_RANGE)}

    def of_engine(self, engine: str) -> int:
        return self._take(_RANGES[engine])

    def of_port(self, port: int) -> int:
        return self._take(_TLS_RANGE if port == 443 else _RANGES["http"])

    def _take(self, start: int) -> int:
        number = self._next[start]
        self._next[start] += 1
        return number


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a step of one visit may need. `met` are the interferences that hit this visit."""

    world: World
    session: Session
    site: Site
    started: datetime
    met: tuple[Interference, ...]
    is_down: bool
    helper_unreachable: bool
    rng: Random
    numbers: TransactionNumbers = field(default_factory=TransactionNumbers)

    def meets(self, mechanism: str) -> Interference | None:
        """The interference of this mechanism (or one below it) that hit this visit, if any."""
        return next(
            (
                item
                for item in self.met
                if item.mechanism == mechanism or item.mechanism.startswith(f"{mechanism}.")
            ),
            None,
        )

    def duration(self, low: float, high: float) -> float:
        """How long a step takes, in seconds, to the microsecond the wire keeps."""
        return round(self.rng.uniform(low, high), 6)


def set_scene(world: World, plan: Plan, site: Site, started: datetime) -> Scene:
    """Draw what happens to be true of one visit."""
    scenario, rng, probe = world.scenario, plan.rng, plan.session.probe
    asks_provider = probe.resolver_asn == probe.asn
    met = tuple(
        item
        for item in scenario.interferences
        if item.host == site.host
        and probe.asn in item.asns
        and started in item.period.within(world.window)
        and rng.random() < item.share
        and (item.locus == "path" or asks_provider)
    )
    is_down = any(
        outage.host == site.host and started in outage.period.within(world.window)
        for outage in scenario.outages
    )
    unreachable = rng.random() < plan.access.helper_unreachable_share
    return Scene(world, plan.session, site, started, met, is_down, unreachable, rng)
