from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.detectors.connectivity.config import DEFAULT
from fanous.detectors.connectivity.episode import Judged
from fanous.detectors.connectivity.episodes import judge_series
from fanous.evaluation.signals.simulate import simulate
from fanous.model.series import Scale, Series
from tests.making import FUZZ
from tests.making_signals import DAY, HOUR, at, cut, flat, series

QUICK = settings(FUZZ, max_examples=25)


def judged(made: Series) -> Judged:
    return judge_series(made, np.ones(len(made.values), dtype=bool), DEFAULT)


@pytest.mark.parametrize("days", [0.25, 3.0, 19.0, 87.0])
def test_a_loss_ends_when_it_ends_and_not_after_seven_days(days: float) -> None:
    """IODA's rule closes the blackouts of 19 and 87 days after exactly seven."""
    found = judged(series(cut(flat(150, swing=0.1), 20, days, 0.03)))
    assert [(item.onset_latest, item.end_latest) for item in found.episodes] == [
        (at(20), at(20 + days))
    ]
    assert found.episodes[0].onset_earliest == at(20) - HOUR


def test_a_loss_that_goes_on_has_no_end() -> None:
    found = judged(series(cut(flat(30), 20, 99, 0.03)))
    assert found.episodes[0].end is None


def test_a_short_return_does_not_end_a_long_loss() -> None:
    values = cut(flat(60), 20, 20, 0.03)
    values[(30 * 24) : (30 * 24) + 6] = 1_000.0
    found = judged(series(values))
    assert [item.end_latest for item in found.episodes] == [at(40)]


def test_a_level_that_never_comes_back_is_renewed() -> None:
    found = judged(series(cut(flat(260), 20, 999, 0.4)))
    assert [(item.end, item.renewed) for item in found.episodes] == [(None, True)]


@pytest.mark.parametrize("level", [0.72, 0.85])
def test_back_in_part_for_good_is_an_end_and_a_new_level(level: float) -> None:
    """Else the next blackout, weeks later, would be the same one."""
    values = cut(cut(flat(90, swing=0.1), 20, 10, 0.05), 30, 60, level)
    found = judged(series(cut(values, 60, 5, 0.05)))
    assert [(item.onset_latest, item.end_latest) for item in found.episodes] == [
        (at(20), at(30)), (at(60), at(65))]  # fmt: skip
    first, second = found.episodes
    assert first.settled == pytest.approx(level, abs=0.02)
    assert second.settled is None


def test_a_return_in_full_within_days_goes_before_one_in_part() -> None:
    values = cut(cut(flat(60), 20, 10, 0.05), 30, 3, 0.8)
    (found,) = judged(series(values)).episodes
    assert (found.end_latest, found.settled) == (at(33), None)


def test_missing_is_not_zero() -> None:
    values = flat(30)
    values[500:560] = np.nan
    assert not judged(series(values)).episodes
    values[500:560] = 0.0
    assert len(judged(series(values)).episodes) == 1


def test_missing_does_not_end_a_loss() -> None:
    values = cut(flat(40), 20, 10, 0.03)
    values[24 * 25 :] = np.nan
    assert judged(series(values)).episodes[0].end is None


def test_tiny_entities_do_not_alarm() -> None:
    """IranCell's probing has ten /24s: five false pieces by IODA's rule without its floor."""
    rng = np.random.default_rng(3)
    values = rng.binomial(10, 0.8, 60 * 144).astype(float)
    assert not judged(series(values, step=600)).episodes
    fewer = rng.poisson(0.2, 60 * 288).astype(float)
    assert not judged(series(fewer, "telescope", step=300, scale="count")).episodes


def test_a_day_with_a_deep_night_does_not_alarm() -> None:
    """Google's traffic of a country goes from 14 to 100 % every day."""
    values = flat(60, swing=0.75, noise=0.05, step=1_800)
    assert not judged(series(values, "google", step=1_800, scale="normalised")).episodes


