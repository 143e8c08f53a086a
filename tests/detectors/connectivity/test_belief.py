from __future__ import annotations

import numpy as np
import pytest

from fanous.detectors.connectivity.fuse import Loss
from fanous.model.series import Series
from tests.making_signals import HOUR, at, cut, flat, found, series


def losses(*listed: Series) -> list[Loss]:
    return list(found(*listed)[0].losses)


def telescope(start: float = 0, days: float = 0, left: float = 0.1) -> Series:
    values = cut(flat(60, noise=0.1, seed=3), start, days, left)
    return series(values, "telescope", scale="count")


def google(start: float = 0, days: float = 0, left: float = 0.1) -> Series:
    return series(cut(flat(60, swing=0.5, seed=2), start, days, left), "google")


@pytest.mark.parametrize("signal", ["probing", "bgp"])
def test_addresses_that_move_away_are_no_loss(signal: str) -> None:
    """A step that stays in one signal, while a telescope and search traffic stand still."""
    moved = series(cut(flat(60), 20, 99, 0.2), signal)
    assert losses(moved, telescope(), google()) == []
    assert [loss.start for loss in losses(moved)] == [at(20)]
    assert [loss.start for loss in losses(moved, google())] == [at(20)]


def test_those_that_follow_within_a_day_do_not_contradict() -> None:
    """Iran, 16 November 2019: routes at 14:05, probing at 17:10, the telescope at 18:10."""
    routes = series(cut(flat(60, noise=0.001), 20, 9, 0.3), "bgp")
    probing = series(cut(flat(60), 20 + 3 / 24, 9, 0.05))
    (loss,) = losses(routes, probing, telescope(20 + 4 / 24, 9), google())
    assert loss.start == at(20)
    later = telescope(20 + 10 / 24, 9)
    (alone,) = losses(routes, later, series(flat(60)), google())  # two still: not before the third
    assert alone.start == at(20 + 10 / 24)
    assert [item.series.signal for item in alone.early] == ["bgp"]


def test_moved_addresses_do_not_hold_a_later_loss_open() -> None:
    moved = series(cut(flat(60), 20, 99, 0.2))
    (loss,) = losses(moved, telescope(40, 3), google(40, 3))
    assert loss.start == at(40)
    assert loss.end is not None and loss.end[1] == at(43)


def test_routes_that_double_for_days_fall_back_to_what_is_usual() -> None:
    """A leak of more specific routes ends: nothing was lost."""
    values = flat(60, noise=0.001)
    values[30 * 24 : 40 * 24] *= 2
    assert losses(series(values, "bgp"), series(flat(60))) == []
    values = cut(flat(60, noise=0.001), 30, 5, 0.3)
    assert [loss.start for loss in losses(series(values, "bgp"))] == [at(30)]


def test_a_loss_of_users_is_believed_from_two_operators_and_deep() -> None:
    tor = series(cut(flat(60, seed=9), 20, 2, 0.1), "tor-users", scale="count")
    still = series(flat(60))
    assert [loss.start for loss in losses(google(20, 2), tor, still)] == [at(20)]
    assert losses(google(20, 2), still) == []


def test_a_flap_of_an_hour_is_a_loss_and_of_minutes_is_none() -> None:
    values = np.full(40 * 288, 5_000.0)
    values[6_000:6_013] = 10.0
    other = series(flat(40, step=300), step=300)
    assert len(losses(series(values, "bgp", step=300), other)) == 1
    values[6_004:6_013] = 5_000.0
    assert losses(series(values, "bgp", step=300), other) == []
    assert HOUR == 12 * 300
