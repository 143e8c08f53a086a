from __future__ import annotations

import numpy as np
import pytest

from fanous.detectors.connectivity.config import DEFAULT, HOUR
from fanous.detectors.connectivity.returns import (
    gain,
    lasting_plateau,
    lasting_return,
    share_left,
)


def back(text: str) -> tuple[np.typing.NDArray[np.bool_], np.typing.NDArray[np.bool_]]:
    """`x` low, `o` back, `.` missing."""
    letters = np.array(list(text))
    return letters == "o", letters != "."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("xxxxooooo", 4),
        ("xxxxoxxxx", None),  # a step is no return
        ("xxxxo", None),  # too early to tell
        ("xxxx......", None),  # missing is not back
        ("x" * 40 + "oooo" + "x" * 40 + "o" * 30, 84),  # four hours are too short for forty
    ],
)
def test_a_return_must_last(text: str, place: int | None) -> None:
    assert lasting_return(*back(text), 2, HOUR, DEFAULT) == place


def test_an_empty_step_speaks_for_the_loss_and_a_full_one_against_it() -> None:
    wanted = np.full(3, 3.0)
    assert (gain(wanted, wanted, 0.05) < 0).all()
    assert (gain(np.zeros(3), wanted, 0.05) > 0).all()
    assert (gain(np.full(3, np.nan), wanted, 0.05) == 0).all()
    assert share_left(np.zeros(3), wanted) == 0.05
    assert share_left(wanted, wanted * 2) == 0.5


def test_most_of_the_way_back_for_a_week_is_a_plateau() -> None:
    share = np.concatenate((np.full(10 * 24, 0.04), np.full(20 * 24, 0.75)))
    known = np.ones(len(share), dtype=bool)
    assert lasting_plateau(share, known, HOUR, DEFAULT) == (240, 0.75)
    assert lasting_plateau(share[: 16 * 24], known[: 16 * 24], HOUR, DEFAULT) is None
    share[240:] = 0.6  # less than two thirds of what was lost
    assert lasting_plateau(share, known, HOUR, DEFAULT) is None


def test_a_plateau_is_of_what_was_lost_and_not_of_all() -> None:
    """30 % were lost and a tenth of it is back: that is no return."""
    share = np.concatenate((np.full(10 * 24, 0.7), np.full(20 * 24, 0.73)))
    assert lasting_plateau(share, np.ones(len(share), dtype=bool), HOUR, DEFAULT) is None


def test_what_is_not_known_makes_no_plateau() -> None:
    share = np.concatenate((np.full(240, 0.04), np.full(480, 0.8)))
    known = np.ones(len(share), dtype=bool)
    known[240:][np.arange(480) % 3 > 0] = False
    assert lasting_plateau(share, known, HOUR, DEFAULT) is None
    assert lasting_plateau(share, np.zeros(len(share), dtype=bool), HOUR, DEFAULT) is None
