"""The moving average: at least half of the scored hours of the last day."""

from __future__ import annotations

import numpy as np

from fanous.detectors.baseline import Change, Hours
from fanous.detectors.moving_average import MovingAverageDetector

HOUR = 3600


def changes(said: str, *, every: int = 1) -> list[Change]:
    """`b` blocked, `c` clear, an hour each."""
    hours = np.arange(len(said), dtype=np.int64) * every
    scores = np.array([0.75 if word == "b" else 0.0 for word in said])
    return list(MovingAverageDetector().changes(Hours(hours, scores)))


def test_it_alarms_at_half_of_the_last_day() -> None:
    found = changes("c" * 24 + "b" * 24)
    assert found == [Change(35 * HOUR, True)]  # twelve of the last twenty-four hours


def test_it_clears_below_half() -> None:
    found = changes("b" * 24 + "c" * 24)
    assert found == [Change(2 * HOUR, True), Change(36 * HOUR, False)]


def test_too_few_hours_say_nothing() -> None:
    assert changes("bb") == []
    assert changes("bbbbbb", every=12) == []  # two in any day
    assert changes("bbb") == [Change(2 * HOUR, True)]
