"""Everything that goes wrong with visits, in a fixed order.

Decides the order: what is wrong with the software comes before what is wrong with the network, and
whatever stopped a visit first stays its cause. `act_out` came before: no nuisance undoes an event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from fanous.evaluation.countries.nuisances.instruments import defective_release, helper_outage
from fanous.evaluation.countries.nuisances.surroundings import (
    broken_ipv6,
    cdn_change,
    noisy_network,
    resolver_rotation,
    target_down,
    usual_noise,
)
from fanous.evaluation.countries.scenario import Scenario
from fanous.evaluation.countries.streams import stream
from fanous.evaluation.countries.visits import Visits

__all__ = ["VISIT_NUISANCES", "disturb_visits"]

Disturb = Callable[..., None]

VISIT_NUISANCES: Mapping[str, Disturb] = {
    "defective_release": defective_release,
    "helper_outage": helper_outage,
    "target_down": target_down,
    "cdn_change": cdn_change,
    "resolver_rotation": resolver_rotation,
    "broken_ipv6": broken_ipv6,
    "noisy_network": noisy_network,
}


def disturb_visits(scenario: Scenario, visits: Visits, seed: int) -> Visits:
    """The same visits, changed in place, with what the usual noise and each nuisance did."""
    for kind, disturb in VISIT_NUISANCES.items():
        for nuisance in scenario.nuisances_of(kind):
            disturb(scenario, nuisance, visits, seed=seed)
    usual_noise(scenario, visits, seed=seed)
    failing = np.array([network.helper_failure_share for network in scenario.networks])
    given_up = np.array([network.unclear_share for network in scenario.networks])
    drawn = stream(seed, "helpers").random((2, int(visits.record.max(initial=-1)) + 1))
    visits.has_helper &= drawn[0, visits.record] >= failing[visits.network]
    visits.is_unclear |= drawn[1, visits.record] < given_up[visits.network]
    return visits
