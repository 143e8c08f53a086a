"""Who counts as one independent voice among the visits of a drawing.

Decides what `fanous.cells.sightings` decides for stored measurements: a probe with an id is one
voice; one without is no more than its network, kind of network, resolver, platform and software.
Always of one UTC day, so that nobody can be followed from a day to the next.
"""

from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.population import Population
from fanous.evaluation.countries.schedule import DAY
from fanous.evaluation.countries.streams import Unsigned, mixed
from fanous.evaluation.countries.visits import Visits

__all__ = ["observers_of"]

_BY_ID, _BY_PLACE = 1, 2  # what an observer is mixed from


def observers_of(population: Population, visits: Visits) -> Unsigned:
    """A number for each visit's observer on its day."""
    day = visits.said // DAY
    by_id = mixed(_BY_ID, visits.probe, day)
    by_place = mixed(
        _BY_PLACE,
        visits.network,  # and its kind: a network of this world has one
        visits.resolver_asn,
        population.platform[visits.probe],
        visits.version,
        day,
    )
    return np.where(population.has_id[visits.probe], by_id, by_place)
