"""What is not measured, or not kept: edits of test lists, and gaps in the archive.

`test_list_edit`: the targets are on no list in the span (from the window's start: added later; to
its end: removed). `data_gap`: nothing of the span was kept, of anybody; it is a loss of ours and
looks like everyone's silence.
"""

from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.nuisances.scope import touched
from fanous.evaluation.countries.scenario import Scenario
from fanous.evaluation.countries.visits import Flags, Visits

__all__ = ["lost_to_gaps", "unlisted"]


def unlisted(scenario: Scenario, visits: Visits) -> Flags:
    """Visits that are not made, since their target is on no list at the time."""
    return _any(scenario, visits, "test_list_edit")


def lost_to_gaps(scenario: Scenario, visits: Visits) -> Flags:
    """Visits that were made and are in no archive."""
    return _any(scenario, visits, "data_gap")


def _any(scenario: Scenario, visits: Visits, kind: str) -> Flags:
    found = np.zeros(len(visits), np.bool_)
    for nuisance in scenario.nuisances_of(kind):
        found |= touched(scenario, nuisance, visits)
    return found
