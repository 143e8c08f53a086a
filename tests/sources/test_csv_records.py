from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from fanous.model.reject import RejectReason
from fanous.sources.csv_records import CsvRecord, csv_cells, csv_records
from fanous.sources.lines import RawLine, RefusedLine
from tests.making import FUZZ


def read(data: bytes) -> list[CsvRecord | RefusedLine]:
    lines = (RawLine(None, number, line) for number, line in enumerate(data.split(b"\n"), 1))
    return list(csv_records(line for line in lines if line.data))


def test_plain_and_quoted_cells() -> None:
    assert csv_cells(b"a,b,") == ["a", "b", ""]
    assert csv_cells(b'a,"b, ""c""",d') == ["a", 'b, "c"', "d"]
    assert csv_cells(b'a,"b"c') is None
    assert csv_cells(b'a,"b') is None


def test_a_cell_may_hold_line_ends() -> None:
    found = read(b'a,"two\nlines"\nb,c')
    assert [(item.line, item.cells) for item in found if isinstance(item, CsvRecord)] == [
        (1, ["a", "two\nlines"]),
        (3, ["b", "c"]),
    ]


def test_a_quote_that_is_never_closed_costs_its_own_line() -> None:
    bad, *rest = read(b'a,"b\nc,d\ne,f')
    assert isinstance(bad, RefusedLine)
    assert (bad.line, bad.reason) == (1, RejectReason.BAD_ROW)
    assert bad.sha256 and bad.byte_count == 4
    assert [item.cells for item in rest if isinstance(item, CsvRecord)] == [["c", "d"], ["e", "f"]]


def test_refused_lines_pass_through_also_within_quotes() -> None:
    cut = RefusedLine(None, 2, RejectReason.TRUNCATED_SOURCE, "cut")
    found = list(csv_records([RawLine(None, 1, b'a,"b'), cut]))
    assert [type(item) for item in found] == [RefusedLine, RefusedLine]
    assert found[1] is cut


def test_a_quote_is_not_looked_for_without_end() -> None:
    found = read(b'a,"b\n' + b"c\n" * 5_000)
    assert isinstance(found[0], RefusedLine)
    assert len(found) == 5_001


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=8)


@FUZZ
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_a_writer_writes_is_read_again(rows: list[list[str]]) -> None:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerows(rows)
    found = read(sink.getvalue().encode())
    assert [item.cells for item in found if isinstance(item, CsvRecord)] == rows


@FUZZ
@given(st.binary(max_size=200))
def test_any_bytes_give_records_or_refusals(data: bytes) -> None:
    for item in read(data):
        assert isinstance(item, CsvRecord | RefusedLine)
