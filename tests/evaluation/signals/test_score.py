from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fanous.errors import CuratedFileError, InputError
from fanous.evaluation.signals.score import Span, Truth, applicable, read_truth, score_spans
from fanous.events.connectivity import Interval
from tests.making_signals import DAY, HOUR, at, flat, series

HEAD = "id,group,cc,country,scope,where,kind,start_utc,end_utc,series\n"
LONG = series(flat(100))


def span(start: float, end: float | None) -> Span:
    ends = None if end is None else Interval(at(end) - HOUR, at(end))
    return Span("country:XA", Interval(at(start) - HOUR, at(start)), ends, at(start))


def truth(start: float, end: float | None) -> Truth:
    return Truth("T", "country:XA", at(start), None if end is None else at(end))


def test_found_in_pieces_late_and_closed_early() -> None:
    scores = score_spans([truth(20, 40)], [span(20.5, 27), span(28, 35)], [LONG])
    (item,) = scores.found
    assert scores.recall == (1, 1)
    assert item.pieces == 2
    assert item.delay == 12 * 60
    assert item.onset_error == 11 * 60
    assert item.end_error == -5 * 24 * 60
    assert scores.false == ()


def test_an_interval_that_holds_the_truth_has_no_error() -> None:
    (item,) = score_spans([truth(20, 40)], [span(20, 40)], [LONG]).found
    assert (item.onset_error, item.end_error, item.is_open) == (0.0, 0.0, False)
    (item,) = score_spans([truth(20, None)], [span(20, None)], [LONG]).found
    assert item.is_open


def test_false_events_come_with_the_bound_that_the_time_allows() -> None:
    """59 clean days without an alarm bound the rate below 19 a year: three over 0.16."""
    clean = series(flat(59))
    none = score_spans([], [], [clean])
    assert none.clean_years == pytest.approx(59 / 365.25)
    assert none.false_bound == pytest.approx(3.0 / none.clean_years, rel=0.01)
    one = score_spans([], [span(20, 21)], [clean])
    assert len(one.false) == 1
    assert one.false_bound is not None and one.false_bound > (none.false_bound or 0)
    assert score_spans([], [], []).false_bound is None


def test_regions_stand_in_for_a_country_without_series() -> None:
    region = replace(LONG, entity="region:XA-North")
    found = score_spans(
        [truth(20, 30)], [replace(span(20, 30), entity="region:XA-North")], [region]
    )
    assert found.recall == (1, 1)


def test_rows_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        HEAD
        + "A,g,XA,Xanadu,national,,total,2026-01-21T00:00Z,2026-01-24T00:00Z,a.csv\n"
        + "B,g,XA,Xanadu,national,,total,2026-01-21T06:00Z,,\n"
        + "C,,XA,Xanadu,asn,AS64500 Homes,total,2026-01-21T00:00Z,2026-01-21T00:00Z,\n"
        + "D,,XA,Xanadu,region,North,cut,2026-01-21T00:00Z,,\n"
        + "E,,,Nowhere,national,,total,2026-01-21T00:00Z,,\n"
        + "F,,XA,Xanadu,national,,recovery_stage,2026-01-21T00:00Z,,\n"
    )
    read = read_truth(path)
    assert [(item.id, item.entity) for item in read] == [
        ("A", "country:XA"), ("B", "country:XA"), ("C", "asn:64500"), ("D", "region:XA-North")
    ]  # fmt: skip
    assert read[2].end == read[2].start + DAY
    assert [item.id for item in applicable(read, [LONG])] == ["A"]


def test_a_wrong_time_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEAD + "A,,XA,Xanadu,national,,total,in January,,\n")
    with pytest.raises(CuratedFileError, match=r"t\.csv:2"):
        read_truth(path)
    with pytest.raises(InputError):
        read_truth(tmp_path / "gone.csv")
