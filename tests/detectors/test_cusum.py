"""The CUSUM baseline, held to its formula by hand."""

from __future__ import annotations

import numpy as np
import pytest

from fanous.detectors.baseline import Change, Hours
from fanous.detectors.cusum import CusumDetector

HOUR = 3600


def changes(*scored: tuple[int, float]) -> list[Change]:
    hours = np.array([hour for hour, _ in scored], np.int64)
    return list(CusumDetector().changes(Hours(hours, np.array([score for _, score in scored]))))


def test_it_alarms_after_so_many_hours() -> None:
    """Each blocked hour adds 1.0 × (0.75 - 0.35) = 0.4 to a threshold of 10 × 0.7 / 2 = 3.5."""
    assert changes(*((hour, 0.75) for hour in range(8))) == []
    assert changes(*((hour, 0.75) for hour in range(9))) == [Change(8 * HOUR, True)]


def test_it_clears_after_more_hours() -> None:
    """Each clear hour adds 0.35: ten of them, after nine blocked."""
    hours = [(hour, 0.75) for hour in range(9)] + [(hour, 0.0) for hour in range(9, 19)]
    assert changes(*hours) == [Change(8 * HOUR, True), Change(18 * HOUR, False)]
    assert changes(*hours[:-1]) == [Change(8 * HOUR, True)]


def test_clear_hours_in_between_take_away() -> None:
    hours = [(hour, 0.75 if hour % 2 else 0.0) for hour in range(60)]
    assert changes(*hours) == []  # 0.4 up and 0.35 down: 1.85 after sixty hours


@pytest.mark.parametrize(("gap", "alarms"), [(24, 1), (72, 0)])
def test_a_long_gap_halves_what_was_gathered(gap: int, alarms: int) -> None:
    """Eight hours gather 3.2. A gap of 24 h leaves it, one of 72 h halves it: 1.6 + 0.4."""
    hours = [(hour, 0.75) for hour in range(8)] + [(7 + gap, 0.75)]
    assert len(changes(*hours)) == alarms
