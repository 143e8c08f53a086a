"""Wilson's interval for shares that need not be a count over a count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.model.intervals import wilson
from tests.making import FUZZ

SHARES = st.floats(0, 1)


def test_as_published() -> None:
    """Newcombe 1998, table I, method 3: 81 of 263."""
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@given(SHARES, st.integers(1, 10_000))
@FUZZ
def test_an_interval_holds_its_share_and_narrows_with_more(share: float, of: int) -> None:
    low, high = wilson(share, of)
    assert 0 <= low <= share <= high <= 1
    wide_low, wide_high = wilson(share, 1)
    assert wide_low <= low + 1e-12 and high <= wide_high + 1e-12


@pytest.mark.parametrize(("share", "of"), [(-0.1, 3), (1.1, 3), (0.5, 0)])
def test_what_is_no_share_is_refused(share: float, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(share, of)
