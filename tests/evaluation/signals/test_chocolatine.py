from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest

from fanous.errors import UsageError
from fanous.evaluation.signals.chocolatine import (
    Model,
    cleaned,
    require_statsmodels,
    run_model,
    train,
    watch,
)
from fanous.model.series import FloatArray
from tests.making_signals import HOUR, at, cut, series

WEEK = 7 * 24
needs_statsmodels = pytest.mark.skipif(
    importlib.util.find_spec("statsmodels") is None,
    reason="statsmodels is not installed: pip install 'fanous[chocolatine]'",
)


def telescope(weeks: int, seed: int = 1) -> FloatArray:
    rng = np.random.default_rng(seed)
    hours = np.arange(weeks * WEEK)
    mean = 300 * (1 + 0.4 * np.sin(hours / 24 * 2 * np.pi)) * np.where(hours % WEEK > 120, 0.8, 1)
    return rng.poisson(mean).astype(float)


def test_cleaning_takes_the_median_of_weekly_copies_and_fills_holes() -> None:
    history = np.tile(np.arange(4.0), 10)
    history[36] = 400.0  # a spike, in the tenth week of four steps
    history[37] = np.nan
    found = cleaned(history, 4)
    np.testing.assert_array_equal(found, np.tile(np.arange(4.0), 10))
    early = np.array([1.0, np.nan, 3.0, 9.0])
    np.testing.assert_array_equal(cleaned(early, 4), [1.0, 2.0, 3.0, 9.0])


def test_without_terms_last_week_is_expected() -> None:
    past = np.tile([10.0, 20.0, 30.0], 4)
    past[10] = 2.0
    forecast, alarms = run_model(Model(3, bounds=(5.0,)), past, 6)
    np.testing.assert_array_equal(forecast, [10.0, 20.0, 30.0, 10.0, 20.0, 30.0])
    np.testing.assert_array_equal(alarms, [0, 0, 0, 0, 1, 0])


def test_an_alarm_feeds_its_forecast_and_so_does_a_hole() -> None:
    """Else the week after an outage would expect one."""
    past = np.tile([10.0, 20.0, 30.0], 5)
    past[6:9] = 0.0
    past[9] = np.nan
    forecast, alarms = run_model(Model(3, bounds=(5.0,)), past, 6)
    np.testing.assert_array_equal(forecast[3:6], [10.0, 20.0, 30.0])
    np.testing.assert_array_equal(forecast[6:], [10.0, 20.0, 30.0])
    np.testing.assert_array_equal(alarms, [1, 1, 1, np.nan, 0, 0, 0, 0, 0])


def test_an_autoregressive_term_carries_a_shift_on_and_fades() -> None:
    """Lead steps of one hour: x, then 0.5 of the change, then 0.25 of it."""
    past = np.full(20, 100.0)
    past[9] = 108.0
    past[10:] = np.nan
    forecast, _ = run_model(Model(8, ar=(0.5,), bounds=(np.inf,) * 4), past, 10)
    np.testing.assert_allclose(forecast[:4], [104.0, 102.0, 101.0, 100.5])


def test_a_moving_average_term_remembers_one_error() -> None:
    past = np.full(20, 100.0)
    past[9] = 108.0
    past[10:] = np.nan
    forecast, _ = run_model(Model(8, ma=(0.5,), bounds=(np.inf,) * 4), past, 10)
    np.testing.assert_allclose(forecast[:4], [104.0, 100.0, 100.0, 100.0])


@pytest.mark.parametrize("missing", [slice(0, 3 * WEEK), slice(0, 11 * WEEK, 3)])
def test_too_few_points_make_no_model(missing: slice) -> None:
    values = telescope(11)
    values[missing] = np.nan
    assert train(values, HOUR) is None


def test_mostly_zeros_make_a_model_of_zeros_that_never_alarms() -> None:
    values = telescope(13)
    values[::2] = 0.0
    assert train(values[: 11 * WEEK], HOUR) == Model(WEEK)
    watched = watch(series(values, "telescope", scale="count"))
    assert watched is not None and watched.spans == ()


def test_too_few_weeks_are_not_watched() -> None:
    assert watch(series(telescope(10), "telescope", scale="count")) is None
    assert watch(series(telescope(60), "telescope", step=6 * HOUR, scale="count")) is None


def test_without_statsmodels_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    monkeypatch.setitem(sys.modules, "statsmodels.tsa.arima.model", None)
    with pytest.raises(UsageError, match="statsmodels") as caught:
        require_statsmodels()
    assert "fanous[chocolatine]" in caught.value.remedy


@needs_statsmodels
def test_an_outage_after_eleven_weeks_is_seen() -> None:
    values = cut(telescope(14), 12 * 7 + 2, 2, 0.05)
    watched = watch(series(values, "telescope", scale="count"))
    assert watched is not None
    assert watched.series.start == at(11 * 7)
    seen = [span for span in watched.spans if span.first < at(12 * 7 + 4)]
    assert any(span.first <= at(12 * 7 + 2) + HOUR for span in seen)


@needs_statsmodels
def test_the_bound_is_of_the_calibration_week() -> None:
    model = train(telescope(11), HOUR)
    assert model is not None and model.season == WEEK
    (bound,) = model.bounds  # the lead is one hour
    assert 3 * 10 < bound < 3 * 60  # three times the noise of counts of some hundreds
    assert len(model.ar) + len(model.ma) < 3
