from __future__ import annotations

import numpy as np
import pytest

from fanous.detectors.connectivity.config import DEFAULT, HOUR
from fanous.detectors.connectivity.returns import gain, lasting_return, share_left


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
