from __future__ import annotations

import pytest

from fanous.evaluation.events.match import match
from fanous.evaluation.events.score import Score, rate_bound
from fanous.reference.targets import Targets
from tests.evaluation.events.making import found, silence, true, truth

KNOWN = Targets({}, {})


def scored() -> Score:
    score = Score("ours")
    events = [found(10.1, 14.9), silence(2, 3)]
    facts = truth(true(), true(20, 22), true(25, None, observers_a_day=1.0))
    score.add(match(facts, events, KNOWN), 2.0)
    return score


def test_figures_have_their_counts() -> None:
    score = scored()
    assert (score.precision.n, score.precision.of) == (1, 2)
    assert (score.recall().n, score.recall().of) == (1, 2)
    few = score.recall(enough=False)
    assert (few.n, few.of) == (0, 1)
    assert score.alarms == 1.0
    assert score.kinds() == ["blocking"]


def test_errors_are_in_hours_from_the_first_and_the_last_that_show_it() -> None:
    score = scored()
    assert score.onset_errors().median == pytest.approx(2.4, abs=0.01)
    assert score.end_errors().median == pytest.approx(2.4, abs=0.01)
    assert score.inside == 1


def test_no_false_alarm_is_a_bound_and_no_zero() -> None:
    assert rate_bound(0) == pytest.approx(3.0, abs=0.01)  # the rule of three
    assert rate_bound(1) == pytest.approx(4.74, abs=0.01)
    score = Score("ours", series_years=2.0)
    assert score.false_rate == pytest.approx((0.0, 1.5), abs=0.01)


def test_nothing_found_is_no_error_of_zero() -> None:
    score = Score("ours")
    assert score.onset_errors().median is None
    assert score.precision.share is None
    assert score.alarms is None
