from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.config import DEFAULT
from fanous.detectors.connectivity.weighing import Weighing
from fanous.model.series import Series
from tests.making_signals import cut, flat, series


def weighing(made: Series) -> Weighing:
    return Weighing(made, np.ones(len(made.values), dtype=bool), DEFAULT)


def test_what_is_low_is_flagged_and_nothing_else() -> None:
    found = weighing(series(cut(flat(40, swing=0.2), 30, 1, 0.5)))
    low = np.flatnonzero(found.flags)
    assert low[0] in (30 * 24 - 1, 30 * 24)  # a step and the next are weighed together
    assert low[-1] in (31 * 24 - 2, 31 * 24 - 1)
    assert np.all(found.share(30 * 24, 31 * 24) < 0.6)


def test_noise_is_never_below_what_can_be() -> None:
    still = weighing(series(np.full(40 * 24, 1_000.0), "bgp"))
    assert np.nanmin(still.noise) >= DEFAULT.least_noise
    few = weighing(series(np.full(40 * 24, 25.0), scale="level"))
    assert np.nanmin(few.noise[24 * 25 :]) >= 1 / np.sqrt(25) - 1e-9
    young = weighing(series(flat(40), "google", scale="normalised"))
    assert np.nanmin(young.noise[: 24 * 20]) >= DEFAULT.young_noise > DEFAULT.least_noise


def test_a_rounded_share_is_no_better_known_than_its_rounding() -> None:
    values = np.round(flat(40, level=100, noise=0.0) / 20) * 20
    values[::7] = 80.0
    found = weighing(series(values, "connectivity", scale="normalised"))
    assert found.quantum == 20.0
    assert np.nanmin(found.noise[24 * 10 :]) >= 0.1


def test_after_a_hole_the_season_is_that_of_before() -> None:
    """A week without points: the evenings after it were held against a flat line, and were lost."""
    values = flat(36, swing=0.5, noise=0.05, seed=2)
    values[24 * 6 : 24 * 12] = np.nan
    found = weighing(series(values, "google"))
    assert not found.flags.any()
    after = slice(24 * 13, 24 * 14)
    assert found.baseline[after].max() > 2 * found.baseline[after].min()


def test_a_window_with_holes_is_not_weighed() -> None:
    values = cut(flat(40), 30, 1, 0.0)
    values[30 * 24 :: 2] = np.nan
    found = weighing(series(values))
    assert not found.flags.any()
    assert not found.is_known_enough(30 * 24) and found.is_known_enough(29 * 24)
