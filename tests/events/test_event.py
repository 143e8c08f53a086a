"""Events: stable ids, words for how sure, and what the JSON says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import pytest

from fanous.events.event import CONFIDENCE, Event, Kind, event_id, stamp, with_id
from fanous.events.find import find_events
from tests.making_sightings import NETS, SITE, blocked_between, seconds, window

FIELDS = (
    "event_id kind cc asns targets direction onset_earliest onset_latest end_earliest end_latest "
    "mechanisms observers measurements witnesses state versions"
).split()


def found() -> Event:
    (event,) = find_events([window(blocked_between(14, 21))]).events
    return event


def test_the_id_is_a_contract() -> None:
    """A changed hash would make every event ever cited another one."""
    assert event_id("XA", (SITE,), "blocked", seconds(14), "blocking") == "57225a147e492dde"
    assert found().event_id == "57225a147e492dde"


def test_what_an_id_is_made_of() -> None:
    base = event_id("XA", ("a", "b"), "blocked", seconds(14, 3), "blocking")
    assert event_id("XA", ("b", "a"), "blocked", seconds(14, 20), "blocking") == base
    others = {
        event_id("XB", ("a", "b"), "blocked", seconds(14), "blocking"),
        event_id("XA", ("a",), "blocked", seconds(14), "blocking"),
        event_id("XA", ("a", "b"), "unblocked", seconds(14), "blocking"),
        event_id("XA", ("a", "b"), "blocked", seconds(15), "blocking"),
        event_id("XA", ("a", "b"), "blocked", None, "already_blocked"),
        event_id("XA", ("a", "b"), "blocked", seconds(14), "recurring"),
        event_id("XA", ("a", "b"), "blocked", seconds(14), "silence"),
    }
    assert len(others | {base}) == 8


def test_what_was_there_before_the_data_keeps_its_id_when_older_data_come() -> None:
    one = replace(found(), kind="already_blocked", onset_earliest=None)
    other = replace(one, onset_latest=seconds(2))
    assert with_id(one).event_id == with_id(other).event_id


@pytest.mark.parametrize(
    ("odds", "observers", "word"),
    [
        (13.9, 50, "weak"),
        (60, 4, "weak"),
        (14, 5, "fair"),
        (25, 10, "strong"),
        (200, 19, "strong"),
        (50, 20, "very strong"),
    ],
)
def test_sure_needs_evidence_and_observers_both(odds: float, observers: int, word: str) -> None:
    event = replace(found(), odds=odds, observers=observers)
    assert event.confidence == word
    assert word in CONFIDENCE
    assert replace(event, kind="silence").confidence == "weak"


def test_the_json_has_the_promised_fields_and_times() -> None:
    said = found().as_dict({"rules": "1"})
    assert list(said)[: len(FIELDS)] == FIELDS
    assert json.loads(json.dumps(said)) == said
    assert said["onset_latest"] == "2026-03-16T00:00:00Z"
    assert said["targets"] == [SITE] and said["asns"] == [NETS[0]]
    assert said["kind"] in get_args(Kind)
    (part,) = said["parts"]
    assert part["blocked"] == said["blocked"] == 28
    assert part["hours_utc"] is None and part["occurrences"] == []


def test_no_time_is_null() -> None:
    assert stamp(None) is None
    assert stamp(0) == "1970-01-01T00:00:00Z"
