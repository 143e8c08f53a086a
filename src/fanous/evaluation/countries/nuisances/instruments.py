"""What goes wrong with the instrument: releases that fail everywhere, helpers that are out.

`defective_release`: `share` of probes take up a release that fails at the targets as `mechanism`
says, and move on within days of the end. `helper_outage`: `share` of visits have no helper.
"""

from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.nuisances.fitting import fitting
from fanous.evaluation.countries.nuisances.scope import chance, touched
from fanous.evaluation.countries.releases import DEFECTIVE_FROM
from fanous.evaluation.countries.scenario import Nuisance, Scenario
from fanous.evaluation.countries.schedule import DAY
from fanous.evaluation.countries.visits import Flags, Visits, mechanism_code, microseconds

__all__ = ["defective_release", "helper_outage"]

_UPTAKE_DAYS = 3.0  # the last probe takes up the release, and its successor, after this


def defective_release(scenario: Scenario, nuisance: Nuisance, visits: Visits, *, seed: int) -> None:
    """Probes that run the release fail at its targets, in every network and country.

    The release shows in every record of such a probe, the failures at `targets` only.
    """
    number = scenario.nuisances.index(nuisance)
    drawn = chance(scenario, nuisance, visits.probe, seed)
    takers = drawn < nuisance.share
    place = np.where(takers, drawn, 0.0) / max(nuisance.share, np.finfo(float).tiny)
    delay = (place * _UPTAKE_DAYS * DAY).astype(np.int64)
    running = takers & (visits.start >= microseconds(nuisance.start) + delay)
    running &= visits.start < microseconds(nuisance.end) + delay
    visits.version[running] = DEFECTIVE_FROM + number
    failing = running & _at_targets(scenario, nuisance, visits)
    mechanism = np.full(len(visits), mechanism_code(nuisance.mechanism), np.int64)
    visits.meet(failing, fitting(scenario, visits, mechanism), nuisance=number)


def _at_targets(scenario: Scenario, nuisance: Nuisance, visits: Visits) -> Flags:
    names = [target.name for target in scenario.targets]
    chosen = [names.index(name) for name in nuisance.targets or names]
    return np.isin(visits.target, chosen)


def helper_outage(scenario: Scenario, nuisance: Nuisance, visits: Visits, *, seed: int) -> None:
    """No control: the helper is out of everybody's reach, or of a share of visits'."""
    out = touched(scenario, nuisance, visits)
    out &= chance(scenario, nuisance, visits.record, seed) < nuisance.share
    visits.has_helper[out] = False
