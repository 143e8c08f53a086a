from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.i18n import messages
from fanous.register.edtf import Span, day_span
from fanous.reports.register_measured import MeasuredEvent
from fanous.reports.register_timeline import Figure, Placed, figure

ENGLISH = messages("en")


def claim(written: str, style: str = "stated") -> Placed:
    return Placed(day_span(written), style, written, written)


def event(day: date, days: int | None = 1) -> MeasuredEvent:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return MeasuredEvent(start, start + timedelta(days=days) if days else None, "x", "x.html")


def drawn(*claims: Placed, events: list[MeasuredEvent] | None = None) -> Figure:
    made = figure(ENGLISH, claims, events or [])
    assert made is not None
    return made


def test_nothing_with_a_time_is_no_drawing() -> None:
    assert figure(ENGLISH, [], []) is None


def test_a_claim_is_as_wide_as_its_date_can_mean() -> None:
    made = drawn(claim("2019"), claim("2020-03-01"), claim("2021/.."))
    year, day, onward = (next(m for m in made.claims if m.title == t) for t in (
        "2019", "2020-03-01", "2021/.."))  # fmt: skip
    assert (year.x, round(year.width, 1)) == (0.0, 33.3)
    assert day.width == 0.9
    assert onward.x + onward.width == pytest.approx(100)
    assert onward.open_end
    assert not year.open_end


def test_claims_of_one_date_stand_on_each_other() -> None:
    made = drawn(claim("2019"), claim("2019"), claim("2019"))
    heights = [mark.y for mark in made.claims]
    assert len(set(heights)) == 3
    assert max(heights) < made.axis


def test_thousands_of_claims_are_drawn_thinner() -> None:
    made = drawn(*[claim("2019")] * 2_000)
    assert made.height < 500
    assert len({mark.y for mark in made.claims}) > 500


def test_events_lie_below_the_axis_on_the_same_scale() -> None:
    made = drawn(claim("2019-11-16"), events=[event(date(2019, 11, 16))])
    assert made.events[0].x == made.claims[0].x
    assert made.events[0].y > made.axis > made.claims[0].y
    assert made.events[0].number == "1"


def test_an_open_end_is_not_drawn_as_one_that_is_known() -> None:
    made = drawn(events=[event(date(2019, 11, 16), None), event(date(2019, 1, 1), 300)])
    assert [mark.open_end for mark in made.events] == [True, False]
    assert made.events[0].width == 0.9


def test_more_events_than_fit_are_counted() -> None:
    many = [event(date(2019, 1, 1)) for _ in range(50)]
    made = drawn(events=many)
    assert len(made.events) + made.left_out == 50
    assert made.left_out == 20
    assert not any(mark.number for mark in made.events)


def test_the_band_joins_months_that_follow_one_another() -> None:
    days = [date(2019, 12, 5), date(2020, 1, 1), date(2020, 6, 30)]
    made = figure(ENGLISH, [], [], days)
    assert made is not None
    assert [mark.title for mark in made.band] == ["2019-12 – 2020-01", "2020-06 – 2020-06"]
    assert all(mark.y > made.axis for mark in made.band)


def test_years_are_few_and_in_the_readers_digits() -> None:
    made = figure(messages("fa"), [claim("2001"), claim("2026")], [])
    assert made is not None
    assert len(made.ticks) <= 7
    assert made.ticks[0].label == "۲۰۰۱"


DAYS = st.dates(date(2005, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(DAYS, st.integers(0, 900), st.booleans()), max_size=25),
       st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=40))  # fmt: skip
def test_everything_lies_within_and_nothing_on_another(
    spans: list[tuple[date, int, bool]], times: list[tuple[date, int]]
) -> None:
    claims = [
        Placed(Span(day, None if goes_on else day + timedelta(days=n)), "stated", "x", f"{day}{n}")
        for day, n, goes_on in spans
    ]
    events = [event(day, n) for day, n in times]
    made = figure(ENGLISH, claims, events)
    if made is None:
        assert not claims and not events
        return
    marks = [*made.claims, *made.events]
    assert len(made.claims) == len(claims)
    assert len(made.events) + made.left_out == len(events)
    for mark in marks:
        assert mark.width > 0
        assert mark.x >= 0
        assert mark.x + mark.width <= 100.001
        assert 0 <= mark.y < made.height
    for place, mark in enumerate(marks):
        for other in marks[:place]:
            apart = mark.x >= other.x + other.width or other.x >= mark.x + mark.width
            assert apart or mark.y != other.y
