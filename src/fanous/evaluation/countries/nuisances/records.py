"""What happens to a record on its way: clocks, delays, copies, order.

`clock_skew`: the clocks of `share` of probes are wrong, by a fixed amount around `hours` each.
`late_data`: `share` of sessions arrive `hours` late on average. `years_late`: `count` records
give a time years before. `duplicates`: `share` of records come twice; half of those were sent
again under another name. `country_change`: probes of
the networks say country `to`. `out_of_order`: records come in as they arrive, not as they happened.
"""

from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.nuisances.flood import forged_records
from fanous.evaluation.countries.nuisances.scope import chance, touched
from fanous.evaluation.countries.population import Population
from fanous.evaluation.countries.scenario import Nuisance, Scenario
from fanous.evaluation.countries.schedule import DAY, HOUR
from fanous.evaluation.countries.streams import stream
from fanous.evaluation.countries.visits import Visits, joined

__all__ = ["disturb_records"]

_SECOND = 1_000_000
_RESENT_SHARE = 0.5
_YEARS_AGO = (1.0, 6.0)
_DAYS_A_YEAR = 365


def disturb_records(
    scenario: Scenario, population: Population, visits: Visits, seed: int
) -> Visits:
    """The records that come in, in the order in which they stand in the archive."""
    records = joined([visits, *forged_records(scenario, population, visits, seed)])
    for nuisance in scenario.nuisances_of("clock_skew"):
        _skew(scenario, nuisance, records, seed)
    for nuisance in scenario.nuisances_of("late_data"):
        _delay(scenario, nuisance, records, seed)
    for nuisance in scenario.nuisances_of("years_late"):
        _years_late(scenario, nuisance, records, seed)
    for nuisance in scenario.nuisances_of("country_change"):
        records.country[touched(scenario, nuisance, records)] = scenario.nuisances.index(nuisance)
    for nuisance in scenario.nuisances_of("duplicates"):
        records = _with_copies(scenario, nuisance, records, seed)
    by_time = np.lexsort((records.record, records.network, records.target, records.said))
    if scenario.nuisances_of("out_of_order"):
        by_time = np.lexsort((records.record, records.arrived))
    return records.where(by_time)


def _skew(scenario: Scenario, nuisance: Nuisance, records: Visits, seed: int) -> None:
    """Clocks run on one time zone or another, ahead or behind."""
    drawn = chance(scenario, nuisance, records.probe, seed)
    wrong = touched(scenario, nuisance, records) & (drawn < nuisance.share)
    place = drawn / max(nuisance.share, 1e-9)  # uniform again among the wrong ones
    hours = nuisance.hours * np.where(place < 0.5, place * 2 + 0.5, -(place * 2 - 0.5))
    records.said[wrong] += (hours[wrong] * 3600).astype(np.int64) * _SECOND


def _delay(scenario: Scenario, nuisance: Nuisance, records: Visits, seed: int) -> None:
    drawn = chance(scenario, nuisance, records.session, seed)
    late = touched(scenario, nuisance, records) & (drawn < nuisance.share)
    wait = -np.log1p(-drawn[late] / nuisance.share) * nuisance.hours  # exponential
    records.arrived[late] += (wait * HOUR).astype(np.int64)


def _years_late(scenario: Scenario, nuisance: Nuisance, records: Visits, seed: int) -> None:
    """Some records say that they were made years ago: kept on a phone, or by a dead clock."""
    rng = stream(seed, f"years:{scenario.nuisances.index(nuisance)}")
    among = np.flatnonzero(touched(scenario, nuisance, records))
    old = rng.choice(among, min(nuisance.count, len(among)), replace=False)
    days = np.floor(rng.uniform(*_YEARS_AGO, len(old)) * _DAYS_A_YEAR).astype(np.int64)
    records.said[old] -= days * DAY


def _with_copies(scenario: Scenario, nuisance: Nuisance, records: Visits, seed: int) -> Visits:
    """Some records come twice as they are, some again under another name."""
    drawn = chance(scenario, nuisance, records.record, seed)
    copied = touched(scenario, nuisance, records) & (drawn < nuisance.share)
    copies = records.where(copied)
    copies.arrived = copies.arrived + HOUR
    resent = drawn[copied] < nuisance.share * _RESENT_SHARE
    first = int(records.record.max(initial=-1)) + 1
    copies.record = copies.record.copy()
    copies.record[resent] = first + np.arange(int(resent.sum()))
    return joined([records, copies])
