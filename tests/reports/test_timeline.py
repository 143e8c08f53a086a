"""The window in steps: none missing, and every day in one of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fanous.reports.timeline import Step, Timeline

FIRST = date(2026, 1, 5)


def test_steps_grow_with_the_window() -> None:
    assert Timeline(FIRST, FIRST).starts == (FIRST,)
    assert Timeline(FIRST, FIRST + timedelta(days=13)).step is Step.DAY
    assert len(Timeline(FIRST, FIRST + timedelta(days=13)).starts) == 14
    assert Timeline(FIRST, FIRST + timedelta(days=300)).step is Step.WEEK
    years = Timeline(date(2017, 7, 25), date(2025, 5, 27))
    assert years.step is Step.MONTH
    assert years.starts[0] == date(2017, 7, 1)
    assert years.starts[-1] == date(2025, 5, 1)
    assert len(years.starts) == 95


@given(st.dates(date(2012, 1, 1), date(2030, 1, 1)), st.integers(0, 3000), st.data())
def test_every_day_has_a_place(first: date, days: int, data: st.DataObject) -> None:
    timeline = Timeline(first, first + timedelta(days=days))
    day = first + timedelta(days=data.draw(st.integers(0, days)))
    place = timeline.place(day)
    assert timeline.starts[place] <= day
    assert place == len(timeline.starts) - 1 or day < timeline.starts[place + 1]
    assert list(timeline.starts) == sorted(set(timeline.starts))
