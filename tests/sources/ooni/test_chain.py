from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.sources.ooni.chain import depths
from fanous.sources.ooni.wire import HttpRequest, Request
from tests.making import FUZZ

A, B, C = "http://a.example/", "http://b.example/", "https://b.example/"


def requests(*urls: str | None) -> list[Request]:
    """In order of time; the wire has them in reverse."""
    return [Request(request=HttpRequest(url=text)) for text in reversed(urls)]


@pytest.mark.parametrize(
    ("start", "urls", "found"),
    [
        (A, (A, B, C), [0, 1, 2]),
        (A, (A, A, A), [0, 0, 0]),  # a URL tried three times is one step
        (A, (A, B, B), [0, 1, 1]),
        (A, (A, B, A), [0, 1, 2]),
        (A, (C,), [1]),  # Measurement Kit keeps only the last of a chain that failed
        (A, (C, C), [1, 1]),
        (A, (A, None, A), [0, 0, 0]),  # what has no URL is no redirect
        (A, (None, B), [0, 1]),
        (A, (A, None, B), [0, 0, 1]),
        (A, (A, "/broken", B), [0, 0, 1]),
        (None, (A, A, B), [0, 0, 1]),
        ("", (None, None), [0, 0]),
        (A, (), []),
    ],
)
def test_depths(start: str | None, urls: tuple[str | None, ...], found: list[int]) -> None:
    assert depths(requests(*urls), start) == found[::-1]


@pytest.mark.parametrize(
    ("written", "tried", "depth"),
    [
        ("http://a.example", "http://a.example/", 0),
        ("http://A.example:80/x/", "http://a.example/x#part", 0),
        ("http://a.example/é", "http://a.example/%C3%A9", 0),
        ("http://bücher.example/", "http://xn--bcher-kva.example", 0),
        ("http://a.example/", "https://a.example/", 1),
        ("http://a.example/", "http://a.example:8080/", 1),
        ("http://a.example/", "http://www.a.example/", 1),
        ("http://a.example/x", "http://a.example/X", 1),
        ("http://a.example/?q=1", "http://a.example/?q=2", 1),
    ],
)
def test_what_makes_a_url_another(written: str, tried: str, depth: int) -> None:
    assert depths(requests(tried), written) == [depth]


def test_a_request_without_its_part() -> None:
    assert depths([Request(), *requests(B)], A) == [1, 1]


@FUZZ
@given(
    st.lists(st.none() | st.text(max_size=3) | st.sampled_from([A, B, C])), st.none() | st.text()
)
def test_depth_never_falls_and_grows_by_one(urls: list[str | None], start: str | None) -> None:
    found = depths(requests(*urls), start)[::-1]
    steps = [after - before for before, after in zip([0, *found], found, strict=False)]
    assert len(found) == len(urls) and set(steps) <= {0, 1}


@FUZZ
@given(st.lists(st.sampled_from([A, B, C]), min_size=1), st.data())
def test_a_repeated_url_changes_no_other_depth(urls: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(urls) - 1))
    once, twice = (
        depths(requests(*tried), A)[::-1] for tried in (urls, [*urls[:at], urls[at], *urls[at:]])
    )
    assert twice == [*once[: at + 1], once[at], *once[at + 1 :]]
