from __future__ import annotations

from fanous.register.edtf import bounds
from fanous.register.grading.finding import Window, not_covered
from tests.register.grading.evidence_of import at, drop_link


def test_a_window_is_whole_days() -> None:
    window = Window.of(drop_link(date_from="2019-11-15", date_to="2019-11-16"))
    assert (window.first, window.last) == (at("2019-11-15"), at("2019-11-17"))
    assert window.days == 2


def test_a_month_is_a_window_of_its_own() -> None:
    window = Window.of(drop_link(date_from="2020-02", date_to=""))
    assert (window.first, window.last) == (at("2020-02-01"), at("2020-03-01"))


def test_open_ends_reach_far() -> None:
    assert Window.spanning(bounds("2010/..")).last.year > 2090


def test_overlap() -> None:
    window = Window.of(drop_link(date_from="2019-11-15", date_to="2019-11-16"))
    assert window.overlaps(at("2019-11-10"), None)
    assert not window.overlaps(at("2019-11-10"), at("2019-11-14"))
    assert not window.overlaps(at("2019-11-17"), None)


def test_not_covered_is_no_finding_against_anything() -> None:
    found = not_covered("nothing", signals=1)
    assert (found.outcome, found.control, found.counts) == ("not-covered", "none", {"signals": 1})
