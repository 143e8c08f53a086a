"""Chocolatine: what a small seasonal model expects of the next hour, and when a value is too low.

Decides to be faithful to its formulas (Guillot et al., *Chocolatine: Outage Detection for Internet
Background Radiation*, TMA 2019; parameters as published with it), faults included. Ten weeks of
history are cleaned: each point becomes the median of its weekly slot in copies shifted by 0, 2, 4,
6 and 8 weeks, holes are interpolated. The series is differenced at one week, and an ARMA(p, q) with
p + q < 3 is fitted; the order is the one with the least error on the calibration week that follows.
Forecasts reach one hour; the bound of lead step n is three times 1.4826 times the median of
|forecast - value| in that week. A value below forecast minus bound is an alarm; while it lasts, and
where nothing is known, the forecast takes the value's place. A model is refused where under 75 % of
its points are known, or under 95 % of its time is covered; half of them zero make a model of zeros,
which never alarms. The model is made once, from the first weeks that allow it: how often it is to
be made again is not published. Needs `statsmodels`, an extra; its code is not copied.
"""

from __future__ import annotations

import importlib
import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fanous.errors import UsageError
from fanous.evaluation.signals.score import Span
from fanous.events.connectivity import Interval
from fanous.model.series import FloatArray, Series

__all__ = [
    "CHOCOLATINE_SIGNALS",
    "Model",
    "Watched",
    "cleaned",
    "require_statsmodels",
    "run_model",
    "train",
    "watch",
]

CHOCOLATINE_SIGNALS = (
    "telescope",
    "google",
    "answers",
    "responses",
)  # what arrives with a rhythm of weeks
_WEEK_SECONDS, _HOUR_SECONDS = 604_800, 3_600
_HISTORY_WEEKS = 10
_SHIFTS = (0, 2, 4, 6, 8)  # weeks
_LEAST_KNOWN, _LEAST_SPAN, _ZERO_SHARE = 0.75, 0.95, 0.5
_ORDERS = tuple((p, q) for p in range(3) for q in range(3) if p + q < 3)
_BOUND = 3 * 1.4826


@dataclass(frozen=True, slots=True)
class Model:
    """ARMA coefficients of the weekly differences, and a bound for each step of an hour.

    `season` and the length of `bounds` in steps; a model of zeros has no bounds.
    """

    season: int
    ar: tuple[float, ...] = ()
    ma: tuple[float, ...] = ()
    bounds: tuple[float, ...] = ()


def require_statsmodels() -> Any:
    """The module of its ARIMA models. Raises UsageError where it is not installed."""
    try:
        return importlib.import_module("statsmodels.tsa.arima.model")
    except ImportError as error:
        raise UsageError(
            "Chocolatine needs statsmodels, which is not installed",
            remedy="Run: pip install 'fanous[chocolatine]', or leave --chocolatine out.",
        ) from error


@dataclass(frozen=True, slots=True)
class Watched:
    """The part of a series that a model watched, and its alarms as spans."""

    series: Series
    spans: tuple[Span, ...]


