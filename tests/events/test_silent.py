"""Silences as events: a country's gap is told once, with the networks in it."""

from __future__ import annotations

from fanous.events.silent import silent_events
from tests.making_sightings import NETS, Rows, seconds, steady, window


def gap(asn: int, first: float, last: float) -> Rows:
    """Measured every hour, but for some days."""
    return [
        *steady(0, first, asn=asn, every=1),
        *steady(last, 60, asn=asn, every=1),
    ]


def test_a_gap_of_all_is_one_event() -> None:
    made = window([*gap(NETS[0], 30, 34), *gap(NETS[1], 30, 34.5)])
    (event,) = silent_events(made)
    assert (event.kind, event.asns, event.targets) == ("silence", NETS[:2], ())
    assert event.onset_earliest == seconds(29, 23)
    assert event.onset_latest is not None and seconds(30) < event.onset_latest < seconds(31)
    assert event.end_latest == seconds(34)
    assert event.end_earliest is not None
    assert event.onset_latest <= event.end_earliest <= event.end_latest
    assert (event.state, event.confidence) == ("ended", "weak")
    assert event.base_rate is not None and 0 <= event.base_rate <= 0.3
    assert event.as_dict({})["base_rate_a_year"] is not None


def test_networks_alone_are_told_each() -> None:
    steadily = steady(0, 60, asn=NETS[2], every=1)
    made = window([*gap(NETS[0], 30, 34), *gap(NETS[1], 40, 45), *steadily])
    assert [event.asns for event in silent_events(made)] == [(NETS[0],), (NETS[1],)]


def test_two_networks_of_one_day_are_two_events_with_two_ids() -> None:
    steadily = steady(0, 60, asn=NETS[2], every=1)
    made = window([*gap(NETS[0], 30, 34), *gap(NETS[1], 30, 36), *steadily])
    events = silent_events(made)
    assert len(events) == 2
    assert len({event.event_id for event in events}) == 2


def test_a_silence_that_lasts_is_ongoing() -> None:
    made = window(steady(0, 30, every=1), until=seconds(33))
    (event,) = silent_events(made)
    assert (event.state, event.end_latest) == ("ongoing", None)


def test_no_gap_no_event() -> None:
    assert silent_events(window(steady(0, 60))) == []
