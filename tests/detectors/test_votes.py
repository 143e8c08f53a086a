"""Votes: an observer counts once, and many at once count less than many apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.detectors.votes import CORRELATION, Votes, log_odds, votes_of
from tests.making import FUZZ
from tests.making_sightings import NETS, OTHER, Rows, at, sighting, window


def votes(rows: Rows) -> Votes:
    made = window(rows)
    number = np.repeat(np.arange(len(made.series())), [s.end - s.start for s in made.series()])
    return votes_of(made, np.arange(len(made)), number)


def test_one_sighting_is_one_vote() -> None:
    made = votes([sighting(at(), "blocked"), sighting(at(hours=12), "ok")])
    assert made.blocked.tolist() == [1.0, 0.0]
    assert made.clear.tolist() == [0.0, 1.0]
    assert np.diff(made.hour).tolist() == [12]


def test_down_and_unknown_say_nothing() -> None:
    assert len(votes([sighting(at(), "down"), sighting(at(hours=1), "unknown")])) == 0
    assert votes([]).parts() == []


def test_a_plain_failure_is_half_a_vote() -> None:
    assert votes([sighting(at(), "failed")]).blocked.tolist() == [0.5]


def test_forty_repeats_of_one_observer_are_one_vote() -> None:
    rows = [sighting(at(hours=minute / 60), "blocked", observer=7) for minute in range(40)]
    made = votes(rows)
    assert (made.blocked.tolist(), made.clear.tolist()) == ([1.0], [0.0])


def test_an_observer_who_saw_both_is_split_by_share() -> None:
    said = ("blocked", "ok", "ok", "ok")
    rows = [sighting(at(hours=n / 10), word, observer=7) for n, word in enumerate(said)]
    made = votes(rows)
    assert (made.blocked.tolist(), made.clear.tolist()) == ([0.25], [0.75])


def test_an_observer_has_one_vote_in_a_quarter_of_a_day() -> None:
    quarter = [sighting(at(hours=n), "blocked", observer=7) for n in range(6)]
    made = votes(quarter)
    assert made.blocked.sum() == pytest.approx(1.0)
    assert len(made) == 6
    two = votes([*quarter, sighting(at(hours=6), "blocked", observer=7)])
    assert two.blocked.sum() == pytest.approx(2.0)


def test_voices_of_one_network_at_one_time_weigh_as_fewer() -> None:
    rows = [sighting(at(hours=0.1 * n), "blocked", observer=n) for n in range(5)]
    expected = 5 / (1 + 4 * CORRELATION)
    assert votes(rows).blocked.sum() == pytest.approx(expected)
    assert expected == pytest.approx(3.125)  # the module says: five weigh as three


def test_series_are_apart() -> None:
    rows = [
        sighting(at(), "blocked"),
        sighting(at(), "ok", target=OTHER),
        sighting(at(), "ok", asn=NETS[1]),
    ]
    made = votes(rows)
    assert made.parts() == [(0, 0, 1), (1, 1, 2), (2, 2, 3)]
    assert made.blocked.tolist() == [1.0, 0.0, 0.0]


def test_evidence_is_a_sum_of_log_odds() -> None:
    made = votes([sighting(at(), "blocked"), sighting(at(hours=12), "ok")])
    assert log_odds(made, 0.5, 0.1).tolist() == pytest.approx([np.log(5), np.log(5 / 9)])
    assert log_odds(made, 0.1, 0.1).tolist() == pytest.approx([0.0, 0.0])


_SAID = st.lists(
    st.tuples(
        st.integers(0, 71),
        st.integers(0, 4),
        st.sampled_from(("ok", "blocked", "failed", "down", "unknown")),
    ),
    min_size=1,
    max_size=30,
)


@FUZZ
@given(_SAID, st.integers(1, 20), st.data())
def test_repeats_of_one_observer_within_an_hour_never_add_a_vote(
    said: list[tuple[int, int, str]], repeats: int, data: st.DataObject
) -> None:
    rows = [
        sighting(at(hours=hour), word, observer=voice, uid=f"{n}")
        for n, (hour, voice, word) in enumerate(said)
    ]
    again = data.draw(st.sampled_from(rows))
    more = [again | {"measurement_uid": f"again{n}"} for n in range(repeats)]
    before, after = votes(rows), votes(rows + more)
    assert np.array_equal(before.hour, after.hour)
    weight_before = before.blocked.sum() + before.clear.sum()
    weight_after = after.blocked.sum() + after.clear.sum()
    # The same voices spoke in the same hours: only what they said on average, and so whether it
    # was half a vote or a whole one, can have changed. Never by more than the one vote.
    assert weight_after <= weight_before + 1 + 1e-9
    assert after.blocked.sum() <= before.blocked.sum() + 1 + 1e-9
    if len({(hour, voice, word) for hour, voice, word in said}) == len(
        {(hour, voice) for hour, voice, _ in said}
    ):
        assert np.allclose(before.blocked, after.blocked)
        assert np.allclose(before.clear, after.clear)


@FUZZ
@given(_SAID)
def test_votes_are_no_more_than_voices(said: list[tuple[int, int, str]]) -> None:
    rows = [
        sighting(at(hours=hour), word, observer=voice, uid=f"{n}")
        for n, (hour, voice, word) in enumerate(said)
    ]
    made = votes(rows)
    spoke = {
        (hour // 6, voice) for hour, voice, word in said if word in ("ok", "blocked", "failed")
    }
    assert (made.blocked >= 0).all() and (made.clear >= 0).all()
    assert made.blocked.sum() + made.clear.sum() <= len(spoke) + 1e-9
