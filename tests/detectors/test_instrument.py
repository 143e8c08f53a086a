"""The instrument: releases that fail by themselves, and voices that insist."""

from __future__ import annotations

from random import Random

from fanous.detectors.instrument import believed, defective_versions, insistent
from fanous.detectors.odds import OddsDetector
from tests.making_sightings import NETS, OTHER, SITE, Rows, at, sighting, steady, window

THIRD = "domain:video.example"
SITES = (SITE, OTHER, THIRD)
BAD = "3.27.0"


def world(*, version: str | None = "3.26.0", outcome: str = "ok", days: tuple[int, int]) -> Rows:
    """Three sites on two networks, every few hours, by one release."""
    return [
        row
        for number, site in enumerate(SITES)
        for asn in NETS[:2]
        for row in steady(*days, outcome, target=site, asn=asn, version=version, every=5 + number)
    ]


def test_a_release_that_fails_where_others_work() -> None:
    rows = [*world(days=(0, 30)), *world(version=BAD, outcome="blocked", days=(12, 18))]
    for row in rows:  # voices of two releases at one hour are two
        row["observer"] += row["software_version"] == BAD
        row["measurement_uid"] += row["software_version"]
    made = window(rows)
    assert [made.versions[number] for number in defective_versions(made)] == [BAD]
    kept = believed(made)
    assert set(kept.version.tolist()) == {made.versions.index("3.26.0")}
    assert len(kept) == len(kept.uid) == len(rows) - sum(r["outcome"] == "blocked" for r in rows)
    assert OddsDetector().spells(made) == []


def test_a_block_that_every_release_meets_is_no_defect() -> None:
    rows = []
    for version in ("3.26.0", BAD):
        part = [
            *world(version=version, days=(0, 12)),
            *world(version=version, outcome="blocked", days=(12, 20)),
        ]
        rows += [
            row | {"measurement_uid": row["measurement_uid"] + version, "observer": n}
            for n, row in enumerate(part)
        ]
    assert defective_versions(window(rows)) == []


def test_a_release_is_not_judged_by_one_target() -> None:
    rows = [
        *steady(0, 20),
        *steady(0, 20, target=OTHER),
        *steady(5, 12, "blocked", target=THIRD, version=BAD),
    ]
    assert defective_versions(window(rows)) == []


def test_where_no_other_release_ran_there_is_nothing_to_hold_it_against() -> None:
    assert defective_versions(window(world(version=BAD, outcome="blocked", days=(0, 9)))) == []
    assert defective_versions(window([])) == []


def test_versions_that_are_not_said_are_no_version() -> None:
    rows = [*world(days=(0, 30)), *world(version=None, outcome="blocked", days=(12, 18))]
    for row in rows:
        row["measurement_uid"] += str(row["software_version"])
    assert defective_versions(window(rows)) == []


def test_a_voice_that_says_one_thing_very_often_is_not_believed() -> None:
    random = Random(5)
    flood = [
        sighting(at(10, 10 * random.random()), "blocked", observer=99, uid=f"flood{n}")
        for n in range(200)
    ]
    made = window([*world(days=(0, 20)), *flood])
    voices = made.observer[insistent(made)]
    assert set(voices.tolist()) == {99}
    assert len(voices) == 200
    assert OddsDetector().spells(made) == []


def test_a_few_repeats_are_usual() -> None:
    rows = [sighting(at(3, n / 10), "blocked", observer=5) for n in range(8)]
    made = window([*world(days=(0, 20)), *rows])
    assert not insistent(made).any()
    assert believed(made) is made
    assert insistent(window([])).tolist() == []
