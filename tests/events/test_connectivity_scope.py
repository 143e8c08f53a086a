from __future__ import annotations

from fanous.events.connectivity_scope import is_about, with_scope
from fanous.model.series import OutageReport
from tests.making_signals import at, cut, events, flat, found, series


def test_a_network_reaches_no_further_than_itself() -> None:
    made = series(cut(flat(40), 20, 5, 0.05), entity="asn:1")
    (event,) = events(made)
    assert with_scope(event, found(made), [event]) == event


def test_a_fall_of_another_week_is_not_part_of_it() -> None:
    listed = [
        series(cut(flat(60), 20, 2, 0.05)),
        series(cut(flat(60, seed=2), 40, 2, 0.05), entity="asn:1"),
    ]
    event = next(item for item in events(*listed) if item.entity == "country:XA")
    assert event.scope_networks == (0, 1)
    assert event.networks == ()


def test_a_report_is_about_an_event_that_it_overlaps() -> None:
    (event,) = events(series(cut(flat(40), 20, 5, 0.05)))
    assert is_about(OutageReport("country:XA", "x", at(24), at(30), "w"), event)
    assert not is_about(OutageReport("country:XA", "x", at(26), at(30), "w"), event)
