"""Patterns: one spell with its occurrences, for each network that keeps the hours."""

from __future__ import annotations

from datetime import UTC, datetime

from fanous.detectors.odds import OddsDetector
from fanous.detectors.spell import Spell
from tests.making_sightings import NETS, Rows, at, seconds, sighting, steady, window

EXAMS = range(14, 33)  # three school weeks, Monday to Friday
HOURS = range(5, 11)


def by_the_clock(asn: int, *, every: int = 2, days: range = EXAMS, shift: int = 0) -> Rows:
    """A site cut in the mornings of workdays; 45 days of it."""
    rows = []
    for hour in range(shift, 45 * 24, every):
        day, of_day = divmod(hour, 24)
        cut = day in days and day % 7 < 5 and of_day in HOURS
        rows.append(sighting(at(hours=hour), "blocked" if cut else "ok", asn=asn))
    return rows


def patterns(rows: Rows) -> list[Spell]:
    return [spell for spell in OddsDetector().spells(window(rows)) if spell.pattern]


def test_exam_mornings_are_one_pattern() -> None:
    (spell,) = OddsDetector().spells(window(by_the_clock(NETS[0])))
    assert spell.pattern is not None
    assert (spell.pattern.start_hour, spell.pattern.weekdays) in {(5, (0, 1, 2, 3, 4)),
                                                                  (6, (0, 1, 2, 3, 4))}  # fmt: skip
    assert spell.pattern.end_hour == 11
    assert spell.onset_latest == seconds(14, 6)
    assert spell.end_earliest == seconds(32, 10)
    assert spell.ended and spell.onset_earliest and spell.end_latest
    # Outside its hours it works: only many clear sightings in a row bound a pattern.
    assert seconds(12) < spell.onset_earliest <= seconds(14, 4)
    assert seconds(32, 12) <= spell.end_latest < seconds(34)


def test_each_morning_is_an_occurrence() -> None:
    (spell,) = patterns(by_the_clock(NETS[0]))
    assert spell.pattern is not None
    occurrences = spell.pattern.occurrences
    assert len(occurrences) == 15
    for each in occurrences:
        first, last = (datetime.fromtimestamp(t, UTC) for t in (each.first, each.last))
        assert first.weekday() < 5 and first.date() == last.date()
        assert 5 <= first.hour <= last.hour < 11
    assert list(occurrences) == sorted(occurrences, key=lambda each: each.first)


def test_a_network_too_thin_for_a_rhythm_joins_one() -> None:
    """Three blocked sightings in the hours of the papers, in three weeks."""
    thin = [
        sighting(at(day, hour), "blocked" if day in (15, 23, 31) and hour == 7 else "ok",
                 asn=NETS[1])
        for day in (1, 4, 8, 15, 23, 31, 36, 40) for hour in (7, 19)
    ]  # fmt: skip
    assert patterns([*steady(0, 45, asn=NETS[0]), *thin]) == []
    found = patterns([*by_the_clock(NETS[0]), *thin])
    assert [spell.asn for spell in found] == [NETS[0], NETS[1]]
    one, other = found
    assert one.pattern and other.pattern
    assert other.pattern.weekdays == one.pattern.weekdays
    assert len(other.pattern.occurrences) < len(one.pattern.occurrences)


def test_a_network_that_works_in_those_hours_does_not_join() -> None:
    rows = [*by_the_clock(NETS[0]), *steady(0, 45, asn=NETS[1], every=4)]
    assert [spell.asn for spell in patterns(rows)] == [NETS[0]]


def test_nor_does_one_that_is_blocked_day_and_night() -> None:
    rows = [
        *by_the_clock(NETS[0]),
        *steady(0, 14, asn=NETS[1]),
        *steady(14, 33, "blocked", asn=NETS[1]),
        *steady(33, 45, asn=NETS[1]),
    ]
    found = OddsDetector().spells(window(rows))
    assert [(spell.asn, bool(spell.pattern)) for spell in found] == [
        (NETS[0], True),
        (NETS[1], False),
    ]


def test_it_goes_on_until_its_hours_were_seen_clear_on_later_days() -> None:
    rows = [row for row in by_the_clock(NETS[0]) if row["start_time"] < at(30, 11)]
    (spell,) = patterns(rows)
    assert (spell.ended, spell.end_latest) == (False, None)
