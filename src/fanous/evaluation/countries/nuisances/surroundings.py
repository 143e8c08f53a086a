"""What happens to sites and networks by themselves.

`target_down`: the targets answer nobody. `cdn_change`: they move to another network, and `share` of
look-ups give addresses that the control does not have. `resolver_rotation`: sessions ask one of
`count` resolvers of as many networks. `broken_ipv6`: IPv6 works for none of `share` of probes.
`noisy_network`: `share` of sessions are flaky. A flaky session fails at some of its targets, now in
one way, now in another.
"""

from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.nuisances.fitting import fitting
from fanous.evaluation.countries.nuisances.scope import chance, touched
from fanous.evaluation.countries.scenario import Nuisance, Scenario
from fanous.evaluation.countries.streams import mixed, uniform_of
from fanous.evaluation.countries.visits import NOTHING, Flags, Visits, mechanism_code

__all__ = [
    "FLAKY_MECHANISMS",
    "broken_ipv6",
    "cdn_change",
    "noisy_network",
    "resolver_rotation",
    "target_down",
    "usual_noise",
]

_FIRST_SPARE_RESOLVER_ASN = 65030
_FAILS_IN_FLAKY_SESSION = 0.6
_FLAKY_SESSION, _FLAKY_VISIT, _WHICH = 11, 12, 13  # what a number is mixed for

# How sessions fail where nothing is blocked, in twentieths: Kenya 2023 before 8 November and Uganda
# 2026 before 13 January (`benchmarks/fit_nuisances.py`), rounded, resets put at the handshake.
FLAKY_MECHANISMS = (
    *("tcp.timeout",) * 5,
    *("tls.timeout",) * 4,
    *("tls.reset",) * 5,
    *("dns.timeout",) * 3,
    *("http.timeout",) * 3,
)
_CODES = np.array([mechanism_code(name) for name in FLAKY_MECHANISMS], np.int64)


def target_down(scenario: Scenario, nuisance: Nuisance, visits: Visits, *, seed: int) -> None:
    """The targets answer nobody, wherever they are: none of the visits, or a share of them."""
    down = chance(scenario, nuisance, visits.record, seed) < nuisance.share
    visits.is_down |= touched(scenario, nuisance, visits) & down


def cdn_change(scenario: Scenario, nuisance: Nuisance, visits: Visits, *, seed: int) -> None:
    """A share of look-ups gives addresses of the new network while the control has the old."""
    moved = chance(scenario, nuisance, visits.record, seed) < nuisance.share
    visits.is_moved |= touched(scenario, nuisance, visits) & moved


def resolver_rotation(scenario: Scenario, nuisance: Nuisance, visits: Visits, *, seed: int) -> None:
    """Each session asks another of the provider's new resolvers. Public ones stay."""
    asns = np.array([network.asn for network in scenario.networks])
    asking = touched(scenario, nuisance, visits) & (visits.resolver_asn == asns[visits.network])
    drawn = chance(scenario, nuisance, visits.session, seed)
    which = (drawn * max(nuisance.count, 1)).astype(np.int64)
    visits.resolver_asn[asking] = _FIRST_SPARE_RESOLVER_ASN + which[asking]


def broken_ipv6(scenario: Scenario, nuisance: Nuisance, visits: Visits, *, seed: int) -> None:
    """IPv6 fails on the probe's side, for a share of probes."""
    hit = touched(scenario, nuisance, visits)
    hit &= chance(scenario, nuisance, visits.probe, seed) < nuisance.share
    visits.broken_ipv6[hit] = True


def noisy_network(scenario: Scenario, nuisance: Nuisance, visits: Visits, *, seed: int) -> None:
    """A share of sessions is flaky."""
    hit = touched(scenario, nuisance, visits)
    flaky = chance(scenario, nuisance, visits.session, seed) < nuisance.share
    _fail(scenario, visits, hit & flaky, seed=seed, nuisance=scenario.nuisances.index(nuisance))


def usual_noise(scenario: Scenario, visits: Visits, *, seed: int) -> None:
    """The flaky sessions that every network has."""
    noise = np.array([network.noise for network in scenario.networks])
    drawn = uniform_of(mixed(seed, _FLAKY_SESSION, visits.session))
    _fail(scenario, visits, drawn < noise[visits.network], seed=seed, nuisance=NOTHING)


def _fail(scenario: Scenario, visits: Visits, flaky: Flags, *, seed: int, nuisance: int) -> None:
    """Some of the visits of flaky sessions fail, each in its own way."""
    drawn = uniform_of(mixed(seed, _FLAKY_VISIT, visits.record))
    failing = flaky & (drawn < _FAILS_IN_FLAKY_SESSION)
    number = mixed(seed, _WHICH, visits.record) % np.uint64(len(FLAKY_MECHANISMS))
    which = number.astype(np.int64)
    visits.meet(failing, fitting(scenario, visits, _CODES[which]), nuisance=nuisance)
