"""The nouns of a scenario: countries, networks, targets, events and nuisances.

Decides what a scenario can be made of, in the terms its TOML file uses, and nothing about any
particular one. An *event* is what a detector should find; a *nuisance* is what it should not take
for one. Leaves checking a file to `document`, and what happens to a visit to `script` and
`nuisances`. Defaults are fitted to real files: `benchmarks/fit_nuisances.py` prints them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from urllib.parse import urlsplit

__all__ = [
    "EVENT_KINDS",
    "MECHANISMS",
    "NUISANCE_KINDS",
    "SERVICE_MECHANISMS",
    "Country",
    "EventKind",
    "Network",
    "Nuisance",
    "Scenario",
    "ScriptedEvent",
    "Target",
    "default_dispersion",
]

EventKind = Literal["blocking", "silence", "recurring", "already_blocked"]
EVENT_KINDS: tuple[EventKind, ...] = ("blocking", "silence", "recurring", "already_blocked")

# What can be done to a visit. The raw writer acts each of them out.
MECHANISMS = (
    "dns.injection.bogon",
    "dns.injection.blockpage",
    "dns.nxdomain",
    "dns.timeout",
    "tcp.timeout",
    "tcp.reset",
    "tls.reset",
    "tls.timeout",
    "tls.eof",
    "http.blockpage",
    "http.timeout",
)
SERVICE_MECHANISMS = ("tcp.timeout", "http.timeout")

NUISANCE_KINDS = (
    "broken_ipv6",
    "cdn_change",
    "clock_skew",
    "country_change",
    "data_gap",
    "defective_release",
    "duplicates",
    "forged_flood",
    "helper_outage",
    "late_data",
    "noisy_network",
    "out_of_order",
    "resolver_rotation",
    "target_down",
    "test_list_edit",
    "years_late",
)

_DISPERSION_AT_ONE = 0.26
_DISPERSION_EXPONENT = 0.83


def default_dispersion(sessions_a_day: float) -> float:
    """Negative binomial size k of a network's daily count: variance = mean + mean² / k.

    Fitted to 22 series of networks of Kenya 2023 (`benchmarks/fit_nuisances.py`): small networks
    are lumpier. One network's k may be half or double of it.
    """
    return _DISPERSION_AT_ONE * math.pow(max(sessions_a_day, 0.1), _DISPERSION_EXPONENT)


@dataclass(frozen=True, slots=True)
class Network:
    """A network with probes in it.

    `sessions_a_day` is a mean; `dispersion` is k of the negative binomial. `probes` is how many
    take part at a time, `probe_days` how long one stays on average. Shares: `probe_id_share` of
    probes that give an id, `public_resolver_share` of probes that ask a resolver abroad,
    `noise` of sessions that are flaky, `broken_ipv6_share` of probes, `helper_failure_share` of
    visits whose helper could not be reached, `unclear_share` of visits that the probe gave up.

    In Kenya 2023 six in ten asked a resolver of another network, 58 % of visits to a dual-stack
    site tried IPv6 in vain, and 0.4 % of measurements failed wholly where nothing was blocked, in
    Uganda 2026 2.6 %. Flaky sessions fail at six in ten of their targets: 2 % of them make 1.2 %.
    """

    asn: int
    cc: str
    name: str
    network_type: Literal["mobile", "wifi"] = "wifi"
    sessions_a_day: float = 4.0
    dispersion: float = 0.0
    probes: int = 3
    probe_days: float = 30.0
    probe_id_share: float = 0.5
    public_resolver_share: float = 0.6
    noise: float = 0.02
    broken_ipv6_share: float = 0.58
    helper_failure_share: float = 0.01
    unclear_share: float = 0.02

    @property
    def spread(self) -> float:
        """The dispersion given, else the one that networks of this size have."""
        return self.dispersion or default_dispersion(self.sessions_a_day)


@dataclass(frozen=True, slots=True)
class Country:
    """A country that doesn't exist. `utc_offset` moves its day against UTC, in hours."""

    cc: str
    utc_offset: float = 3.0


@dataclass(frozen=True, slots=True)
class Target:
    """What is measured: a `url`, or a service (`service:telegram`).

    `coverage` is the share of sessions that visit it. `dual_stack`: it has IPv6 addresses too.
    """

    url: str
    coverage: float = 0.7
    dual_stack: bool = False

    @property
    def is_service(self) -> bool:
        return self.url.startswith("service:")

    @property
    def is_cleartext(self) -> bool:
        return self.url.startswith("http://")

    @property
    def name(self) -> str:
        """The target as `measurements.target` has it."""
        return self.url if self.is_service else f"domain:{urlsplit(self.url).hostname}"


@dataclass(frozen=True, slots=True)
class ScriptedEvent:
    """Something done to a country. Empty `asns`: all its networks; empty `targets` for silence.

    `share`: of subscribers who meet it (blocking), or of sessions that are lost (silence).
    With several `mechanisms` each subscriber meets one of them. `rollout_days`: the last network
    follows the first by that much. `flapping`: mean hours on and off. `weekdays` (0 is Monday) and
    `hours` (UTC spans) say when a recurring event is on. `locus` `resolver`: only those who ask
    their provider's resolver meet it. The end is not part of the event; None says it is open.
    """

    kind: EventKind
    cc: str
    onset: datetime
    end: datetime | None = None
    asns: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    share: float = 1.0
    rollout_days: float = 0.0
    flapping: tuple[float, float] | None = None
    weekdays: tuple[int, ...] = ()
    hours: tuple[tuple[float, float], ...] = ()
    locus: Literal["path", "resolver"] = "path"


@dataclass(frozen=True, slots=True)
class Nuisance:
    """Something that is nobody's blocking. What each kind does stands in `nuisances`.

    Empty `cc`, `asns` or `targets` say everywhere. `share`, `count`, `voices`, `hours`,
    `mechanism` and `to` mean what their kind says.
    """

    kind: str
    start: datetime
    end: datetime
    cc: str = ""
    asns: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    share: float = 1.0
    count: int = 0
    voices: int = 1
    hours: float = 0.0
    mechanism: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole window of a small invented world; `days` full UTC days from `start`."""

    name: str
    start: date
    days: int
    countries: tuple[Country, ...]
    networks: tuple[Network, ...]
    targets: tuple[Target, ...]
    events: tuple[ScriptedEvent, ...] = field(default=())
    nuisances: tuple[Nuisance, ...] = field(default=())

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.start, time(), tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(days=self.days)

    def country(self, cc: str) -> Country:
        return next(country for country in self.countries if country.cc == cc)

    def networks_of(self, cc: str) -> tuple[Network, ...]:
        return tuple(network for network in self.networks if network.cc == cc)

    def nuisances_of(self, kind: str) -> tuple[Nuisance, ...]:
        return tuple(nuisance for nuisance in self.nuisances if nuisance.kind == kind)

    def scope(self, event: ScriptedEvent) -> tuple[int, ...]:
        """The networks of an event, in the order in which a roll-out reaches them."""
        return event.asns or tuple(network.asn for network in self.networks_of(event.cc))
