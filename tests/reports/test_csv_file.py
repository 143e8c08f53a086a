"""CSV cells: text stays text in a spreadsheet, numbers stay numbers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.reports.csv_file import cell, csv_bytes


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "true"),
        (0, "0"),
        (-3, "-3"),
        (0.5, "0.5"),
        (datetime(2026, 1, 5, 3, 4, 5, tzinfo=UTC), "2026-01-05T03:04:05Z"),
        (datetime(2026, 1, 5, 3, tzinfo=timezone(timedelta(hours=3))), "2026-01-05T00:00:00Z"),
        (date(2026, 1, 5), "2026-01-05"),
        (["a", "b"], "a;b"),
        ("=cmd()", "'=cmd()"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\t=1", "'⟨U+0009⟩=1"),
        (["=a"], "'=a"),
        ("a=b", "a=b"),
        ("two\nlines", "two⟨U+000A⟩lines"),
        ("\u202eabc", "⟨U+202E⟩abc"),
    ],
)
def test_cells(value: object, written: str) -> None:
    assert cell(value) == written


@given(st.text(), st.text())
def test_a_row_reads_back_as_one_row_and_never_as_a_formula(one: str, other: str) -> None:
    data = csv_bytes(("one", "other"), [(one, other)])
    header, row = csv.reader(io.StringIO(data.decode(), newline=""))
    assert header == ["one", "other"]
    assert row == [
        cell(one).encode("utf-8", "replace").decode(),
        cell(other).encode("utf-8", "replace").decode(),
    ]
    assert not any(text.lstrip().startswith(("=", "+", "-", "@")) for text in row)
