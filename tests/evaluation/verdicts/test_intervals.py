from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.evaluation.verdicts.intervals import likelihood_ratio, share
from tests.making import FUZZ

COUNTS = st.integers(0, 400)


@pytest.mark.parametrize(
    ("n", "of", "low", "high"),
    [  # Newcombe 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(n: int, of: int, low: float, high: float) -> None:
    found = share(n, of)
    assert found.share == n / of
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_nothing_counted_is_no_share() -> None:
    found = share(0, 0)
    assert (found.share, found.low, found.high) == (None, None, None)


@given(COUNTS, COUNTS)
@FUZZ
def test_an_interval_holds_its_share_and_mirrors(n: int, rest: int) -> None:
    of = n + rest
    found, mirrored = share(n, of), share(rest, of)
    if not of:
        return
    assert found.low is not None and found.high is not None and found.share is not None
    assert mirrored.low is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.high == pytest.approx(1 - mirrored.low)


@given(COUNTS, COUNTS)
@FUZZ
def test_more_of_the_same_narrows(n: int, rest: int) -> None:
    of = n + rest
    if of:
        few, many = share(n, of), share(10 * n, 10 * of)
        assert few.low is not None and few.high is not None
        assert many.low is not None and many.high is not None
        assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("n", "of"), [(-1, 3), (4, 3), (0, -1)])
def test_what_cannot_be_is_refused(n: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(n, of)


def test_a_ratio_by_hand() -> None:
    """8 of 9 against 1 of 19: (8.5 / 10) / (1.5 / 20)."""
    found = likelihood_ratio(8, 9, 1, 19)
    assert found.ratio is not None and found.low is not None
    assert found.ratio == pytest.approx(8.5 / 10 / (1.5 / 20))
    error = math.sqrt(1 / 8.5 - 1 / 10 + 1 / 1.5 - 1 / 20)
    assert found.low == pytest.approx(found.ratio * math.exp(-1.959964 * error), rel=1e-6)
    assert found.high == pytest.approx(found.ratio * math.exp(1.959964 * error), rel=1e-6)
    assert found.low > 1


@pytest.mark.parametrize("counts", [(0, 0, 1, 5), (1, 5, 0, 0), (0, 9, 0, 16), (0, 0, 0, 0)])
def test_no_ratio_without_a_group_or_a_hit(counts: tuple[int, int, int, int]) -> None:
    found = likelihood_ratio(*counts)
    assert (found.ratio, found.low, found.high) == (None, None, None)


def test_one_case_says_little() -> None:
    few, many = likelihood_ratio(1, 4, 0, 18), likelihood_ratio(40, 40, 0, 180)
    assert few.low is not None and few.low < 1
    assert many.low is not None and many.low > 1


@given(COUNTS, COUNTS, COUNTS, COUNTS)
@FUZZ
def test_a_ratio_lies_in_its_interval_and_turns_over(a: int, b: int, c: int, d: int) -> None:
    found = likelihood_ratio(a, a + b, c, c + d)
    if found.ratio is None or found.low is None or found.high is None:
        assert not (a + b and c + d and a + c)
        return
    assert 0 < found.low <= found.ratio <= found.high
    turned = likelihood_ratio(c, c + d, a, a + b)
    assert turned.ratio == pytest.approx(1 / found.ratio)
    assert turned.low == pytest.approx(1 / found.high)


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be"):
        likelihood_ratio(2, 1, 0, 1)
