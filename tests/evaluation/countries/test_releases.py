from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.releases import DEFECTIVE_FROM, version_names

from .making import nuisance, scenario


def test_every_release_has_a_name_and_defective_ones_their_own() -> None:
    defective = nuisance("defective_release", share=0.2, mechanism="tls.timeout")
    made = scenario(nuisances=(nuisance("data_gap"), defective))
    names, positions = version_names(made, np.array([0, 2, DEFECTIVE_FROM + 1, 1]))
    assert [names[position] for position in positions] == ["1.0.0", "1.2.0", "1.5.9", "1.1.0"]
