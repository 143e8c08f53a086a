from __future__ import annotations

from dataclasses import replace

from fanous.detectors.connectivity.epochs import FARTHEST_DAYS, epochs
from tests.making_signals import DAY, START, cut, events, flat, series


def test_series_that_touch_are_one_stretch() -> None:
    near = series(flat(40))
    later = replace(series(flat(10), "bgp"), start=near.end + round(FARTHEST_DAYS * DAY))
    far = replace(series(flat(10), "bgp"), start=later.end + round((FARTHEST_DAYS + 1) * DAY))
    listed = [far, near, later]
    assert epochs(range(3), listed) == [[1, 2], [0]]
    assert epochs([], listed) == []


def test_a_loss_that_a_file_leaves_open_does_not_last_into_a_file_of_years_later() -> None:
    """The blackout of 2019 would else last until the data of 2026 end."""
    one = series(cut(flat(40), 20, 99, 0.05))
    other = replace(series(flat(40), "telescope"), start=START + 5 * 365 * DAY)
    (event,) = events(one, other)
    assert event.end is None and event.until == one.end
    assert [item.signal for item in event.signals] == ["probing"]
