"""What baselines share: hourly medians of a score, and alarms as spells."""

from __future__ import annotations

from fanous.detectors.baseline import Change, hourly, spells_of_changes
from fanous.detectors.spell import Spell
from tests.making_sightings import Rows, at, blocked_between, seconds, sighting, window


def spells(rows: Rows, *changes: Change) -> list[Spell]:
    made = window(rows)
    return list(spells_of_changes(made, made.series()[0], changes))


def test_hours_have_the_median_of_their_scores() -> None:
    rows = [
        sighting(at(), "blocked"),
        sighting(at(hours=0.2), "blocked"),
        sighting(at(hours=0.4), "ok"),
        sighting(at(hours=2), "down"),
        sighting(at(hours=3), "unknown"),
        sighting(at(hours=5), "ok"),
        sighting(at(hours=5.5), "blocked"),
    ]
    made = window(rows)
    hours = hourly(made, made.series()[0])
    first = seconds() // 3600
    assert (hours.hour - first).tolist() == [0, 2, 5]
    assert hours.score.tolist() == [0.75, 0.25, 0.375]


def test_from_each_alarm_to_the_next_clear_one() -> None:
    up, down, again = (Change(seconds(d), b) for d, b in ((11, True), (16, False), (30, True)))
    found = spells(blocked_between(10, 15), up, Change(seconds(12), True), down, again)
    assert [(s.onset_latest, s.end_latest, s.ended) for s in found] == [
        (seconds(11), seconds(16), True),
        (seconds(30), None, False),
    ]
    assert found[0].onset_earliest == seconds(11)
    assert (found[0].blocked, found[0].measurements) == (16, 21)
    assert found[1].end_earliest == seconds(39, 18)


def test_clear_alarms_alone_are_nothing() -> None:
    assert spells(blocked_between(10, 15), Change(seconds(3), False)) == []
