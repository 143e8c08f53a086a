from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.reference.patterns import matcher
from fanous.reference.text_search import TextSearch
from tests.making import FUZZ

LONG = "a pattern that is longer than what the automaton looks for"


@pytest.mark.parametrize(
    ("patterns", "text", "found"),
    [
        ([], "anything", {}),
        ([("contains", "abc")], "", {}),
        ([("contains", "abc"), ("contains", "bcd"), ("contains", "bc")], "xabcd", None),
        ([("contains", LONG), ("contains", LONG[:-1] + "!")], f"é{LONG}", {0: (1, 1 + len(LONG))}),
        ([("contains", LONG)], LONG[:20] + LONG, {0: (20, 20 + len(LONG))}),
        ([("prefix", LONG), ("full", LONG)], f"{LONG}.", {0: (0, len(LONG))}),
        ([("prefix", LONG), ("full", LONG)], f".{LONG}", {}),
        ([("regexp", "start.*finish"), ("contains", "é")], "start é finish", None),
        ([("regexp", "start.*finish")], "finish start", {}),
        ([("regexp", "r(e|i)d")], "a red rid", {0: (2, 5)}),
        ([("contains", "ab"), ("contains", "ab")], "abab", {0: (0, 2), 1: (0, 2)}),
    ],
)
def test_what_is_found(
    patterns: list[tuple[str, str]], text: str, found: dict[int, tuple[int, int]] | None
) -> None:
    one_by_one = {
        index: span
        for index, (kind, pattern) in enumerate(patterns)
        if (span := matcher(kind, pattern)(text)) is not None
    }
    assert TextSearch(patterns).find(text) == one_by_one
    if found is not None:
        assert one_by_one == found


_TEXT = st.text(st.sampled_from("abé"), min_size=1, max_size=8)
_PATTERN = st.tuples(st.sampled_from(["full", "prefix", "contains", "regexp"]), _TEXT)


@FUZZ
@given(st.lists(_PATTERN, max_size=12), st.text(st.sampled_from("abé"), max_size=40))
def test_many_at_once_are_each_by_itself(patterns: list[tuple[str, str]], text: str) -> None:
    found = TextSearch(patterns).find(text)
    for index, (kind, pattern) in enumerate(patterns):
        assert found.get(index) == matcher(kind, pattern)(text)
