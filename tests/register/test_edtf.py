from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.register.edtf import Span, bounds, day_span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-11-16", date(2019, 11, 16), date(2019, 11, 16)),
        ("2019-11-16T14:00:00Z", date(2019, 11, 16), date(2019, 11, 16)),
        ("2021-07~", date(2021, 7, 1), date(2021, 7, 31)),
        ("2004-06-~11", date(2004, 6, 11), date(2004, 6, 11)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("2019-XX", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-X1", date(2019, 1, 1), date(2019, 11, 30)),
        ("2019-22", date(2019, 6, 1), date(2019, 8, 31)),
        ("2019-34", date(2019, 4, 1), date(2019, 6, 30)),
        ("2010/..", date(2010, 1, 1), None),
        ("../2010", None, date(2010, 12, 31)),
        ("2020-09-01/2020-09-03", date(2020, 9, 1), date(2020, 9, 3)),
        ("{2016,2020}", date(2016, 1, 1), date(2020, 12, 31)),
        ("[2016,2018..]", date(2016, 1, 1), None),
        ("Y-17E7", None, None),
    ],
)
def test_spans(text: str, first: date | None, last: date | None) -> None:
    assert bounds(text) == Span(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019-13",
        "2019-02-30",
        "2021-02-29",
        "2019-22-01",
        "16/11/2019",
        "2019/2018",
        "/",
        "{}",
        "May 2019",
        "2019-1-6",
        "۲۰۱۹",
        "2019-11-16T25:00:00Z",
        "..",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        bounds(text)


def test_an_empty_date_is_no_limit() -> None:
    assert day_span("") == Span(None, None)


days = st.dates(date(1000, 1, 1), date(9998, 1, 1))


@given(days, st.integers(0, 400))
def test_every_interval_of_days_is_itself(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assert bounds(f"{first}/{last}") == Span(first, last)


@given(st.text(alphabet="0123456789X-~?%/.{}[],YEST", max_size=14))
def test_nothing_but_a_value_error(text: str) -> None:
    try:
        span = bounds(text)
    except ValueError:
        return
    assert span.first is None or span.last is None or span.first <= span.last


def test_overlap() -> None:
    assert bounds("2010/..").overlaps(bounds("2019"))
    assert not bounds("2010").overlaps(bounds("2011"))
