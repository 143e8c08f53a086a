from __future__ import annotations

import pytest

from fanous.reports.register_differences import differences_page
from tests.reports.register_making import desk, shelf, shown


@pytest.fixture(scope="module")
def said() -> str:
    return shown(differences_page(desk()))


def between(said: str, start: str, end: str) -> str:
    """A part of the page; each heading stands once before, among the links to the parts."""
    return said[said.rindex(start) : said.rindex(end)]


def test_every_known_error_of_a_source_is_told(said: str) -> None:
    part = between(said, "Known errors of sources", "Said and said otherwise")
    for source in shelf().register.sources.values():
        for error in source.errors:
            assert error.what in part


def test_every_contradiction_stands_once(said: str) -> None:
    part = between(said, "Said and said otherwise", "Replies and denials")
    for key, claim in shelf().register.claims.items():
        for other in claim.contradicts:
            assert key in part
            assert other in part
    assert part.count("R-13 ·") == 1  # name each other
    assert "R-05" in part  # the tenfold slip


def test_denials_stand_with_what_they_deny(said: str) -> None:
    part = between(said, "Replies and denials", "Many claims, one root")
    for key in ("R-04", "S1-19", "S1-46", "S1-74", "R-11"):
        assert key in part


def test_echoes_and_copies(said: str) -> None:
    part = between(said, "Many claims, one root", "Reposts")
    assert "S1-29" in part
    assert "S2-16" not in part
    assert "Two lines on top" in said[said.rindex("Reposts") :]


def test_it_reads_from_right_to_left_too() -> None:
    path, content = differences_page(desk("fa"))
    assert path == "fa/register/differences.html"
    assert b'<p class="told" lang="en" dir="ltr">' in content
