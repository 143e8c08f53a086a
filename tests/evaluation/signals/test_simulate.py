from __future__ import annotations

import numpy as np
import pytest

from fanous.evaluation.signals.simulate import STEPS, simulate, simulate_users


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


def test_more_quiet_days_only_come_before() -> None:
    one, other = simulate(5, step=3_600), simulate(5, step=3_600, more_quiet_days=84)
    assert len(other.series[0].values) - len(one.series[0].values) == 84 * 24
    assert min(item.start for item in other.blackouts) >= other.series[0].start + 93 * 86_400


def test_users_of_many_countries_are_of_the_same_days() -> None:
    made = [simulate_users(seed, seed) for seed in range(30)]
    assert len({country.series[0].entity for country in made}) == 30
    assert len({(item.start, len(item.values)) for country in made for item in country.series}) == 1
    for country in made:
        (series,) = country.series
        for blackout in country.blackouts:
            first, last = series.index(blackout.start) + 1, series.index(blackout.end - 1)
            inside, before = series.values[first:last], series.values[first - 15 : first - 1]
            if blackout.fall_hours + blackout.return_hours < 12:
                assert np.median(inside) < np.median(before)
