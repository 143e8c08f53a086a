"""Rhythms: hours of the day and days of the week, where there is one."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from fanous.detectors.patterns import Rhythm, rhythm_of
from fanous.detectors.votes import Votes
from tests.making_sightings import seconds

FIRST = seconds() // 3600  # a Monday
WORKDAYS = (0, 1, 2, 3, 4)
EVERY_DAY = tuple(range(7))


def votes(days: int, inside: set[int], weekdays: tuple[int, ...], *, share: float = 1.0) -> Votes:
    """One vote an hour; blocked in some hours (of the day they began on) of some weekdays."""
    random = Random(3)
    hours = np.arange(days * 24)
    blocked = np.array(
        [
            float(h % 24 in inside and h // 24 % 7 in weekdays and random.random() < share)
            for h in hours
        ]
    )
    return Votes(np.zeros(len(hours), np.int64), hours + FIRST, blocked, 1 - blocked)


def found(made: Votes) -> Rhythm:
    rhythm = rhythm_of(made)
    assert rhythm is not None
    return rhythm


def test_exam_hours_of_workdays() -> None:
    rhythm = found(votes(21, set(range(5, 11)), WORKDAYS))
    assert (rhythm.start_hour, rhythm.end_hour, rhythm.weekdays) == (5, 11, WORKDAYS)
    assert (rhythm.inside, rhythm.outside) == (1.0, 0.0)
    assert rhythm.gain > 50


def test_nights_pass_midnight() -> None:
    rhythm = found(votes(21, {21, 22, 23, 0, 1, 2}, EVERY_DAY))
    assert (rhythm.start_hour, rhythm.end_hour, rhythm.weekdays) == (21, 3, EVERY_DAY)


def test_half_of_the_voices_is_enough() -> None:
    rhythm = found(votes(28, set(range(8, 14)), WORKDAYS, share=0.5))
    assert 7 <= rhythm.start_hour <= 9 and rhythm.weekdays == WORKDAYS
    assert 0.35 < rhythm.inside < 0.65


@pytest.mark.parametrize(
    "made",
    [
        votes(21, set(), WORKDAYS),
        votes(21, set(range(24)), EVERY_DAY),
        votes(21, set(range(24)), EVERY_DAY, share=0.1),
        votes(2, set(range(5, 11)), EVERY_DAY),  # twice is no pattern
    ],
    ids=["clear", "always", "noise", "two days"],
)
def test_there_is_none_to_speak_of(made: Votes) -> None:
    assert rhythm_of(made) is None


def test_a_plain_block_is_no_rhythm() -> None:
    made = votes(28, set(), EVERY_DAY)
    made.blocked[240:400], made.clear[240:400] = 1.0, 0.0
    assert rhythm_of(made) is None


def test_a_faint_one_is_given_where_it_is_to_be_looked_at() -> None:
    assert rhythm_of(votes(21, set(range(24)), EVERY_DAY, share=0.1), strict=False) is not None


def test_no_votes() -> None:
    none = np.zeros(0)
    assert rhythm_of(Votes(none.astype(np.int64), none.astype(np.int64), none, none)) is None


def test_when_it_holds() -> None:
    day = Rhythm(5, 11, WORKDAYS, 1.0, 0.0, 20.0)
    hours = np.arange(7 * 24)
    held = hours[day.holds(hours + FIRST)]
    assert held.tolist() == [24 * d + h for d in range(5) for h in range(5, 11)]


def test_a_night_belongs_to_the_day_it_began_on() -> None:
    night = Rhythm(22, 2, (4,), 1.0, 0.0, 20.0)  # Friday nights
    hours = np.arange(7 * 24)
    held = hours[night.holds(hours + FIRST)]
    assert held.tolist() == [4 * 24 + h for h in (22, 23, 24, 25)]
