"""The detector that ships: what it finds in small series, and what must hold of any."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.detectors.odds import OddsDetector
from fanous.detectors.spell import Spell
from tests.making import FUZZ
from tests.making_sightings import (
    NETS,
    OTHER,
    SITE,
    Rows,
    at,
    blocked_between,
    seconds,
    sighting,
    steady,
    window,
)

FEWER = settings(FUZZ, max_examples=25)


def spells(rows: Rows, **how: Any) -> list[Spell]:
    return OddsDetector().spells(window(rows, **how))


def test_bounds_are_the_neighbouring_sightings() -> None:
    (spell,) = spells(blocked_between(14, 21))
    assert (spell.onset_earliest, spell.onset_latest) == (seconds(13, 18), seconds(14))
    assert (spell.end_earliest, spell.end_latest) == (seconds(20, 18), seconds(21))
    assert (spell.observers, spell.measurements, spell.share) == (28, 28, 1.0)
    assert spell.odds > 50


def test_what_was_blocked_before_the_data_has_no_onset() -> None:
    (spell,) = spells([*steady(0, 20, "blocked"), *steady(20, 40)])
    assert (spell.onset_earliest, spell.onset_latest) == (None, seconds())


def test_half_of_the_users() -> None:
    rows = blocked_between(14, 28, every=2)
    for number, row in enumerate(rows):
        if number % 2:
            row["outcome"] = "ok"
    (spell,) = spells(rows)
    assert 0.45 < spell.share < 0.55
    assert seconds(14) <= spell.onset_latest <= seconds(14, 8)
    # Five working sightings in a row come by chance in one of thirty-two cases.
    assert spell.onset_earliest is not None and spell.onset_earliest <= seconds(13, 18)


def test_thin_networks_are_pooled() -> None:
    """Three sightings each of ten networks: none is enough, all together are."""
    rows: Rows = []
    for number in range(10):
        rows += steady(number / 5, 20, asn=64600 + number, every=72)
        rows += [sighting(at(20 + day, number), "blocked", asn=64600 + number) for day in (0, 3, 6)]
        rows += steady(29 + number / 5, 50, asn=64600 + number, every=72)
    assert spells([row for row in rows if row["probe_asn"] == 64600]) == []
    (spell,) = spells(rows)
    assert (spell.asn, len(spell.asns)) == (None, 10)
    assert spell.onset_latest == seconds(20)


def test_members_of_a_service_are_pooled() -> None:
    """Each member is measured once in two days: that is no spell, four are one."""
    members = ("domain:t.me", "domain:telegram.org", "domain:telegram.me", "service:telegram")
    rows: Rows = []
    for number, name in enumerate(members):
        rows += steady(0, 20, target=name, every=24)
        rows += [sighting(at(20 + number / 2 + 2 * n, 1), "blocked", target=name) for n in range(3)]
        rows += steady(27 + number / 2, 45, target=name, every=24)
    (spell,) = spells(rows)
    assert (spell.target, spell.group) == ("service:telegram", "service:telegram")
    assert spell.asn == NETS[0]


def test_a_finer_spell_stands_for_the_coarser() -> None:
    rows = [*blocked_between(14, 21), *blocked_between(14, 21, asn=NETS[1])]
    assert [spell.asn for spell in spells(rows)] == [NETS[0], NETS[1]]


def test_one_voice_of_one_day_is_no_spell() -> None:
    """A forger has few voices: what is seen by one on a single day is not told."""
    rows = [*steady(0, 40), *(sighting(at(20, n), "blocked", observer=1) for n in range(0, 24, 3))]
    assert spells(rows) == []


def test_a_few_failures_of_a_bad_day_are_noise() -> None:
    rows = [*steady(0, 40, every=3), *(sighting(at(20, h), "blocked") for h in (1, 5, 9))]
    assert spells(rows) == []


def test_plain_failures_need_more() -> None:
    """Two failures weigh as one vote that accuses."""
    few = [*steady(0, 20), *steady(20, 21, "failed", every=6), *steady(21, 40)]
    many = [*steady(0, 20), *steady(20, 28, "failed"), *steady(28, 40)]
    assert spells(few) == []
    (spell,) = spells(many)
    assert (spell.blocked, spell.failed) == (0, 32)


def test_a_return_that_does_not_last_is_within() -> None:
    rows = [
        *steady(0, 20),
        *steady(20, 24, "blocked"),
        *steady(24, 24.5),
        *steady(24.5, 28, "blocked"),
        *steady(28, 40),
    ]
    (spell,) = spells(rows)
    assert (spell.onset_latest, spell.end_latest) == (seconds(20), seconds(28))


def test_years_late_strays_are_no_part_of_it() -> None:
    stray = sighting(at(-900), "blocked")
    (spell,) = spells([stray, *blocked_between(14, 21)])
    assert spell.onset_latest == seconds(14)
    assert spell.onset_earliest == seconds(13, 18)


def test_what_was_said_months_apart_is_no_stretch() -> None:
    rows = [*steady(0, 20), *steady(20, 25, "blocked"), *steady(85, 90, "blocked")]
    assert [s.onset_latest for s in spells(rows)] == [seconds(20), seconds(85)]


# One series over a month, four voices a day; the letters are what they saw.
_SERIES = st.builds(
    "".join,
    st.lists(
        st.tuples(st.sampled_from(("c", "b", "f", "d", "cb", ".")), st.integers(1, 40)).map(
            lambda pair: (pair[0] * pair[1])[:40]
        ),
        min_size=1,
        max_size=6,
    ),
)
_WORDS = {"b": "blocked", "c": "ok", "f": "failed", "d": "down"}


def series(said: str, *, target: str = SITE, start: float = 0.0) -> Rows:
    return [
        sighting(at(start, 6 * n), _WORDS[word], target=target)
        for n, word in enumerate(said)
        if word != "."
    ]


@FEWER
@given(_SERIES)
def test_no_bound_is_tighter_than_the_sightings_around_it(said: str) -> None:
    rows = series(said)
    works = {int(row["start_time"].timestamp()) for row in rows if row["outcome"] == "ok"}
    fails = {
        int(row["start_time"].timestamp())
        for row in rows
        if row["outcome"] == "blocked" or row["rule"] == "tcp.failed"
    }
    for spell in spells(rows):
        assert spell.onset_latest in fails and spell.end_earliest in fails
        assert spell.onset_latest <= spell.end_earliest
        if spell.onset_earliest is not None:
            assert spell.onset_earliest in works
            assert spell.onset_earliest < spell.onset_latest
        if spell.end_latest is not None:
            assert spell.end_latest in works
            assert spell.end_latest > spell.end_earliest
        else:
            assert not spell.ended
        if spell.share >= 0.7 and spell.pattern is None:
            since = spell.onset_earliest or 0
            assert not any(since < time < spell.onset_latest for time in works)


@FEWER
@given(_SERIES, st.integers(0, 99))
def test_shuffling_changes_nothing(said: str, seed: int) -> None:
    rows = [*series(said), *steady(0, 20, target=OTHER, asn=NETS[1])]
    assert spells(Random(seed).sample(rows, len(rows))) == spells(rows)


@FEWER
@given(_SERIES, st.integers(-60, 60).filter(bool))
def test_whole_weeks_shift_every_bound(said: str, weeks: int) -> None:
    rows = series(said)
    later = [row | {"start_time": row["start_time"] + timedelta(weeks=weeks)} for row in rows]

    def bounds(spell: Spell, shift: int) -> tuple[Any, ...]:
        times = (spell.onset_earliest, spell.onset_latest, spell.end_earliest, spell.end_latest)
        moved = tuple(time if time is None else time + shift for time in times)
        return (*moved, spell.ended, spell.observers, bool(spell.pattern))

    shift = weeks * 7 * 86400
    assert [bounds(s, shift) for s in spells(rows)] == [bounds(s, 0) for s in spells(later)]


@FEWER
@given(_SERIES, st.integers(1, 3))
def test_clear_votes_of_another_target_never_make_a_clear_series_blocked(
    said: str, votes_a_day: int
) -> None:
    """A series in which nothing was blocked, whatever else was said of it."""
    said = said.replace("b", "c").replace("f", "d")
    others = steady(0, 60, target=OTHER, every=24 / votes_a_day)
    assert spells([*series(said), *others]) == []


@pytest.mark.parametrize("strays", [0, 1, 2])
def test_clear_votes_of_another_target_do_not_turn_strays_into_a_spell(strays: int) -> None:
    rows = steady(0, 40)
    for number in range(strays):
        rows[60 + 9 * number] = sighting(rows[60 + 9 * number]["start_time"], "blocked")
    assert spells(rows) == []
    assert spells([*rows, *steady(0, 40, target=OTHER, every=2)]) == []