def watch(series: Series) -> Watched | None:
    """Alarms on one series after its calibration week, from the first low value to the next other.

    None where there are too few weeks, or weeks with too few points, for a model.
    """
    if series.step > _HOUR_SECONDS:
        return None
    season = _WEEK_SECONDS // series.step
    for week in range(len(series.values) // season - _HISTORY_WEEKS):
        part = replace(
            series,
            start=series.time(week * season),
            values=series.values[week * season :],
        )
        model = train(part.values[: (_HISTORY_WEEKS + 1) * season], series.step)
        if model is not None:
            after = (_HISTORY_WEEKS + 1) * season
            later = replace(part, start=part.time(after), values=part.values[after:])
            return Watched(later, tuple(_spans(part, model)))
    return None


def cleaned(history: FloatArray, season: int) -> FloatArray:
    """Each point as the median of its weekly slot in shifted copies; holes interpolated."""
    copies = np.full((len(_SHIFTS), len(history)), np.nan)
    for row, weeks in zip(copies, _SHIFTS, strict=True):
        back = weeks * season
        row[back:] = history[: len(history) - back]
    known = ~np.isnan(copies).all(axis=0)
    found = np.zeros(len(history))
    if known.any():
        places = np.arange(len(history))
        found = np.interp(places, places[known], np.nanmedian(copies[:, known], axis=0))
    return found


def train(values: FloatArray, step: int) -> Model | None:
    """A model of ten weeks, calibrated on the eleventh; None if it must be refused."""
    season = _WEEK_SECONDS // step
    known = np.flatnonzero(~np.isnan(values))
    if len(known) < _LEAST_KNOWN * len(values) or np.ptp(known) + 1 < _LEAST_SPAN * len(values):
        return None
    if np.mean(values[known] == 0.0) >= _ZERO_SHARE:
        return Model(season)
    lead = max(1, _HOUR_SECONDS // step)
    history = cleaned(values[: _HISTORY_WEEKS * season], season)
    past = np.concatenate((history, values[_HISTORY_WEEKS * season :]))
    best: tuple[float, Model] | None = None
    for ar, ma in _fits(history[season:] - history[:-season]):
        model = Model(season, ar, ma, (np.inf,) * lead)
        wrong, bounds = _errors(model, past, _HISTORY_WEEKS * season)
        if best is None or wrong < best[0]:
            best = (wrong, Model(season, ar, ma, bounds))
    return best[1] if best else None


def _fits(differences: FloatArray) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
    """AR and MA coefficients of each order that can be fitted."""
    arima = require_statsmodels().ARIMA
    found: list[tuple[tuple[float, ...], tuple[float, ...]]] = [((), ())]
    for p, q in _ORDERS[1:]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                made = arima(differences, order=(p, 0, q), trend="n").fit(method="innovations_mle")
            except (ValueError, np.linalg.LinAlgError):
                continue  # of no use for this series
        found.append((tuple(map(float, made.arparams)), tuple(map(float, made.maparams))))
    return found


def _errors(model: Model, past: FloatArray, first: int) -> tuple[float, tuple[float, ...]]:
    """The root mean square error on the calibration week, and the bound of each lead step."""
    forecast, _ = run_model(model, past, first)
    wrong = forecast - past[first:]
    lead = len(model.bounds)
    places = np.arange(len(wrong)) % lead
    bounds = []
    for at in range(lead):
        mine = np.abs(wrong[places == at])
        mine = mine[~np.isnan(mine)]
        bounds.append(_BOUND * float(np.median(mine)) if len(mine) else float("inf"))
    return float(np.sqrt(np.nanmean(wrong**2))), tuple(bounds)


def run_model(model: Model, past: FloatArray, first: int) -> tuple[FloatArray, FloatArray]:
    """Forecasts of the steps from `first` on, an hour at a time, and which of them are alarms.

    `past` holds no NaN before `first`; what is known after it is fed an hour later, or its forecast
    in its place. Alarms are 1, values in order 0, missing ones NaN.
    """
    fed = np.array(past)
    changes = np.zeros(len(past))
    changes[model.season :] = fed[model.season :] - fed[: -model.season]
    errors = np.zeros(len(past))
    _feed(model, changes, errors, model.season, first)
    forecast, alarms = np.full(len(past), np.nan), np.full(len(past), np.nan)
    lead = len(model.bounds)
    for start in range(first, len(past), lead):
        stop = min(start + lead, len(past))
        ahead, unknown = changes[:stop], errors
        for at in range(start, stop):
            ahead[at] = _next(model, ahead, unknown, at)  # later errors are expected to be zero
            forecast[at] = fed[at - model.season] + ahead[at]
        for at in range(start, stop):
            if np.isnan(past[at]):
                fed[at] = forecast[at]
                continue
            alarms[at] = float(past[at] < forecast[at] - model.bounds[at - start])
            fed[at] = forecast[at] if alarms[at] else past[at]
        changes[start:stop] = fed[start:stop] - fed[start - model.season : stop - model.season]
        _feed(model, changes, errors, start, stop)
    return forecast[first:], alarms[first:]


def _next(model: Model, changes: FloatArray, errors: FloatArray, at: int) -> float:
    """The expected weekly difference at a step, from those before it."""
    expected = 0.0
    for back, weight in enumerate(model.ar, 1):
        expected += weight * changes[at - back]
    for back, weight in enumerate(model.ma, 1):
        expected += weight * errors[at - back]
    return float(expected)


def _feed(model: Model, changes: FloatArray, errors: FloatArray, first: int, last: int) -> None:
    """What the steps between turned out to differ from their expectation by."""
    for at in range(first, last):
        errors[at] = changes[at] - _next(model, changes, errors, at)


def _spans(series: Series, model: Model) -> list[Span]:
    if not model.bounds:
        return []
    first = _HISTORY_WEEKS * model.season
    past = np.array(series.values)
    past[:first] = cleaned(past[:first], model.season)
    _, alarms = run_model(model, past, first)
    found: list[Span] = []
    low: Interval | None = None
    after = first + model.season  # what calibrated the bounds is no test of them
    previous = series.time(after - 1)
    for place in np.flatnonzero(~np.isnan(alarms[model.season :])):
        time = series.time(after + int(place))
        is_low = bool(alarms[model.season + place])
        if is_low and low is None:
            low = Interval(previous, time)
        elif not is_low and low is not None:
            found.append(Span(series.entity, low, Interval(previous, time), low.latest))
            low = None
        previous = time
    if low is not None:
        found.append(Span(series.entity, low, None, low.latest))
    return found
