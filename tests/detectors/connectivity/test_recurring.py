from __future__ import annotations

import numpy as np

from fanous.model.series import FloatArray
from tests.making_signals import DAY, at, cut, flat, found, series


def nights(days: list[int], hours: float = 8.0, *, days_in_all: int = 60) -> FloatArray:
    values = flat(days_in_all, noise=0.05)
    for day in days:
        values = cut(values, day + 18 / 24, hours / 24, 0.02)
    return values


def test_nights_are_one_pattern() -> None:
    (entity,) = found(series(nights(list(range(20, 50)))))
    (pattern,) = entity.patterns
    assert not entity.losses
    assert len(pattern.occurrences) == 30
    starts = [loss.start for loss in pattern.occurrences]
    assert set(np.diff(starts)) == {DAY}


def test_nights_off_are_not_counted() -> None:
    kept = [day for day in range(20, 50) if day % 7 not in (4, 5)]
    (entity,) = found(series(nights(kept)))
    assert len(entity.patterns[0].occurrences) == len(kept)
    assert entity.patterns[0].found_again == ()


def test_a_blackout_beside_a_pattern_is_not_part_of_it() -> None:
    values = cut(nights(list(range(20, 30))), 40, 5, 0.02)
    (entity,) = found(series(values))
    assert len(entity.patterns[0].occurrences) == 10
    assert [loss.start for loss in entity.losses] == [at(40)]


def test_two_cuts_make_no_pattern() -> None:
    (entity,) = found(series(nights([20, 21])))
    assert not entity.patterns
    assert len(entity.losses) == 2


def test_a_faint_night_is_found_again_once_the_pattern_is_known() -> None:
    rng = np.random.default_rng(2)
    mean = nights(list(range(20, 40)), days_in_all=45) / 1_000 * 8.0
    counts = rng.poisson(np.maximum(mean, 0)).astype(float)
    counts[24 * 30 + 18 : 24 * 31 + 3] = [6, 3, 2, 3, 2, 3, 3, 4, 7]
    (entity,) = found(series(counts, "answers", scale="count"))
    assert entity.patterns[0].found_again
    assert len(entity.patterns[0].occurrences) == 20
