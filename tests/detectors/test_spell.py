"""Spells: what two of them share in time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.detectors.making import spell


@pytest.mark.parametrize(
    ("first", "last", "overlap"),
    [(0, 1, False), (0, 2, True), (3, 3, True), (4, 9, True), (5, 9, False), (0, 9, True)],
)
def test_spells_overlap_where_both_held(first: float, last: float, overlap: bool) -> None:
    one, other = spell(2, 4), spell(first, last)
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


def test_bounds_around_do_not_make_an_overlap() -> None:
    """Between a last contrary sighting and a first blocked one nobody knows."""
    one = spell(2, 4)
    other = replace(spell(5, 6), onset_earliest=one.onset_latest)
    assert not one.overlaps(other)
