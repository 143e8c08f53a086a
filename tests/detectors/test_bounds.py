"""Bounds: as tight as the sightings allow, and no tighter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.detectors.bounds import contrary_needed, persistent_first, persistent_last, spell_of
from fanous.detectors.spell import Spell
from fanous.detectors.window import OK, Window
from tests.making import FUZZ
from tests.making_sightings import NETS, Rows, at, blocked_between, seconds, sighting, window


def all_rows(made: Window) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(len(made))


def said(words: str, *, every: float = 6.0) -> Window:
    """One voice each so many hours: `b` blocked, `c` clear, `f` failed, `d` down, `.` none."""
    outcomes = {"b": "blocked", "c": "ok", "f": "failed", "d": "down"}
    rows = [
        sighting(at(hours=every * n), outcomes[word]) for n, word in enumerate(words) if word != "."
    ]
    return window(rows)


def spell(made: Window, first: float, last: float, *, ended: bool = True) -> Spell:
    return spell_of(
        made,
        all_rows(made),
        target=made.targets[0],
        group=made.groups[0],
        asn=NETS[0],
        first=seconds(hours=first),
        last=seconds(hours=last),
        ended=ended,
        odds=20.0,
    )


@pytest.mark.parametrize(
    ("share", "needed"), [(1.0, 1), (0.7, 1), (0.69, 3), (0.5, 5), (0.3, 9), (0.1, 29)]
)
def test_the_fewer_are_blocked_the_more_contrary_voices_it_takes(share: float, needed: int) -> None:
    assert contrary_needed(share) == needed
    if needed > 1:  # so many working in a row come by chance in fewer than one of twenty cases
        assert (1 - share) ** needed <= 0.05 < (1 - share) ** (needed - 1)


def test_a_full_block_lies_between_its_neighbours() -> None:
    found = spell(said("ccccbbbbcccc"), 24, 42)
    assert (found.onset_earliest, found.onset_latest) == (seconds(hours=18), seconds(hours=24))
    assert (found.end_earliest, found.end_latest) == (seconds(hours=42), seconds(hours=48))
    assert (found.share, found.measurements, found.blocked, found.ended) == (1.0, 4, 4, True)
    assert found.mechanisms == ("tls.reset",)
    assert found.rules == ("tls.reset_control_ok",)
    assert found.asns == (NETS[0],)
    assert len(found.witnesses) == 4


def test_without_contrary_sightings_there_is_no_bound() -> None:
    found = spell(said("bbbb"), 0, 18)
    assert (found.onset_earliest, found.end_latest, found.ended) == (None, None, False)


def test_down_and_silence_are_no_contrary_sightings() -> None:
    found = spell(said("cd.bbbb.dc"), 18, 36)
    assert (found.onset_earliest, found.end_latest) == (seconds(), seconds(hours=54))


def test_a_partial_block_is_bounded_by_several() -> None:
    found = spell(said("cccccc" + "bcbcbcb" + "cccccc"), 36, 72)
    assert found.share == pytest.approx(4 / 7)
    assert contrary_needed(4 / 7) == 4
    assert found.onset_earliest == seconds(hours=12)
    assert found.end_latest == seconds(hours=72 + 24)
    assert spell(said("ccc" + "bcbcbcb" + "ccc"), 18, 54).onset_earliest is None


def test_failures_count_apart_from_what_accuses() -> None:
    found = spell(said("ccbfbfcc"), 12, 30)
    assert (found.blocked, found.failed, found.measurements) == (2, 2, 4)
    assert found.rules == ("tcp.failed", "tls.reset_control_ok")


def test_witnesses_are_spread_out_and_few() -> None:
    found = spell(said("b" * 40), 0, 234)
    assert len(found.witnesses) == 5
    assert f"{at():%Y%m%d%H%M%S}" in found.witnesses[0]
    assert f"{at(hours=234):%Y%m%d%H%M%S}" in found.witnesses[-1]


def test_a_stray_before_the_blocking_is_no_onset() -> None:
    made = said("b" + "." * 9 + "cbbbb")  # two and a half days later it begins
    first = persistent_first(made, all_rows(made), seconds(), seconds(hours=84))
    assert first == seconds(hours=66)
    among_working = said("b" + "ccc" + "bbbbbbbb")
    assert persistent_first(
        among_working, all_rows(among_working), seconds(), seconds(hours=66)
    ) == seconds(hours=24)


def test_the_first_of_a_steady_blocking_is_its_onset() -> None:
    made = said("ccbbbbbcc")
    assert persistent_first(made, all_rows(made), seconds(hours=12), seconds(hours=36)) == (
        seconds(hours=12)
    )


def test_a_return_that_does_not_last_is_no_end() -> None:
    made = said("bbbb" + "c" + "bbb" + "cccccccccc")
    assert persistent_last(made, all_rows(made), seconds(hours=18), 0.02) == seconds(hours=42)


def test_a_stray_after_the_return_is_noise() -> None:
    made = said("bbbb" + "ccccc" + "b" + "cccccc")
    assert persistent_last(made, all_rows(made), seconds(hours=18), 0.05) == seconds(hours=18)


def test_one_observer_who_repeats_does_not_keep_it_open() -> None:
    rows: Rows = [sighting(at(hours=6 * n), "blocked") for n in range(4)]
    rows += [sighting(at(hours=20 + n)) for n in range(20)]
    rows += [sighting(at(hours=40, days=n / 99), "blocked", observer=5) for n in range(6)]
    made = window(rows)
    assert persistent_last(made, all_rows(made), seconds(hours=18), 0.1) == seconds(hours=18)


@FUZZ
@given(st.text("bcfd.", min_size=4, max_size=60).filter(lambda text: "b" in text))
def test_no_bound_is_tighter_than_the_sightings(words: str) -> None:
    made = said(words)
    shown = [n for n, word in enumerate(words) if word in "bf"]
    first, last = shown[0], shown[-1]
    found = spell(made, 6 * first, 6 * last)
    works = {int(t) for t, o in zip(made.time, made.outcome, strict=True) if o == OK}
    assert found.onset_latest == seconds(hours=6 * first)
    if found.onset_earliest is not None:
        assert found.onset_earliest in works
        assert found.onset_earliest < found.onset_latest
    if found.end_latest is not None:
        assert found.end_latest in works
        assert found.end_latest > found.end_earliest
    if found.share >= 0.7:
        assert not any((found.onset_earliest or 0) < t < found.onset_latest for t in works)
        ended = found.end_latest or 2**62
        assert not any(found.end_earliest < t < ended for t in works)


def test_a_whole_series() -> None:
    made = window(blocked_between(10, 15, days=20))
    found = spell(made, 240, 354)
    assert found.observers == 20
