from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.begins import BeginsLow, begins_low
from fanous.model.series import FloatArray, Series
from tests.making_signals import DAY, at, cut, events, flat, series


def dark(days: float, seed: int = 1) -> FloatArray:
    return cut(flat(40, swing=0.3, seed=seed), 0, days, 0.05)


def country(days: float, search_days: float) -> list[Series]:
    return [series(dark(days)), series(dark(search_days, 2), "google")]


def test_a_file_that_begins_in_the_dark_says_so() -> None:
    """An export of 15 to 31 January 2026 begins a week after the cut."""
    listed = country(12, 12)
    assert events(*listed) == []  # when it began, these data cannot say
    assert begins_low(listed) == [BeginsLow("country:XA", ("google", "probing"), at(12))]


def test_the_last_to_rise_is_told() -> None:
    (found,) = begins_low(country(12, 4))
    assert found.until == at(12)


def test_one_signal_among_several_may_have_grown() -> None:
    assert begins_low(country(12, 0)) == []
    assert [item.until for item in begins_low([series(dark(3))])] == [at(3)]


def test_what_begins_as_usual_is_not_told() -> None:
    assert begins_low(country(0, 0)) == []
    values = np.linspace(10, 1_000, 60 * 24)  # a feed that grows has no day on which it rose
    assert begins_low([series(values)]) == []


def test_networks_routes_and_the_tiny_are_not_told() -> None:
    assert begins_low([series(dark(3), entity="asn:1")]) == []
    assert begins_low([series(dark(3), "bgp")]) == []
    assert begins_low([series(dark(3) / 500, "telescope", scale="count")]) == []


def test_any_step_and_few_points() -> None:
    daily = cut(flat(60, step=DAY), 0, 9, 0.1, DAY)
    assert [item.until for item in begins_low([series(daily, step=DAY)])] == [at(9)]
    assert begins_low([series(np.full(3, np.nan)), series(np.array([1.0]), step=DAY)]) == []
