"""Who measures when, and what: the sessions of every network and the targets each visits.

Decides counts (negative binomial a network and day), hours (people's day, at home), and which
targets a session visits. A session of a network that a silence cuts off never happens. Leaves what
a visit meets to `script` and `nuisances`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fanous.evaluation.countries.population import PUBLIC_RESOLVER_ASN, Population
from fanous.evaluation.countries.scenario import Network, Scenario
from fanous.evaluation.countries.streams import stream
from fanous.evaluation.countries.visits import NOTHING, Ints, Visits, joined, microseconds

__all__ = ["DAY", "HOUR", "HOURLY_WEIGHTS", "draw_schedule"]

HOUR = 3_600_000_000
DAY = 24 * HOUR
_SECOND = 1_000_000
_SECONDS_A_VISIT = (2.0, 14.0)
_UPLOAD_SECONDS = 20.0

# Sessions by local hour, from 0: Kenya 2023 in its own time (`benchmarks/fit_nuisances.py`).
HOURLY_WEIGHTS = (
    *(64, 54, 60, 69, 62, 70, 68, 68, 88, 117, 126, 133),
    *(142, 147, 132, 138, 123, 122, 95, 114, 98, 105, 85, 64),
)
_WEEKEND_WEIGHT = 0.66  # of a weekday, in the same data


def draw_schedule(scenario: Scenario, population: Population, seed: int) -> Visits:
    """Every visit that would be made if nothing were done and nothing went wrong, by network."""
    parts = [
        _visits_of(scenario, population, number, network, stream(seed, f"visits:{network.asn}"))
        for number, network in enumerate(scenario.networks)
    ]
    visits = joined(parts)
    visits.record = np.arange(len(visits))
    # Sessions were numbered within a network.
    visits.session += visits.network * (1 + visits.session.max(initial=0))
    return visits


def _visits_of(
    scenario: Scenario,
    population: Population,
    number: int,
    network: Network,
    rng: np.random.Generator,
) -> Visits:
    start = _session_starts(scenario, network, rng)
    probe = _probes(scenario, population, number, start, rng)
    present = probe != NOTHING
    start, probe = start[present], probe[present]
    coverage = np.array([target.coverage for target in scenario.targets])
    chosen = rng.random((len(start), len(coverage))) < coverage
    session, target = (axis.astype(np.int64) for axis in np.nonzero(chosen))
    order = chosen.cumsum(axis=1)[session, target]  # first, second … of its session
    begun = start[session] + _paces(order, rng)
    return _undisturbed(scenario, population, network, number, begun, session, target, probe)


def _paces(order: Ints, rng: np.random.Generator) -> Ints:
    """How long after a session's start its n-th visit begins, on whole seconds."""
    seconds = (order - 1) * rng.uniform(*_SECONDS_A_VISIT, len(order)) + 1
    return seconds.astype(np.int64) * _SECOND


def _session_starts(scenario: Scenario, network: Network, rng: np.random.Generator) -> Ints:
    """Times of a network's sessions, in order."""
    weekday = (scenario.start.weekday() + np.arange(scenario.days)) % 7
    mean = network.sessions_a_day * np.where(weekday >= 5, _WEEKEND_WEIGHT, 1.0)
    size = network.spread
    counts = rng.negative_binomial(size, size / (size + mean))
    day = np.repeat(np.arange(scenario.days), counts)
    weights = np.array(HOURLY_WEIGHTS) / sum(HOURLY_WEIGHTS)
    local_hour = rng.choice(24, len(day), p=weights)
    utc_hour = (local_hour - scenario.country(network.cc).utc_offset) % 24
    within = (utc_hour * 3600 + rng.uniform(0, 3600, len(day))) % 86_400
    begins = microseconds(scenario.begins)
    return np.sort(begins + day * DAY + within.astype(np.int64) * _SECOND)


def _probes(
    scenario: Scenario,
    population: Population,
    number: int,
    start: Ints,
    rng: np.random.Generator,
) -> Ints:
    """A probe for each session, of those present on its day; the busy ones more often."""
    mine = np.flatnonzero(population.network == number)
    day = (start - microseconds(scenario.begins)) // DAY
    found = np.full(len(start), NOTHING, np.int64)
    for today in np.unique(day):
        present = (population.since[mine] <= today) & (today < population.until[mine])
        weight = np.where(present, population.weight[mine], 0.0)
        sessions = np.flatnonzero(day == today)
        if weight.sum() > 0:
            found[sessions] = mine[rng.choice(len(mine), len(sessions), p=weight / weight.sum())]
    return found


def _undisturbed(
    scenario: Scenario,
    population: Population,
    network: Network,
    number: int,
    start: Ints,
    session: Ints,
    target: Ints,
    session_probe: Ints,
) -> Visits:
    probe = session_probe[session]
    count = len(start)
    days = (start - microseconds(scenario.begins)) / DAY
    nothing: NDArray[np.int64] = np.full(count, NOTHING, np.int64)
    return Visits(
        start=start,
        said=start.copy(),
        arrived=start + int(_UPLOAD_SECONDS * _SECOND),
        network=np.full(count, number, np.int64),
        target=target,
        probe=probe,
        session=session,
        resolver_asn=np.where(
            population.public_resolver[probe], PUBLIC_RESOLVER_ASN, network.asn
        ).astype(np.int64),
        version=population.release(probe, days),
        mechanism=nothing,
        event=nothing.copy(),
        nuisance=nothing.copy(),
        is_down=np.zeros(count, np.bool_),
        is_moved=np.zeros(count, np.bool_),
        has_helper=np.ones(count, np.bool_),
        broken_ipv6=population.broken_ipv6[probe],
        is_unclear=np.zeros(count, np.bool_),
        record=nothing.copy(),
        country=nothing.copy(),
    )
