"""Whom a nuisance touches: visits in its span, country, networks and targets.

Decides that an empty list means everywhere. Leaves what is done to them to each kind.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fanous.evaluation.countries.scenario import Nuisance, Scenario
from fanous.evaluation.countries.streams import mixed, uniform_of
from fanous.evaluation.countries.visits import Flags, Visits, microseconds

__all__ = ["chance", "touched"]


def touched(scenario: Scenario, nuisance: Nuisance, visits: Visits) -> Flags:
    """Visits in the nuisance's scope, by when they happened."""
    found = (visits.start >= microseconds(nuisance.start)) & (
        visits.start < microseconds(nuisance.end)
    )
    networks = [
        number
        for number, network in enumerate(scenario.networks)
        if nuisance.cc in ("", network.cc) and (not nuisance.asns or network.asn in nuisance.asns)
    ]
    if len(networks) < len(scenario.networks):
        found &= np.isin(visits.network, networks)
    if nuisance.targets:
        names = [target.name for target in scenario.targets]
        found &= np.isin(visits.target, [names.index(name) for name in nuisance.targets])
    return np.asarray(found)


def chance(
    scenario: Scenario, nuisance: Nuisance, of: NDArray[np.int64], seed: int
) -> NDArray[np.float64]:
    """A number in [0, 1) for each of `of` (probes, sessions, records): the same whenever asked."""
    label = sum(nuisance.kind.encode()) * 1000 + scenario.nuisances.index(nuisance)
    return uniform_of(mixed(seed, label, of))
