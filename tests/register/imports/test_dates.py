from __future__ import annotations

import pytest

from fanous.register.edtf import bounds
from fanous.register.imports.dates import iso, order_problem, written_out


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Wednesday, March 17, 2021, 4:40:00 PM", "2021-03-17T16:40:00Z"),
        ("Sunday, January 10, 2021, 12:10:00 AM", "2021-01-10T00:10:00Z"),
        ("Monday, May 28, 2018, 12:00 PM", "2018-05-28T12:00:00Z"),
        ("Saturday June 2, 2018, 8:00 AM", "2018-06-02T08:00:00Z"),
        ("7/28/2020", "2020-07-28"),
        ("", ""),
        ("N/A", ""),
    ],
)
def test_written_out(text: str, edtf: str) -> None:
    found = written_out(text)
    assert (found.edtf, found.problem) == (edtf, "")
    assert not edtf or bounds(edtf).first


@pytest.mark.parametrize(
    ("text", "kept", "says"),
    [
        ("7/28/2020  17:00:00 PM", "2020-07-28", "time of day"),
        ("Thursday, September 9, 2021, 2:50: AM", "2021-09-09", "time of day"),
        ("7/28/2020  16:1:00 PM", "2020-07-28", "time of day"),
        ("Monday, February 30, 2021, 2:50:00 AM", "", "no such day"),
        ("Monday, March 17, 2021, 4:40:00 PM", "2021-03-17T16:40:00Z", "is a Wednesday"),
        ("17 March 2021", "", "no date"),
        ("Monday, Brumaire 7, 2021", "", "no month"),
        ("1/1/1900", "", "before 1990"),
    ],
)
def test_a_date_that_cannot_be_is_told(text: str, kept: str, says: str) -> None:
    found = written_out(text)
    assert found.edtf == kept
    assert says in found.problem


def test_iso() -> None:
    assert iso("2018-05-05 00:00:00.000000", days_only=True).edtf == "2018-05-05"
    assert iso("2026-01-20T07:00:00+00:00").edtf == "2026-01-20T07:00:00Z"
    assert iso("2026-02-18T00:00:00.000000Z").edtf == "2026-02-18T00:00:00Z"
    assert iso("2026-02-30").problem
    assert iso("0001-01-01").problem
    assert (iso("").edtf, iso("").problem) == ("", "")


def test_order() -> None:
    assert order_problem("2020-02-18", "2020-02-12")
    assert not order_problem("2020-02-18", "2020-02-18T10:00:00Z")
    assert not order_problem("2020-02-18", "")
