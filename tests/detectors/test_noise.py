"""Noise: how often everything else on a network fails is what a failure there is worth."""

from __future__ import annotations

import numpy as np
import pytest

from fanous.detectors.levels import levels
from fanous.detectors.noise import Noise, noise_of
from fanous.detectors.votes import votes_of
from tests.making_sightings import NETS, OTHER, SITE, Rows, at, sighting, steady, window

USUAL = 0.02
THIRD = "domain:video.example"


def noise(rows: Rows) -> Noise:
    made = window(rows)
    level = next(iter(levels(made)))
    votes = votes_of(made, level.rows, level.series)
    return noise_of(votes, [(label.asn or 0, label.group) for label in level.labels], USUAL)


def hours(day: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([int(at(day).timestamp()) // 3600], np.int64)


def flaky(target: str, days: range, *, asn: int = NETS[0]) -> Rows:
    """One in four votes of some days is blocked, at changing hours."""
    return [
        sighting(at(day, 6 * n), "blocked" if n == day % 4 else "ok", target=target, asn=asn)
        for day in days
        for n in range(4)
    ]


def test_where_nothing_is_known_it_is_the_usual() -> None:
    assert noise([]).of(None, SITE, hours(0)).tolist() == [USUAL]
    alone = noise(steady(0, 5))
    assert alone.of(NETS[0], SITE, hours(2)).tolist() == pytest.approx([USUAL])


def test_a_network_that_works_has_less() -> None:
    made = noise([*steady(0, 5), *steady(0, 5, target=OTHER)])
    # Twelve votes in three days, and twelve of the prior.
    assert made.of(NETS[0], SITE, hours(2)).tolist() == pytest.approx([USUAL / 2])


def test_other_targets_of_a_bad_day_raise_it_and_its_own_do_not() -> None:
    made = noise([*flaky(SITE, range(6)), *flaky(OTHER, range(6)), *steady(0, 6, target=THIRD)])
    of = {name: made.of(NETS[0], name, hours(3))[0] for name in (SITE, OTHER, THIRD)}
    assert of[THIRD] > of[SITE] == pytest.approx(of[OTHER])
    assert of[THIRD] == pytest.approx((6 + USUAL * 12) / (24 + 12))


def test_bad_days_are_bad_with_the_days_around_them() -> None:
    rows = [*flaky(OTHER, range(10, 12)), *steady(0, 10, target=OTHER), *steady(0, 20)]
    made = noise(rows)
    by_day = [made.of(NETS[0], SITE, hours(day))[0] for day in range(16)]
    assert by_day[5] < by_day[9] < by_day[10]
    assert by_day[12] > by_day[14] == pytest.approx(USUAL)


def test_what_fails_steadily_is_no_noise() -> None:
    rows = [*steady(0, 6, "blocked", target=OTHER), *steady(0, 6), *steady(0, 6, target=THIRD)]
    made = noise(rows)
    assert made.of(NETS[0], SITE, hours(3))[0] <= USUAL


def test_networks_are_apart_and_together_they_are_the_country() -> None:
    rows = [
        *flaky(OTHER, range(6), asn=NETS[0]),
        *steady(0, 6, target=OTHER, asn=NETS[1]),
        *steady(0, 6, target=SITE, asn=NETS[0]),
        *steady(0, 6, target=SITE, asn=NETS[1]),
    ]
    made = noise(rows)
    bad, good, all_of_them = (made.of(asn, SITE, hours(3))[0] for asn in (NETS[0], NETS[1], None))
    assert bad > all_of_them > good


def test_hours_outside_have_those_of_the_nearest_day() -> None:
    made = noise([*flaky(OTHER, range(4)), *steady(0, 4)])
    edge = made.of(NETS[0], SITE, np.concatenate([hours(3), hours(90)]))
    assert edge[0] == edge[1]
