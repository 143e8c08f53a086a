from __future__ import annotations

from fanous.detectors.connectivity.config import DEFAULT, HOUR


def test_the_numbers_fit_each_other() -> None:
    assert 0 < DEFAULT.least_noise < DEFAULT.least_drop < DEFAULT.weak_share <= DEFAULT.total_depth
    assert DEFAULT.fewest_weeks <= DEFAULT.weeks and DEFAULT.fewest_days <= DEFAULT.days
    assert DEFAULT.return_hours[0] < DEFAULT.return_hours[1]
    assert DEFAULT.frozen_days * 24 > 87 * 24, "Iran's blackout of 2026 lasted 87 days"
    assert HOUR == 3_600
