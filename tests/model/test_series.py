from __future__ import annotations

import numpy as np
import pytest

from fanous.model.series import moment
from tests.making_signals import START, series


def test_a_series_cannot_be_changed_and_infinity_is_missing() -> None:
    made = series(np.array([1.0, np.inf, 3.0]))
    assert np.isnan(made.values[1])
    with pytest.raises(ValueError, match="read-only"):
        made.values[0] = 2.0


def test_times_and_places_agree() -> None:
    made = series(np.ones(5), step=600)
    assert made.times.tolist() == [START + 600 * n for n in range(5)]
    assert made.index(START + 1_199) == 1
    assert made.end == START + 3_000
    assert moment(START).isoformat() == "2026-01-01T00:00:00+00:00"


def test_a_series_needs_a_step() -> None:
    with pytest.raises(ValueError, match="positive step"):
        series(np.ones(3), step=0)
