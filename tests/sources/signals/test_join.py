from __future__ import annotations

from dataclasses import replace

import numpy as np

from fanous.model.series import Series
from fanous.sources.signals.join import joined
from tests.making_signals import DAY, HOUR, cut, events, flat, series

TRUE = cut(flat(60, swing=0.3), 28, 6, 0.05)


def window(first: int, last: int, name: str, *, normalised: bool = True) -> Series:
    """Some days of one country, as shares of their own maximum or as they are."""
    values = TRUE[24 * first : 24 * last]
    made = series(values, source=name)
    if normalised:
        shares = values / np.nanmax(values) * 100
        made = replace(made, values=shares, scale="normalised", unit="% of the window's maximum")
    return replace(made, start=made.start + first * DAY)


def test_windows_with_their_own_maxima_are_scaled_where_they_overlap() -> None:
    (made,) = joined([window(25, 60, "b.csv"), window(0, 30, "a.csv")])
    assert made.source == "a.csv"
    np.testing.assert_allclose(made.values, TRUE / np.max(TRUE[: 24 * 30]) * 100, rtol=1e-9)
    (event,) = events(made)
    assert (event.onset.latest - made.start, event.end and event.end.latest - made.start) == (
        28 * DAY, 34 * DAY)  # fmt: skip


def test_windows_that_do_not_overlap_or_disagree_stay_apart() -> None:
    assert len(joined([window(0, 30, "a.csv"), window(30, 60, "b.csv")])) == 2
    other = window(25, 60, "b.csv")
    rng = np.random.default_rng(1)
    wild = other.with_values(other.values * rng.uniform(0.5, 1.5, len(other.values)))
    assert len(joined([window(0, 30, "a.csv"), wild])) == 2


def test_raw_windows_are_one_series_with_or_without_overlap() -> None:
    for first in (25, 30, 35):
        parts = [
            window(0, 30, "a.csv", normalised=False),
            window(first, 60, "b.csv", normalised=False),
        ]
        (made,) = joined(parts)
        assert len(made.values) == 60 * 24
        assert np.isnan(made.values).sum() == max(0, first - 30) * 24


def test_search_traffic_has_the_same_maximum_in_every_raw_export() -> None:
    parts = [replace(window(first, last, name, normalised=False), scale="normalised",
                     unit="traffic")
             for first, last, name in ((0, 30, "a.csv"), (30, 60, "b.csv"))]  # fmt: skip
    assert len(joined(parts)) == 1


def test_what_differs_in_any_word_is_another_series() -> None:
    made = window(0, 30, "a.csv", normalised=False)
    others = [replace(made, entity="asn:1"), replace(made, signal="bgp"), replace(made, unit="x"),
              replace(made, step=2 * HOUR), replace(made, operator="x"),
              replace(made, start=made.start + 60)]  # fmt: skip
    assert len(joined([made, *others])) == 7
