from __future__ import annotations

import numpy as np

from fanous.evaluation.signals.shapes import season, wander

TIMES = 1_735_689_600 + 3_600 * np.arange(28 * 24)


def test_a_season_repeats_every_week_and_rests_at_the_weekend() -> None:
    found = season(np.random.default_rng(1), TIMES, 0.4, 0.2)
    np.testing.assert_allclose(found[: 7 * 24], found[7 * 24 : 14 * 24])
    by_day = found[: 7 * 24].reshape(7, 24).mean(axis=1)
    assert sorted(np.round(by_day / by_day.max(), 6)) == [0.8] * 2 + [1.0] * 5


def test_noise_wanders_with_a_memory_and_stays_near_one() -> None:
    found = wander(np.random.default_rng(1), 20_000, 3_600, 0.1)
    assert abs(np.log(found).std() - 0.1) < 0.01
    assert np.corrcoef(found[:-1], found[1:])[0, 1] > 0.6
