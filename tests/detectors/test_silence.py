"""Silence: a gap that a network's own rhythm does not explain, and how often it comes by chance."""

from __future__ import annotations

from random import Random

import pytest

from fanous.detectors.silence import silences
from tests.making_sightings import NETS, Rows, at, seconds, sighting, steady, window


def measured(first: float, last: float, *, asn: int = NETS[0], a_day: int = 6) -> Rows:
    """Some sightings a day at random hours."""
    random = Random(f"{asn} {first}")
    return [
        sighting(at(first, 24 * random.random() + 24 * day), asn=asn, observer=number)
        for day in range(round(last - first))
        for number in range(a_day)
    ]


def test_a_network_that_falls_silent_for_days() -> None:
    rows = [*measured(0, 30), *measured(34, 60)]
    found = silences(window(rows))
    assert [each.asn for each in found] == [None, NETS[0]]
    for each in found:
        assert seconds(29) < each.last < seconds(30)
        assert each.first is not None and seconds(34) <= each.first < seconds(35)
        assert 0 <= each.base_rate <= 0.3
        assert 10 < each.expected < 40
        assert 0 < each.seen_after < each.first - each.last


def test_one_network_alone() -> None:
    rows = [*measured(0, 30), *measured(34, 60), *measured(0, 60, asn=NETS[1])]
    (found,) = silences(window(rows))
    assert found.asn == NETS[0]


def test_a_silence_that_lasts_has_no_end() -> None:
    rows = measured(0, 30)
    found = silences(window(rows, until=seconds(36)))
    assert [each.first for each in found] == [None, None]
    assert silences(window(rows)) == []  # nobody asked beyond the last sighting


def test_without_a_gap_there_is_none() -> None:
    assert silences(window(measured(0, 60))) == []
    assert silences(window([])) == []


def test_where_data_are_thin_nothing_is_told() -> None:
    """Gaps of days are usual for it: another one says nothing."""
    random = Random(7)
    days = sorted(random.sample(range(120), 30))
    rows = [sighting(at(day, 5)) for day in days if not 60 <= day < 66]
    assert silences(window(rows)) == []


def test_a_series_that_has_two_gaps_as_long_has_none_to_tell() -> None:
    def with_gaps(*ends: int) -> Rows:
        """An hour each, but for four days before some days."""
        rows = steady(0, 90, every=1)
        for end in ends:
            rows = [row for row in rows if not at(end - 4) < row["start_time"] < at(end)]
        return rows

    assert len(silences(window(with_gaps(24, 60)))) == 4  # the country's and its network's
    assert silences(window(with_gaps(24, 44, 64))) == []


def test_a_stray_record_years_before_makes_no_gap() -> None:
    rows = [sighting(at(-900)), *measured(0, 60)]
    assert silences(window(rows)) == []


@pytest.mark.parametrize("days", [1.5, 3, 8])
def test_the_longer_the_rarer(days: float) -> None:
    """The base rate falls with the length of the gap, and never is none at all."""
    rates = []
    for length in (days, 2 * days):
        rows = [*steady(0, 30, every=1), *steady(30 + length, 60, every=1)]
        rates += [each.base_rate for each in silences(window(rows)) if each.asn is None]
    assert len(rates) == 2
    assert rates[0] > rates[1] >= 0.0
