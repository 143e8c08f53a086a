"""Who measures: the probes of every network, coming and going.

Decides when a probe takes part, how busy it is, what it runs and whom it asks. Software moves on: a
release comes every few weeks, and each probe takes it up after a while of its own. Leaves when a
probe measures to `schedule`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanous.evaluation.countries.scenario import Network, Nuisance, Scenario
from fanous.evaluation.countries.streams import stream

__all__ = [
    "DAYS_BETWEEN_RELEASES",
    "FORGED",
    "PLATFORMS",
    "PUBLIC_RESOLVER_ASN",
    "Population",
    "populate",
]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PUBLIC_RESOLVER_ASN = 65020
PLATFORMS = {"mobile": ("android", "ios"), "wifi": ("android", "linux", "windows", "macos")}
DAYS_BETWEEN_RELEASES = 28
FORGED = -1000.0  # the day a made-up probe "came" and "left"
_UPTAKE_DAYS = 6.0  # mean delay until a probe takes up a release
_BUSYNESS_SIGMA = 1.0  # a few probes run by the clock, many now and then


@dataclass(frozen=True, slots=True)
class Population:
    """All probes of a scenario as columns; times are days since the window began.

    `adopts` has a row for each release: when each probe takes it up.
    """

    network: Ints
    since: Floats
    until: Floats
    weight: Floats
    has_id: Flags
    public_resolver: Flags
    broken_ipv6: Flags
    platform: Ints
    adopts: Floats

    def __len__(self) -> int:
        return len(self.network)

    def release(self, probe: Ints, day: Floats) -> Ints:
        """The number of the release a probe runs at a time, from 0."""
        found = np.zeros(len(probe), np.int64)
        for adopted in self.adopts[1:]:
            found += day >= adopted[probe]
        return found


def populate(scenario: Scenario, seed: int) -> Population:
    """Draw the probes: each network's share of them is steady, the probes themselves are not."""
    drawn = [
        _probes_of(scenario, number, network, stream(seed, f"probes:{network.asn}"))
        for number, network in enumerate(scenario.networks)
    ]
    drawn += [_forgers(scenario, flood) for flood in scenario.nuisances_of("forged_flood")]
    columns = {name: np.concatenate([item[name] for item in drawn]) for name in drawn[0]}
    adopts = _uptake(scenario, columns.pop("uptake"))
    return Population(**columns, adopts=adopts)


def _probes_of(
    scenario: Scenario, number: int, network: Network, rng: np.random.Generator
) -> dict[str, NDArray[np.generic]]:
    """One network's probes. Births are Poisson, lives are exponential: the number holds."""
    stay = network.probe_days
    born = rng.poisson(network.probes * scenario.days / stay)
    count = network.probes + int(born)
    since = np.concatenate([np.full(network.probes, -1.0), rng.uniform(0, scenario.days, born)])
    until = np.maximum(since, 0.0) + rng.exponential(stay, count)
    # The last one never leaves, so that a network falls silent only by what is done to it.
    until[0] = scenario.days + 1.0
    kinds = len(PLATFORMS[network.network_type])
    return {
        "network": np.full(count, number, np.int64),
        "since": since,
        "until": until,
        "weight": rng.lognormal(0.0, _BUSYNESS_SIGMA, count),
        "has_id": rng.random(count) < network.probe_id_share,
        "public_resolver": rng.random(count) < network.public_resolver_share,
        "broken_ipv6": rng.random(count) < network.broken_ipv6_share,
        "platform": rng.integers(0, kinds, count),
        "uptake": rng.exponential(_UPTAKE_DAYS, count),
    }


def _forgers(scenario: Scenario, flood: Nuisance) -> dict[str, NDArray[np.generic]]:
    """The made-up probes of a forged flood: they never take part, the flood speaks for them."""
    asns = [network.asn for network in scenario.networks]
    number = asns.index(flood.asns[0])
    alike = np.ones(flood.voices)
    return {
        "network": np.full(flood.voices, number, np.int64),
        "since": alike * FORGED,
        "until": alike * FORGED,
        "weight": alike * 0.0,
        "has_id": alike > 0,
        "public_resolver": alike < 0,
        "broken_ipv6": alike < 0,
        "platform": np.zeros(flood.voices, np.int64),
        "uptake": alike * 0.0,
    }


def _uptake(scenario: Scenario, delay: Floats) -> Floats:
    """When each probe runs each release: release 0 is everywhere when the window begins."""
    count = 1 + scenario.days // DAYS_BETWEEN_RELEASES
    released = np.arange(count) * float(DAYS_BETWEEN_RELEASES)
    return np.asarray(released[:, None] + delay[None, :])
