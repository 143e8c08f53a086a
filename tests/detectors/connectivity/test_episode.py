from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.episode import Episode, Judged
from tests.making_signals import HOUR, START, series

MADE = series(np.ones(10))


def test_places_become_times() -> None:
    item = Episode(MADE, 3, 2, 5, 6, 9.0)
    assert (item.onset_earliest, item.onset_latest) == (START + 2 * HOUR, START + 3 * HOUR)
    assert (item.end_earliest, item.end_latest) == (START + 5 * HOUR, START + 6 * HOUR)
    assert item.until == START + 6 * HOUR


def test_what_lasts_has_no_end_and_reaches_to_the_last_step() -> None:
    item = Episode(MADE, 3, 2, 9, None, 9.0)
    assert (item.end_earliest, item.end_latest, item.until) == (None, None, MADE.end)
    renewed = Episode(MADE, 3, 2, 5, None, 9.0, renewed=True)
    assert renewed.until == START + 6 * HOUR


def test_the_ratio_is_to_the_baseline() -> None:
    judged = Judged(MADE, MADE.values, np.full(10, 4.0), np.ones(10), 2, ())
    assert judged.ratio.tolist() == [0.25] * 10
