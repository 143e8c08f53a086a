from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.config import DEFAULT
from fanous.detectors.connectivity.onset import find_onset
from fanous.detectors.connectivity.weighing import Weighing
from fanous.model.series import Series
from tests.making_signals import cut, flat, series


def onset(made: Series) -> int | None:
    weighing = Weighing(made, np.ones(len(made.values), dtype=bool), DEFAULT)
    return find_onset(weighing, int(np.flatnonzero(weighing.flags)[0]), 0)


def test_the_first_low_step() -> None:
    assert onset(series(cut(flat(40), 30, 2, 0.1))) == 720


def test_a_gentle_fall_begins_before_it_is_deep() -> None:
    values = np.full(3 * 288, 46_000.0)
    values[600:604] = [44_800, 44_000, 43_000, 42_000]
    values[604:] = 30_000
    assert onset(series(values, "bgp", step=300)) == 600


def test_low_steps_among_holes_are_the_losses_own() -> None:
    """They can't be evidence, one at a time; but none of them was as usual."""
    values = cut(flat(40), 30, 2, 0.1)
    values[[721, 723, 725]] = np.nan
    assert onset(series(values)) == 720


def test_of_few_counts_the_most_likely_change() -> None:
    rng = np.random.default_rng(5)
    values = rng.poisson(cut(flat(40, level=3.0, noise=0), 30, 4, 0.0)).astype(float)
    found = onset(series(values, "telescope", scale="count"))
    assert found is not None and abs(found - 720) <= 2


def test_what_is_usual_again_is_no_onset() -> None:
    values = flat(60, noise=0.001)
    values[30 * 24 : 40 * 24] *= 2
    assert onset(series(values, "bgp")) is None


def test_an_onset_is_never_before_what_an_earlier_loss_has_taken() -> None:
    values = np.full(3 * 288, 46_000.0)
    values[600:604] = [44_800, 44_000, 43_000, 42_000]
    values[604:] = 30_000
    made = series(values, "bgp", step=300)
    weighing = Weighing(made, np.ones(len(values), dtype=bool), DEFAULT)
    flagged = int(np.flatnonzero(weighing.flags)[0])
    assert find_onset(weighing, flagged, 0) == 600
    assert find_onset(weighing, flagged, 602) == 602
