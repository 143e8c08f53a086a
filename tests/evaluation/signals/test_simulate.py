from __future__ import annotations

import numpy as np
import pytest

from fanous.evaluation.signals.simulate import STEPS, simulate


def test_the_same_seed_gives_the_same_country() -> None:
    one, other = simulate(7), simulate(7)
    assert one.blackouts == other.blackouts
    for mine, theirs in zip(one.series, other.series, strict=True):
        np.testing.assert_array_equal(mine.values, theirs.values)


@pytest.mark.parametrize("step", STEPS)
def test_blackouts_lie_inside_and_are_seen(step: int) -> None:
    made = simulate(3, step=step, blackouts=2)
    assert len(made.blackouts) == 2
    for item in made.blackouts:
        assert made.series[0].start < item.start < item.end <= made.series[0].end
        assert 0.3 <= item.depth <= 1.0
    assert {series.step for series in made.series} == {step}


def test_nuisances_of_every_kind_come_up() -> None:
    words = {word for seed in range(40) for word in simulate(seed, step=3_600).nuisances}
    assert words == {"dead telescope", "telescope missing in the blackout", "holiday", "gap",
                     "search let through early", "normalised"}  # fmt: skip


def test_a_quiet_country_has_no_blackout() -> None:
    assert simulate(1, blackouts=0).blackouts == ()
