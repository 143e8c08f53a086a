"""What was made up: a flood of forged records from one place.

`forged_flood`: `count` records of the targets come from one network (`asns`), spread over the span,
as if `mechanism` had stopped them, in the name of `voices` probes that nobody else has met.
"""

from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.population import FORGED, Population
from fanous.evaluation.countries.scenario import Nuisance, Scenario
from fanous.evaluation.countries.streams import stream
from fanous.evaluation.countries.visits import NOTHING, Visits, mechanism_code, microseconds

__all__ = ["forged_records"]

_SECOND = 1_000_000
_UPLOAD_SECONDS = 20


def forged_records(
    scenario: Scenario, population: Population, visits: Visits, seed: int
) -> list[Visits]:
    """The records of each flood, numbered after the true ones."""
    floods = scenario.nuisances_of("forged_flood")
    forgers = np.flatnonzero(population.since == FORGED)
    found: list[Visits] = []
    for flood in floods:
        mine, forgers = forgers[: flood.voices], forgers[flood.voices :]
        before = max((part.record.max(initial=-1) for part in (visits, *found)), default=-1)
        sessions = max((part.session.max(initial=-1) for part in (visits, *found)), default=-1)
        rng = stream(seed, f"flood:{scenario.nuisances.index(flood)}")
        found.append(_flood(scenario, flood, mine, rng, record=before + 1, session=sessions + 1))
    return found


def _flood(
    scenario: Scenario,
    flood: Nuisance,
    forgers: np.ndarray[tuple[int], np.dtype[np.int64]],
    rng: np.random.Generator,
    *,
    record: int,
    session: int,
) -> Visits:
    names = [target.name for target in scenario.targets]
    targets = np.array([names.index(name) for name in flood.targets], np.int64)
    asns = [network.asn for network in scenario.networks]
    seconds = max(1, int((flood.end - flood.start).total_seconds()))
    count = flood.count
    start = microseconds(flood.start) + np.sort(rng.integers(0, seconds, count)) * _SECOND
    nothing = np.full(count, NOTHING, np.int64)
    return Visits(
        start=start,
        said=start.copy(),
        arrived=start + _UPLOAD_SECONDS * _SECOND,
        network=np.full(count, asns.index(flood.asns[0]), np.int64),
        target=rng.choice(targets, count),
        probe=rng.choice(forgers, count),
        session=session + np.arange(count),
        resolver_asn=np.full(count, flood.asns[0], np.int64),
        version=np.zeros(count, np.int64),
        mechanism=np.full(count, mechanism_code(flood.mechanism), np.int64),
        event=nothing.copy(),
        nuisance=np.full(count, scenario.nuisances.index(flood), np.int64),
        is_down=np.zeros(count, np.bool_),
        is_moved=np.zeros(count, np.bool_),
        has_helper=np.ones(count, np.bool_),
        broken_ipv6=np.zeros(count, np.bool_),
        is_unclear=np.zeros(count, np.bool_),
        record=record + np.arange(count),
        country=nothing,
    )
