from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.sources.ooni.places import Tags, as_number, microseconds, place_of, read_tags
from tests.making import FUZZ


@pytest.mark.parametrize(
    ("tags", "read"),
    [
        (None, Tags(None, None, None)),
        ((), Tags(None, None, None)),
        (("classic", "depth=0", "fetch_body=true"), Tags(True, True, 0)),
        (("depth=3", "fetch_body=false"), Tags(False, False, 3)),
        (("depth=", "fetch_body=maybe"), Tags(None, False, None)),
        (("depth=-1",), Tags(None, False, None)),
        (("depth=9999",), Tags(None, False, 9999)),
        (("depth=99999999999999999999",), Tags(None, False, None)),  # it fits no column
        (("depth=" + "9" * 5_000,), Tags(None, False, None)),  # nor does Python read it
    ],
)
def test_tags(tags: tuple[str, ...] | None, read: Tags) -> None:
    assert read_tags(tags) == read


def test_before_tags_every_connection_is_part_of_reaching_the_site() -> None:
    assert place_of(None, True) == Tags(True, True, 0)
    assert place_of(("depth=2",), True) == Tags(True, True, 2)
    assert place_of(None, False) == Tags(None, None, None)
    assert place_of(("depth=2",), False) == Tags(None, False, 2)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("AS64500", 64500),
        ("as64500", 64500),
        (" 64500 ", 64500),
        ("AS0", 0),
        ("AS4294967295", 4294967295),
        (None, 0),
        ("", 0),
        ("AS", 0),
        ("AS-1", 0),
        ("ASN1", 0),
        ("AS12345678901", 0),
        ("AS" + "9" * 5_000, 0),
    ],
)
def test_as_number(text: str | None, number: int) -> None:
    assert as_number(text) == number


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-04 05:06:07", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2026-03-04T05:06:07Z", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2026-03-04T05:06:07.5+03:30", datetime(2026, 3, 4, 1, 36, 7, 500_000, tzinfo=UTC)),
        ("1970-01-01 00:00:00", datetime(1970, 1, 1, tzinfo=UTC)),
        ("1969-12-31 23:59:59", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_times_are_utc(text: str, moment: datetime) -> None:
    assert microseconds(text) == round(moment.timestamp() * 1_000_000)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "yesterday",
        "2026-02-30 00:00:00",
        "2026-03-04 25:00:00",
        "0001-01-01T00:00:00+01:00",  # before year 1 in UTC
        "9999-12-31T23:59:59-01:00",
    ],
)
def test_what_is_no_time(text: str | None) -> None:
    assert microseconds(text) is None


@FUZZ
@given(st.text() | st.datetimes(timezones=st.timezones()).map(datetime.isoformat))
def test_no_text_raises(text: str) -> None:
    read_tags((text, f"depth={text}"))
    assert as_number(text) < 10**10
    found = microseconds(text)
    assert found is None or abs(found) < 2**63
