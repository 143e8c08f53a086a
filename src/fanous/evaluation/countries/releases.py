"""Names of the software versions of a scenario.

Decides how a release is called; a defective one has a name of its own. Leaves who runs which to
`population`, and what a defective one does to `nuisances`.
"""

from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.scenario import Scenario
from fanous.evaluation.countries.visits import Ints

__all__ = ["DEFECTIVE_FROM", "version_names"]

DEFECTIVE_FROM = 1000  # numbers from here on are defective releases, by their nuisance


def version_names(scenario: Scenario, versions: Ints) -> tuple[list[str], Ints]:
    """All names, and for each number of `versions` the position of its name."""
    last = int(np.where(versions < DEFECTIVE_FROM, versions, 0).max(initial=0))
    regular = [f"1.{number}.0" for number in range(last + 1)]
    # By its day, so that it has one name in every country of a world.
    days = [(nuisance.start - scenario.begins).days for nuisance in scenario.nuisances]
    defective = [f"1.{day}.9" for day in days]
    position = np.where(
        versions < DEFECTIVE_FROM, versions, len(regular) + versions - DEFECTIVE_FROM
    )
    return regular + defective, position
