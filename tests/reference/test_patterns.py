from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.reference.patterns import PATTERN_TYPES, Expression, matcher
from tests.making import FUZZ


@pytest.mark.parametrize(
    ("kind", "pattern", "text", "span"),
    [
        ("full", "blocked", "blocked", (0, 7)),
        ("full", "blocked", "blocked.", None),
        ("prefix", "blocked", "blocked.", (0, 7)),
        ("prefix", "blocked", ".blocked", None),
        ("contains", "blocked", "é blocked blocked", (2, 9)),
        ("contains", "a.c", "abc", None),
        ("regexp", r"b(l|r)ock", "é brock block", (2, 7)),
        ("regexp", r"a\d+c", "é a12c", (2, 6)),
        ("regexp", "URL .* Sp.*er Gate", "é URL x\ny Spyder Gate!", (2, 21)),
        ("regexp", "URL .* Sp.*er Gate", "Spyder Gate URL x", None),
        ("regexp", r"You don.t", "You don’t", (0, 9)),
        ("regexp", r"^stop$", "stop", (0, 4)),
        ("regexp", r"^stop$", "nonstop", None),
        ("regexp", r"a\.b\?", "a.b?", (0, 4)),
        ("regexp", r"colou?r", "color", (0, 5)),
        ("regexp", r"\n.*end", "x\n end", (1, 6)),
        ("regexp", r'{"msg":.*"id":', '{"msg": 1, "id": 2}', (0, 16)),
        ("regexp", r"[]x]yz[^]a]", "]yz!", (0, 4)),
        ("regexp", r"ab{2}c", "abbc", (0, 4)),
    ],
)
def test_where_a_pattern_holds(
    kind: str, pattern: str, text: str, span: tuple[int, int] | None
) -> None:
    assert kind in PATTERN_TYPES
    assert matcher(kind, pattern)(text) == span


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("plain", ("plain",)),
        (r"a\.b", ("a.b",)),
        ("one.*two.*?three", ("one", "two", "three")),
        ("colou?r", ("colo", "r")),
        ("ab*c", ("a", "c")),
        ("ab+c", ("ab", "c")),
        ("ab{2,3}c", ("a", "c")),
        ("ab{c", ("ab{c",)),
        ("a(b|c[)])d", ("a", "d")),
        (r"a(\)x)?d", ("a", "d")),
        (r"x\dy", ("x", "y")),
        ("^a$", ("a",)),
    ],
)
def test_what_a_match_must_contain(pattern: str, literals: tuple[str, ...]) -> None:
    expression = Expression(pattern)
    assert expression.literals == literals
    assert expression.gate == max(literals, key=len)


@pytest.mark.parametrize(
    ("kind", "pattern", "words"),
    [
        ("glob", "x", "pattern_type 'glob' is unknown"),
        ("full", "", "fits everything"),
        ("regexp", "", "fits everything"),
        ("regexp", ".*", "no literal text"),
        ("regexp", "(a+)+", "no literal text"),
        ("regexp", r"\w+", "no literal text"),
        ("regexp", "a|b", "alternatives outside a group"),
        ("regexp", "(?i)abc", "flags '(?i)'"),
        ("regexp", r"a(b)\1", "has no meaning here"),
        (r"regexp", r"ab\x41", "has no meaning here"),
        ("regexp", "ab\\", "has no meaning here"),
        ("regexp", "a(?=b)", "not a regular expression of RE2"),
        ("regexp", "ab(", "not a regular expression of RE2"),
        ("regexp", "ab[", "not a regular expression of RE2"),
        ("regexp", "b(a{1000}){1000}", "not a regular expression of RE2"),
    ],
)
def test_what_is_refused(kind: str, pattern: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        matcher(kind, pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("x(a+a+)+y", "x" + "a" * 100_000),  # exponential by backtracking
        ("<meta name=.*twitter:card", "<meta name=" * 50_000),  # quadratic
        ("ab.*cd.*ef.*gh", "abcdef" * 50_000),
        (r"x\d*\d*\d*y", "y x" + "1" * 100_000),
    ],
)
def test_no_expression_runs_away(pattern: str, text: str) -> None:
    find = matcher("regexp", pattern)
    start = time.perf_counter()
    assert find(text) is None
    assert time.perf_counter() - start < 5


_LITERAL = st.text(st.sampled_from("abé"), min_size=1, max_size=3)


@FUZZ
@given(st.lists(_LITERAL, min_size=1, max_size=3), st.text(st.sampled_from("abé\n"), max_size=30))
def test_literals_in_order_agree_with_python(literals: list[str], text: str) -> None:
    pattern = ".*".join(literals)
    span = matcher("regexp", pattern)(text)
    found = re.search(pattern.replace(".*", ".*?"), text, re.DOTALL)
    assert (span is None) is (found is None)
    if span is not None and found is not None:
        assert span[0] == found.start()
        assert re.fullmatch(pattern, text[slice(*span)], re.DOTALL)


@FUZZ
@given(
    st.sampled_from(["a.b", "ab?é", "a[bé]a", "(a|é)b", "ab+", "^ab", "é.?b$"]),
    st.text(st.sampled_from("abé\n"), max_size=12),
)
def test_expressions_agree_with_python(pattern: str, text: str) -> None:
    found = re.search(pattern.replace("$", r"\Z"), text, re.DOTALL)
    expected = found.span() if found else None
    assert matcher("regexp", pattern)(text) == expected