def test_a_spike_is_no_loss_and_no_baseline() -> None:
    values = flat(40, swing=0.2, noise=0.05)
    values[600:606] *= 3
    assert not judged(series(values, "telescope")).episodes


def test_a_small_step_down_is_not_the_event() -> None:
    """AS58224's routes lose 3 % at 12:10 and 13 % at 16:20: the second is the event."""
    values = np.full(3 * 288, 9_111.0)
    values[600:] = 8_818
    values[650:] = 7_886
    values[700:] = 141
    found = judged(series(values, "bgp", step=300))
    assert [item.onset for item in found.episodes] == [650]


def test_a_fall_begins_where_it_begins() -> None:
    """Iran's routes, 16 November 2019: 3 % are gone at 14:05, ten at 14:25."""
    values = np.full(3 * 288, 46_000.0)
    values[600:604] = [44_800, 44_000, 43_000, 42_000]
    values[604:] = 30_000
    assert judged(series(values, "bgp", step=300)).episodes[0].onset == 600


def test_the_search_goes_on() -> None:
    """A noisy day after a loss of one day was found for ever: its fall began in the loss."""
    for made in simulate(1_397).series:
        assert_apart(judged(made))


@QUICK
@given(st.integers(0, 10_000), st.floats(0.1, 0.8), st.sampled_from([HOUR, 6 * HOUR, DAY]))
def test_losses_lie_apart_however_wild_a_series_is(seed: int, noise: float, step: int) -> None:
    rng = np.random.default_rng(seed)
    values = 1_000 * np.exp(noise * rng.standard_normal(400))
    values[rng.random(400) < 0.1] = np.nan
    assert_apart(judged(series(values, "tor-users", step=step, scale="count")))
    assert_apart(judged(series(values, "bgp", step=step)))


def assert_apart(found: Judged) -> None:
    for one, other in itertools.pairwise(found.episodes):
        assert one.end is not None or one.renewed
        assert one.onset < other.onset and (one.end or one.onset) <= other.onset


@pytest.mark.parametrize("step", [300, 600, 1_800, HOUR, DAY])
def test_any_step(step: int) -> None:
    values = cut(flat(120, step=step), 60, 10, 0.1, step)
    found = judged(series(values, step=step)).episodes
    assert [(item.onset_latest, item.end_latest) for item in found] == [(at(60), at(70))]


@QUICK
@given(st.floats(1e-3, 1e6), st.integers(0, 50))
def test_scaling_a_normalised_series_changes_nothing(factor: float, seed: int) -> None:
    values = cut(flat(30, swing=0.3, noise=0.05, seed=seed), 20, 2, 0.3)
    one = judged(series(values, "google", scale="normalised"))
    other = judged(series(values * factor, "google", scale="normalised"))
    assert [(item.onset, item.end) for item in one.episodes] == [
        (item.onset, item.end) for item in other.episodes
    ]


@QUICK
@given(st.integers(2, 50), st.integers(0, 50))
@pytest.mark.parametrize("scale", ["count", "level"])
def test_scaling_a_count_up_only_adds_certainty(scale: Scale, factor: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = cut(rng.poisson(flat(30, level=300, swing=0.2, noise=0)).astype(float), 20, 2, 0.2)
    one = judged(series(values, "telescope", scale=scale))
    more = judged(series(values * factor, "telescope", scale=scale))
    main = [item for item in one.episodes if abs(item.onset_latest - at(20)) <= HOUR]
    again = [item for item in more.episodes if abs(item.onset_latest - at(20)) <= HOUR]
    assert main and again
    assert again[0].z >= main[0].z - 1e-6


@QUICK
@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), max_size=120), st.booleans())
def test_no_values_break_it(listed: list[float | None], seasonal: bool) -> None:
    values = np.array([np.nan if item is None else item for item in listed], dtype=np.float64)
    found = judged(series(values, step=6 * HOUR, seasonal=seasonal))
    for item in found.episodes:
        assert item.before <= item.onset and (item.end is None or item.onset < item.end)
