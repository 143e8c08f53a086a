from __future__ import annotations

import json

import pytest

from fanous.events.connectivity import ConnectivityEvent, Interval, Phase, SignalFacts

FIELDS = {
    "entity", "kind", "onset_earliest", "onset_latest", "end_earliest", "end_latest", "depth",
    "t90_t10_minutes", "step_minutes", "residual", "signals", "occurrences", "why",
}  # fmt: skip


def event(**other: object) -> ConnectivityEvent:
    facts = SignalFacts(
        "bgp", "them", "onset", 5.0, Interval(0, 300), None, 0.5, 0.5, 300, 3_900, 1
    )
    values = {"entity": "asn:1", "name": "Homes", "kind": "partial", "onset": Interval(0, 300),
              "end": None, "depth": 0.5, "residual": 0.5, "signals": (facts,), **other}  # fmt: skip
    return ConnectivityEvent(**values)  # type: ignore[arg-type]


def test_json_has_the_fields_and_an_open_end_is_null() -> None:
    row = event().to_json("because")
    assert row.keys() >= FIELDS
    assert (row["onset_latest"], row["end_latest"]) == ("1970-01-01T00:05:00Z", None)
    assert row["t90_t10_minutes"] == {"bgp": 60.0}
    assert row["step_minutes"] == {"bgp": 5.0}
    assert json.loads(json.dumps(row)) == row


def test_speed_needs_both_levels() -> None:
    assert SignalFacts("bgp", "them", "onset", 5.0, t90=60).t90_t10_minutes is None


def test_durations_and_phases() -> None:
    assert event().duration_hours is None
    assert event(end=Interval(7_000, 7_500)).duration_hours == 2.0
    phases = (Phase("connectivity_loss", 0, 9), Phase("partial", 9, None))
    assert event(phases=phases).partial_since == 9
    assert event().partial_since is None


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        event().kind = "gap"  # type: ignore[misc]
