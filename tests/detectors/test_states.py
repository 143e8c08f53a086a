"""The likeliest course: a change of state is believed when the evidence pays for it."""

from __future__ import annotations

import numpy as np
import pytest

from fanous.detectors.states import BLOCKED, CLEAR, PARTIAL, Odds, course_of, promising
from fanous.detectors.votes import Votes

ODDS = Odds()


def votes(said: str, *, series: int = 0) -> Votes:
    """One vote an hour: `b` blocked, `c` clear, `.` nobody spoke."""
    kept = [(hour, word) for hour, word in enumerate(said) if word != "."]
    return Votes(
        np.full(len(kept), series),
        np.array([hour for hour, _ in kept], np.int64),
        np.array([float(word == "b") for _, word in kept]),
        np.array([float(word == "c") for _, word in kept]),
    )


def course(said: str, noise: float = 0.02) -> list[int]:
    made = votes(said)
    found: list[int] = course_of(made, np.full(len(made), noise), ODDS).state.tolist()
    return found


def test_steady_blocking_is_found_with_its_hours() -> None:
    assert course("c" * 20 + "b" * 8 + "c" * 20) == [CLEAR] * 20 + [BLOCKED] * 8 + [CLEAR] * 20


def test_one_or_two_wrong_votes_are_noise() -> None:
    assert course("c" * 20 + "bb" + "c" * 20) == [CLEAR] * 42


def test_a_short_return_does_not_end_a_blocking() -> None:
    assert course("c" * 20 + "b" * 10 + "c" + "b" * 10 + "c" * 20).count(CLEAR) == 40


def test_half_the_voices_is_partly_blocked() -> None:
    state = course("c" * 30 + "bc" * 15 + "c" * 30)
    assert state[32:58] == [PARTIAL] * 26


def test_blocked_from_the_first_vote_on() -> None:
    assert course("b" * 10 + "c" * 20) == [BLOCKED] * 10 + [CLEAR] * 20


def test_hours_without_votes_change_nothing() -> None:
    assert course("c" * 20 + ".." + "b....b....b" + "b" * 5) == [CLEAR] * 20 + [BLOCKED] * 8


def test_what_a_noisy_network_says_is_worth_less() -> None:
    said = "c" * 20 + "bbb" + "c" * 20
    assert BLOCKED in course(said, noise=0.005)
    assert BLOCKED not in course(said, noise=0.25)


def test_a_series_learns_its_own_noise() -> None:
    """A target that fails now and then at all hours is no chain of short blockings."""
    said = ("c" * 11 + "b") * 20
    made = votes(said)
    found = course_of(made, np.full(len(made), 0.02), ODDS)
    assert set(found.state.tolist()) == {CLEAR}
    assert 0.05 < found.noise.max() <= ODDS.noise_most


def test_promising_is_any_stretch_with_the_evidence_of_a_spell() -> None:
    parts = [votes("c" * 40), votes("c" * 10 + "b" * 4 + "c" * 10, series=1), votes("cb", series=2)]
    together = Votes(*(np.concatenate([getattr(p, n) for p in parts])
                       for n in ("series", "hour", "blocked", "clear")))  # fmt: skip
    assert promising(together, ODDS).tolist() == [False, True, False]
    assert promising(votes(""), ODDS).tolist() == []


@pytest.mark.parametrize("said", ["c" * 9, "b" * 9, "cb" * 20, "c" * 30 + "b" * 20])
def test_no_series_with_a_state_is_left_out_by_promising(said: str) -> None:
    made = votes(said)
    state = course(said)
    if any(each != CLEAR for each in state):
        assert promising(made, ODDS).tolist() == [True]
