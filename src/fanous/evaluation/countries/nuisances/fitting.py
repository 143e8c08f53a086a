"""Failures that fit their targets: nothing shakes hands in cleartext, services have no names.

Decides what a failure of one kind of target is at another. A failed handshake is a request that
hangs, and so is a failed look-up of a service, which is tried by address.
"""

from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.scenario import MECHANISMS, SERVICE_MECHANISMS, Scenario
from fanous.evaluation.countries.visits import Ints, Visits, mechanism_code

__all__ = ["fitting"]

_OVER_TLS = [code for code, name in enumerate(MECHANISMS) if name.startswith("tls.")]
_OF_SERVICES = [mechanism_code(name) for name in SERVICE_MECHANISMS]


def fitting(scenario: Scenario, visits: Visits, mechanism: Ints) -> Ints:
    """The mechanism of each visit, or a hanging request where its target cannot meet that one."""
    service = np.array([target.is_service for target in scenario.targets])[visits.target]
    cleartext = np.array([target.is_cleartext for target in scenario.targets])[visits.target]
    unfit = (service & ~np.isin(mechanism, _OF_SERVICES)) | (
        cleartext & np.isin(mechanism, _OVER_TLS)
    )
    return np.where(unfit, mechanism_code("http.timeout"), mechanism)
