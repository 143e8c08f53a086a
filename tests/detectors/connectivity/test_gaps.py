from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.gaps import feed_gaps
from fanous.model.series import FloatArray
from tests.making_signals import START, cut, flat, series

HOUR = 3_600


def holed(values: FloatArray, first: int, last: int, value: float) -> FloatArray:
    made = np.array(values)
    made[first:last] = value
    return made


def test_a_hole_in_all_is_the_feeds_and_a_hole_in_one_its_own() -> None:
    listed = [
        series(holed(flat(10, seed=n), 50, 60, np.nan), entity=f"asn:{n}") for n in range(1, 5)
    ]
    listed[0] = listed[0].with_values(holed(np.array(listed[0].values), 100, 130, np.nan))
    (gap,) = feed_gaps(listed)
    assert (gap.kind, gap.entities, gap.operator) == ("missing", 4, "Prober")
    assert (gap.start, gap.end) == (START + 50 * HOUR, START + 60 * HOUR)


def test_a_telescope_that_stood_still_is_dead_and_a_blackout_is_not() -> None:
    still = series(flat(20, seed=2, swing=0.2), "google:search", scale="count")
    dead = series(holed(flat(20), 200, 210, 0.0), "telescope", scale="count")
    (gap,) = feed_gaps([still, dead])
    assert (gap.kind, gap.signal, gap.end - gap.start) == ("dead", "telescope", 10 * HOUR)
    fell = series(cut(flat(20, seed=2), 200 / 24, 10 / 24, 0.05), "google:search", scale="count")
    assert feed_gaps([fell, dead]) == []
