"""One drawing of a scenario: the schedule that both writers write.

Decides the order of the steps: probes, their schedule, what is done to it, what goes wrong, and
how the records come in. `sightings` and `raw` write the same drawing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fanous.evaluation.countries.nuisances import (
    disturb_records,
    disturb_visits,
    lost_to_gaps,
    unlisted,
)
from fanous.evaluation.countries.population import Population, populate
from fanous.evaluation.countries.scenario import Scenario
from fanous.evaluation.countries.schedule import draw_schedule
from fanous.evaluation.countries.script import act_out
from fanous.evaluation.countries.visits import Visits

__all__ = ["Drawing", "draw"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was drawn. `planned` are visits that would have been without events and gaps;
    `records` are what came in, in that order; `distinct` leaves out what came twice."""

    scenario: Scenario
    seed: int
    population: Population
    planned: Visits
    records: Visits
    distinct: Visits


def draw(scenario: Scenario, seed: int) -> Drawing:
    """Draw a scenario. The same scenario and seed give the same drawing."""
    population = populate(scenario, seed)
    planned = draw_schedule(scenario, population, seed)
    planned = planned.where(~unlisted(scenario, planned))
    happened = act_out(scenario, planned, seed)
    disturbed = disturb_visits(scenario, happened, seed)
    kept = disturbed.where(~lost_to_gaps(scenario, disturbed))
    records = disturb_records(scenario, population, kept, seed)
    return Drawing(scenario, seed, population, planned, records, _first_of_each(records))


def _first_of_each(records: Visits) -> Visits:
    """Each record once, where it came first."""
    _, first = np.unique(records.record, return_index=True)
    return records.where(np.sort(first))
