from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.detectors.connectivity.config import DEFAULT
from fanous.detectors.connectivity.evidence import (
    averaged,
    deviance,
    forward_sum,
    least_window,
    noise_by_day,
    quantum,
    ratio,
    window_steps,
)
from tests.making import FUZZ


def test_the_deviance_is_that_of_a_count() -> None:
    q = deviance(np.array([0.0, 1.0, 0.9, 1.1]))
    assert q[0] == pytest.approx(np.sqrt(2))
    assert q[1] == 0.0
    assert q[2] == pytest.approx(0.1, rel=0.05)
    assert q[3] < 0


@FUZZ
@given(st.floats(0, 0.99), st.floats(0, 0.99))
def test_less_left_is_more_evidence(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert deviance(np.array([low]))[0] >= deviance(np.array([high]))[0]


def test_a_ratio_to_nothing_is_missing() -> None:
    found = ratio(np.array([1.0, np.nan, 2.0]), np.array([0.0, 1.0, 4.0]))
    np.testing.assert_array_equal(found, [np.nan, np.nan, 0.5])


def test_sums_look_forward_and_skip_what_is_missing() -> None:
    np.testing.assert_array_equal(forward_sum(np.array([1.0, np.nan, 3.0]), 2), [1.0, 3.0, 3.0])


def test_few_counts_need_more_steps_together() -> None:
    three, many_thousand = np.full(100, 3.0), np.full(100, 3_000.0)
    few = window_steps(three, three, 6, (1_800, "count"), DEFAULT)
    many = window_steps(many_thousand, many_thousand, 1, (1_800, "count"), DEFAULT)
    assert many == DEFAULT.least_points < few
    assert few * 3.0 * 2 >= DEFAULT.onset_z**2
    assert window_steps(three, three, 6, (1_800, "level"), DEFAULT) == many
    assert averaged(np.full(50, 3.0), 1_800, "count", DEFAULT) > 1
    assert averaged(np.full(50, 3.0), 1_800, "normalised", DEFAULT) == 1
    assert least_window(86_400, DEFAULT) == 1


def test_rounded_values_have_the_noise_of_rounding() -> None:
    assert quantum(np.repeat([90.0, 100.0, 80.0], 10)) == 10.0
    assert quantum(np.random.default_rng(1).random(500)) == 0.0


def test_noise_is_what_the_days_before_show() -> None:
    residual = np.random.default_rng(1).normal(0.0, 0.1, 40 * 24)
    found = noise_by_day(residual, 0, len(residual), 3_600, DEFAULT)
    assert np.isnan(found[:24]).all()
    np.testing.assert_allclose(found[10 * 24 :], 0.1, atol=0.05)
    part = noise_by_day(residual, 500, 700, 3_600, DEFAULT)
    np.testing.assert_array_equal(part, found[500:700])


def test_noise_of_daily_series() -> None:
    residual = np.random.default_rng(1).normal(0.0, 0.1, 100)
    found = noise_by_day(residual, 0, 100, 86_400, DEFAULT)
    assert np.isnan(found[:5]).all()
    np.testing.assert_allclose(found[40:], 0.1, atol=0.06)
