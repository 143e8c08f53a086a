from __future__ import annotations

import numpy as np
import pytest

from fanous.detectors.connectivity.baseline import expected, frozen, steps
from fanous.detectors.connectivity.config import DEFAULT
from fanous.model.series import FloatArray
from tests.making_signals import DAY, HOUR, flat


def wanted(history: FloatArray, step: int = HOUR, *, seasonal: bool = True) -> FloatArray:
    return expected(history, 0, len(history), step=step, seasonal=seasonal, config=DEFAULT)


@pytest.mark.parametrize("step", [300, 1_800, HOUR, DAY])
def test_a_season_is_followed(step: int) -> None:
    values = flat(120 if step == DAY else 35, swing=0.5, noise=0.0, step=step)
    late = len(values) * 3 // 4
    np.testing.assert_allclose(wanted(values, step)[late:], values[late:], rtol=0.05)


def test_nothing_is_expected_without_history() -> None:
    assert np.isnan(wanted(flat(1.5))[:20]).all()
    assert not np.isnan(wanted(flat(1.0), seasonal=False)[6:]).any()


def test_the_future_has_no_say() -> None:
    """Recomputing a longer window changes nothing that was expected before."""
    values = flat(40, swing=0.3)
    changed = np.array(values)
    changed[600:] = 0.0
    np.testing.assert_array_equal(wanted(values)[:601], wanted(changed)[:601])


def test_a_frozen_baseline_repeats_what_was_before_the_onset() -> None:
    values = flat(30, swing=0.5, noise=0.0)
    later = flat(60, swing=0.5, noise=0.0)
    history = np.concatenate((values, np.zeros(30 * 24)))
    found = frozen(history, 720, 720, 1_440, step=HOUR, seasonal=True, config=DEFAULT)
    np.testing.assert_allclose(found, later[720:1_440], rtol=0.12)


def test_the_mean_of_small_counts_is_found() -> None:
    counts = np.random.default_rng(1).poisson(1.3, 60 * 48).astype(float)
    found = expected(counts, 0, len(counts), step=1_800, seasonal=True, config=DEFAULT, width=16)
    assert abs(np.nanmean(found[1_500:]) - 1.3) < 0.15


def test_steps_of_hours() -> None:
    assert steps(1.0, 300) == 12
    assert steps(1.0, DAY) == 1
