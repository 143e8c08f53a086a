"""The log: said once, revised on change, withdrawn with what took its place, never rewritten."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from fanous.events.announce import announcements, breaks, digest
from fanous.events.find import find_events
from tests.making_sightings import (
    NETS,
    OTHER,
    SITE,
    Rows,
    at,
    blocked_between,
    steady,
    window,
)

Said = dict[str, Any]
DAYS = 24


def event(identifier: str = "a", **changes: Any) -> Said:
    return {
        "event_id": identifier,
        "kind": "blocking",
        "cc": "XA",
        "targets": [SITE],
        "onset_earliest": "2026-03-01T00:00:00Z",
        "end_latest": None,
        "versions": {"detectors": "1"},
        "observers": 5,
    } | changes


def said(log: list[Said], *events: Said) -> list[Said]:
    return announcements(log, events, inputs="hash", at="2026-03-09T00:00:00Z")


def test_a_new_event_is_announced_once() -> None:
    (line,) = log = said([], event())
    assert (line["action"], line["event_id"], line["supersedes"]) == ("announced", "a", [])
    assert (line["at"], line["inputs"]) == ("2026-03-09T00:00:00Z", "hash")
    assert line["event"] == event()
    assert said(log, event()) == []


def test_what_changes_is_revised() -> None:
    log = said([], event())
    (line,) = said(log, event(observers=6))
    assert (line["action"], line["event"]["observers"]) == ("revised", 6)
    assert said([*log, line], event(observers=6)) == []


def test_other_versions_alone_are_no_news() -> None:
    log = said([], event())
    assert said(log, event(versions={"detectors": "2"})) == []


def test_other_rules_are_an_announced_break_and_no_event() -> None:
    at = {"inputs": "hash", "at": "2026-03-09T00:00:00Z"}
    assert breaks([], {"detectors": "1"}, **at) == []
    log = said([], event())
    assert breaks(log, {"detectors": "1"}, **at) == []
    (line,) = breaks(log, {"detectors": "2"}, **at)
    assert (line["action"], line["before"]["detectors"], line["now"]["detectors"]) == (
        "break",
        "1",
        "2",
    )
    log = [*log, line]
    assert breaks(log, {"detectors": "2"}, **at) == []
    assert said(log, event(versions={"detectors": "2"})) == []


def test_what_is_no_longer_found_is_withdrawn() -> None:
    log = said([], event())
    (line,) = said(log)
    assert (line["action"], line["superseded_by"]) == ("withdrawn", None)
    assert said([*log, line]) == []


def test_a_withdrawal_names_what_took_its_place() -> None:
    log = said([], event())
    new, old = said(log, event("b", onset_earliest="2026-02-20T00:00:00Z"))
    assert (new["action"], new["event_id"], new["supersedes"]) == ("announced", "b", ["a"])
    assert (old["action"], old["event_id"], old["superseded_by"]) == ("withdrawn", "a", "b")


@pytest.mark.parametrize(
    "other",
    [
        {"cc": "XB"},
        {"targets": [OTHER]},
        {"kind": "silence"},
        {"end_latest": "2026-02-01T00:00:00Z", "onset_earliest": "2026-01-01T00:00:00Z"},
    ],
)
def test_an_event_elsewhere_takes_no_place(other: Said) -> None:
    new, old = said(said([], event()), event("b", **other))
    assert new["supersedes"] == []
    assert old["superseded_by"] is None


def test_what_comes_back_is_announced_again() -> None:
    log = said([], event())
    log += said(log)
    (line,) = said(log, event())
    assert line["action"] == "announced"


def test_digests_know_content_and_order_of_keys_only() -> None:
    turned = dict(reversed(event().items()))
    assert digest([event()]) == digest([turned]) == digest([event(versions={})])
    assert digest([event()]) != digest([event(observers=6)])
    assert digest([event(), event("b")]) != digest([event("b"), event()])


def country() -> Rows:
    """A roll-out on two networks, and another site on one of them later."""
    rows: Rows = []
    for number, asn in enumerate(NETS[:2]):
        rows += blocked_between(8 + number, 13, asn=asn, days=DAYS)
        rows += steady(0, DAYS, asn=asn, target="domain:video.example", every=12)
    return [*rows, *blocked_between(14, 19, target=OTHER, days=DAYS)]


def found(rows: Rows) -> list[Said]:
    return [each.as_dict({"rules": "1"}) for each in find_events([window(rows)]).events]


def by_day(rows: Rows, days: list[int], *, at_once: int = 1) -> tuple[list[Said], list[Said]]:
    """The log, and the events of the last day, as days come in, one or a few at once."""
    log: list[Said] = []
    events: list[Said] = []
    come: Rows = []
    for first in range(0, len(days), at_once):
        for day in days[first : first + at_once]:
            come += [row for row in rows if at(day) <= row["start_time"] < at(day + 1)]
        events = found(come)
        log += announcements(log, events, inputs=str(days[first]), at=f"day {days[first]}")
    return log, events


def standing(log: list[Said]) -> dict[str, Said]:
    """What the log leaves standing."""
    kept: dict[str, Said] = {}
    for line in log:
        kept.pop(line["event_id"], None)
        if line["action"] != "withdrawn":
            kept[line["event_id"]] = line["event"]
    return kept


@pytest.fixture(scope="module")
def live() -> tuple[list[Said], list[Said]]:
    return by_day(country(), list(range(DAYS)))


def test_from_scratch_by_day_and_with_days_shuffled_is_the_same(
    live: tuple[list[Said], list[Said]],
) -> None:
    rows = country()
    scratch = found(rows)
    assert [(e["targets"], e["onset_latest"][:10]) for e in scratch] == [
        ([SITE], f"{at(8):%Y-%m-%d}"),
        ([OTHER], f"{at(14):%Y-%m-%d}"),
    ]
    shuffled = by_day(rows, Random(4).sample(range(DAYS), DAYS), at_once=4)
    for log, events in (live, shuffled):
        assert digest(events) == digest(scratch)
        assert standing(log) == {each["event_id"]: each for each in scratch}


def test_live_it_is_announced_in_days_and_its_end_is_a_revision(
    live: tuple[list[Said], list[Said]],
) -> None:
    mine = [line for line in live[0] if line["event"]["targets"] == [SITE]]
    assert {line["event_id"] for line in mine} == {mine[0]["event_id"]}
    assert [line["action"] for line in mine] == ["announced"] + ["revised"] * (len(mine) - 1)
    first, last = mine[0], mine[-1]
    assert (first["event"]["state"], last["event"]["state"]) == ("ongoing", "ended")
    assert int(first["inputs"]) <= 12
    assert last["event"]["end_latest"] is not None


def test_adding_to_a_log_leaves_its_lines_alone() -> None:
    log = said([], event())
    before = json.dumps(log)
    said(log, event(observers=7))
    assert json.dumps(log) == before
