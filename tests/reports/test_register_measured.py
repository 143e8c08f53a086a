from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from fanous.i18n import messages
from fanous.reports.register_measured import (
    NOTHING_BESIDE,
    MeasuredEvent,
    beside,
    graded_events,
    loss_words,
)
from tests.reports.register_making import EVENT, shelf

ENGLISH = messages("en")


def event(**changes: Any) -> dict[str, Any]:
    return {
        "event_id": "e1",
        "kind": "blocking",
        "part_of": None,
        "cc": "IR",
        "targets": ["domain:news.example"],
        "state": "ended",
        "onset_earliest": "2022-09-21T10:00:00+00:00",
        "onset_latest": "2022-09-21T12:00:00+00:00",
        "end_earliest": "2022-10-01T00:00:00+00:00",
        "end_latest": "2022-10-02T00:00:00+00:00",
        **changes,
    }


def test_events_of_a_store_come_with_their_pages() -> None:
    found = beside([event(), event(cc="CN")], {"IR": [date(2022, 9, 21)]})
    (only,) = found.events("IR", ENGLISH)
    assert only.start == datetime(2022, 9, 21, 10, tzinfo=UTC)
    assert only.end == datetime(2022, 10, 2, tzinfo=UTC)
    assert "news.example" in only.label
    assert only.href == "event/e1.html"
    assert found.home
    assert found.pages == {"IR": "cc/IR/index.html"}


def test_an_end_that_is_not_known_is_none() -> None:
    goes_on = event(state="ongoing", end_latest=None)
    unclear = event(state="unclear", onset_earliest=None)
    first, second = beside([goes_on, unclear], {}).events("IR", ENGLISH)
    assert first.end is None
    assert second.end is None
    assert second.start == datetime(2022, 9, 21, 12, tzinfo=UTC)


def test_other_events_and_days_without_a_date() -> None:
    loss = MeasuredEvent(datetime(2019, 11, 16, tzinfo=UTC), None, "a loss", "event/c1.html")
    found = beside([event()], {"IR": [None, date(2022, 9, 21)]}, lambda cc, _: [loss][: cc == "IR"])
    assert [each.href for each in found.events("IR", ENGLISH)] == ["event/e1.html", "event/c1.html"]
    assert found.events("CN", ENGLISH) == []
    assert found.days == {"IR": {date(2022, 9, 21)}}


def test_silences_and_parts_are_no_events_of_their_own() -> None:
    parts = [event(kind="silence"), event(part_of="e0")]
    assert beside(parts, {}).events("IR", ENGLISH) == []


def test_without_a_report_there_is_nothing_beside() -> None:
    assert NOTHING_BESIDE.events("IR", ENGLISH) == ()
    assert not NOTHING_BESIDE.home


def test_what_grades_rest_on_is_found_once_for_its_country() -> None:
    (only,) = graded_events(shelf(), "IR", ENGLISH)
    assert only.end is None
    assert only.href == "register/claims/S2-16.html"
    assert graded_events(shelf(), "CN", ENGLISH) == []


def test_a_loss_in_words() -> None:
    assert loss_words(EVENT, ENGLISH) == (
        "Loss of connectivity in IR: routes (BGP) −50 %; active probing −96 %"
    )
