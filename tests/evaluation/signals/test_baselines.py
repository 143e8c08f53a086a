from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fanous.evaluation.signals.baselines import (
    IODA_RULES,
    IodaRule,
    ioda_spans,
    tor_downturns,
    tor_series,
    tor_spans,
)
from tests.making_signals import DAY, HOUR, at, cut, flat, series

PROBING = next(rule for rule in IODA_RULES if "probing" in rule.signals)


@pytest.mark.parametrize("days", [19.0, 60.0])
def test_ioda_closes_a_long_blackout_after_exactly_seven_days(days: float) -> None:
    """8 to 29 January 2026 was closed on the 15th at the hour it had begun."""
    made = series(cut(flat(100), 20, days, 0.03))
    (found,) = ioda_spans(made, PROBING)
    assert found.first == at(20)
    assert found.end is not None
    assert found.end.latest == pytest.approx(at(27), abs=HOUR)


def test_ioda_takes_the_median_by_nearest_rank_and_looks_only_back() -> None:
    rule = IodaRule("test", ("probing",), window=4 * HOUR, least=0.8, warmup=4 * HOUR)
    made = series(np.array([100.0, 50, 100, 50, 41, 39]))
    (found,) = ioda_spans(made, rule)
    assert found.first == made.time(5)  # median of 50, 50, 100, 100 is 50 by nearest rank


def test_ioda_is_silent_where_little_is_predicted_and_skips_what_is_missing() -> None:
    tiny = cut(flat(30, level=10), 20, 2, 0.0)
    assert ioda_spans(series(tiny), PROBING) == []
    values = flat(30)
    values[480:500] = np.nan
    assert ioda_spans(series(values), PROBING) == []


def test_a_rule_is_for_its_own_signals() -> None:
    assert ioda_spans(series(cut(flat(30), 20, 2, 0.0), "google"), PROBING) == []


def test_tor_sees_one_country_fall_among_many() -> None:
    rng = np.random.default_rng(1)
    users = {f"{n:02}": rng.poisson(5_000, 40).astype(float) for n in range(20)}
    users["00"][30] *= 0.3
    found = tor_downturns(users)
    assert found["00"] == [30]
    assert not any(found[name] for name in users if name != "00")


def test_tor_says_nothing_of_few_countries() -> None:
    values = np.full(40, 5_000.0)
    values[30] = 5.0
    assert tor_downturns({"XA": values}) == {"XA": []}
    assert tor_downturns({}) == {}


def test_tor_reads_daily_users_of_enough_countries_as_spans() -> None:
    rng = np.random.default_rng(1)
    listed = []
    for number in range(10):
        values = rng.poisson(5_000, 60).astype(float)
        if number == 0:
            values[30:33] *= 0.2
        if number == 1:
            values[58:] *= 0.2
        name = f"country:X{chr(65 + number)}"
        made = series(values, "tor-users:relay", entity=name, step=DAY, scale="count")
        listed.append(replace(made, start=made.start + 86_400 * (number == 2)))
    assert tor_series(listed[:7]) == []
    hourly = [replace(item, step=HOUR) for item in listed]
    assert tor_series(hourly) == []
    found = tor_spans(tor_series(listed))
    assert [(item.entity, item.first, item.end and item.end.latest) for item in found] == [
        ("country:XA", at(30), at(33)), ("country:XB", at(58), None)]  # fmt: skip
