from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fanous.detectors.connectivity.slots import middle, slot_medians
from tests.making import FUZZ


def plainly(history: list[float], at: int, limit: int, lag: int, count: int, around: int) -> float:
    """The median, one step after another."""
    nearest = max((at + around - limit) // lag + 1, 1)
    values = []
    for period in range(nearest, nearest + count):
        for offset in range(-around, around + 1):
            place = at - period * lag + offset
            if 0 <= place < limit and not np.isnan(history[place]):
                values.append(history[place])
    return float(np.median(values)) if values else float("nan")


@FUZZ
@given(
    st.lists(st.one_of(st.just(float("nan")), st.floats(0, 100)), min_size=1, max_size=60),
    st.integers(3, 9),
    st.integers(1, 4),
    st.integers(0, 1),
    st.booleans(),
)
def test_in_a_row_and_one_by_one_are_the_same(
    listed: list[float], lag: int, count: int, around: int, in_a_row: bool
) -> None:
    history = np.array(listed)
    at = np.arange(len(listed))
    if not in_a_row:
        at = at[::2]
    found = slot_medians(history, at, at, (lag, count, 1), around)
    wanted = [plainly(listed, int(place), int(place), lag, count, around) for place in at]
    np.testing.assert_array_equal(found, wanted)


def test_a_limit_is_not_looked_across() -> None:
    history = np.concatenate((np.full(24, 5.0), np.zeros(24)))
    at = np.arange(24, 48)
    found = slot_medians(history, at, np.full(24, 24), (8, 2, 1), 1)
    np.testing.assert_array_equal(found, np.full(24, 5.0))


def test_too_few_periods_are_none() -> None:
    history = np.full(20, 5.0)
    at = np.arange(20)
    found = slot_medians(history, at, at, (8, 3, 2), 0)
    assert np.isnan(found[:16]).all() and (found[16:] == 5.0).all()


def test_the_middle_of_sorted_rows() -> None:
    rows = np.array([[1.0, 2.0, 4.0], [1.0, 3.0, np.nan], [np.nan] * 3])
    np.testing.assert_array_equal(middle(rows), [2.0, 2.0, np.nan])
