from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.sources.signals.base import FormatRefused
from fanous.sources.signals.grid import number, on_grid, own_step, parse_step
from tests.making import FUZZ


@pytest.mark.parametrize("text", ["", "null", "NaN", "-1", None, " "])
def test_null_empty_and_minus_one_are_missing(text: object) -> None:
    assert np.isnan(number(text))


def test_zero_is_zero() -> None:
    assert number("0") == 0.0


def test_a_word_is_no_number() -> None:
    with pytest.raises(ValueError):
        number("up")


def test_holes_are_missing_and_the_last_of_two_points_wins() -> None:
    start, step, values = on_grid([(600, 1.0), (1_200, 2.0), (2_400, 4.0), (1_200, 3.0)])
    assert (start, step) == (600, 600)
    np.testing.assert_array_equal(values, [1.0, 3.0, np.nan, 4.0])


def test_an_hourly_column_in_a_half_hourly_file_is_hourly() -> None:
    """Mozilla in IODA's export: every second cell is empty, and that is nobody's gap."""
    values = np.full(96, np.nan)
    values[::2] = 5.0
    start, step, thinned = own_step(0, 1_800, values)
    assert (start, step, len(thinned)) == (0, 3_600, 48)
    assert not np.isnan(thinned).any()


def test_points_that_would_fill_the_memory_are_refused() -> None:
    with pytest.raises(FormatRefused, match="steps of"):
        on_grid([(1_000_000_000, 1.0), (1_000_000_001, 1.0), (2_000_000_000, 1.0)])


@pytest.mark.parametrize(
    ("text", "step"), [("300", 300), ("5min", 300), ("1h", 3600), ("1d", 86400)]
)
def test_steps(text: str, step: int) -> None:
    assert parse_step(text) == step


@pytest.mark.parametrize("text", ["", "0", "1 fortnight", "min"])
def test_what_is_no_step(text: str) -> None:
    with pytest.raises(FormatRefused):
        parse_step(text)


@FUZZ
@given(st.lists(st.tuples(st.integers(0, 200), st.floats(0, 1e6)), min_size=1, max_size=40))
def test_no_point_is_lost_and_none_made_up(points: list[tuple[int, float]]) -> None:
    listed = [(1_700_000_000 + 600 * place, value) for place, value in points]
    start, _, values = on_grid(listed, 600)
    assert set(values[~np.isnan(values)]) <= {value for _, value in listed}
    assert (~np.isnan(values)).sum() == len({time for time, _ in listed})
    assert start <= min(time for time, _ in listed)


@pytest.mark.parametrize(("text", "value"), [("30,000", 30_000.0), ("1,234,567.5", 1_234_567.5),
                                             ("85%", 85.0), ("85 %", 85.0)])  # fmt: skip
def test_numbers_as_spreadsheets_write_them(text: str, value: float) -> None:
    assert number(text) == value


def test_a_decimal_comma_is_refused() -> None:
    with pytest.raises(ValueError):
        number("30000,5")
