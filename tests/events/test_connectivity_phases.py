from __future__ import annotations

import pytest

from fanous.detectors.connectivity.config import DEFAULT
from fanous.events.connectivity_phases import phases
from tests.making_signals import HOUR, at, cut, flat, found, series


def test_one_signal_let_through_early_makes_no_partial() -> None:
    listed = [
        series(cut(flat(60), 20, 15, 0.05)),
        series(cut(cut(flat(60, seed=2), 20, 5, 0.05), 25, 10, 0.5), "google", scale="count"),
    ]
    (entity,) = found(*listed)
    (loss,) = entity.losses
    (only,) = phases(loss, entity, (loss.start, at(35)), "connectivity_loss", DEFAULT)
    assert (only.kind, only.start) == ("connectivity_loss", at(20))


def test_two_signals_that_rise_do() -> None:
    listed = [
        series(cut(cut(flat(60, seed=seed), 20, 5, 0.05), 25, 10, 0.5), signal, scale="count")
        for seed, signal in enumerate(("google", "probing"))
    ]
    (entity,) = found(*listed)
    (loss,) = entity.losses
    bottom, rise = phases(loss, entity, (loss.start, at(35)), "connectivity_loss", DEFAULT)
    assert bottom.end == rise.start == pytest.approx(at(25), abs=HOUR)
    assert rise.end == at(35)
