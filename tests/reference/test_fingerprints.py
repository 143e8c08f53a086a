from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.errors import CuratedFileError
from fanous.reference.fingerprints import (
    KINDS,
    DnsFingerprints,
    Fingerprint,
    HttpFingerprints,
    load_fingerprints,
)
from tests.making import FUZZ, fingerprints


def row(
    name: str,
    pattern: str,
    *,
    scope: str = "nat",
    location: str = "body",
    kind: str = "contains",
    countries: str = "",
) -> Fingerprint:
    return Fingerprint(name, scope, location, kind, pattern, frozenset(countries.split()))


def in_body(pattern: str, kind: str, body: str) -> bool:
    ids, _ = HttpFingerprints((row("a", pattern, kind=kind),)).match({}, body, "XA")
    return ids == ["a"]


def in_header(pattern: str, kind: str, value: str) -> bool:
    table = HttpFingerprints((row("a", pattern, kind=kind, location="header.server"),))
    ids, _ = table.match({"server": value, "via": pattern}, "", "XA")
    return ids == ["a"]


@pytest.mark.parametrize("looked", [in_body, in_header])
@pytest.mark.parametrize(
    ("kind", "pattern", "text", "matches"),
    [
        ("full", "blocked", "blocked", True),
        ("full", "blocked", "blocked.", False),
        ("full", "blocked", ".blocked", False),
        ("prefix", "blocked", "blocked.", True),
        ("prefix", "blocked", ".blocked", False),
        ("contains", "blocked", "it is blocked here", True),
        ("contains", "blocked", "it is Blocked here", False),
        ("contains", "a.c", "abc", False),  # a literal, never an expression
        ("regexp", r"a\d+c", "x a12c", True),
        ("regexp", r"a\d+c", "ac", False),
        ("regexp", r"^a$", "b a", False),
        ("contains", "محدود", "این سایت محدود است", True),
        ("full", "é€😀", "é€😀", True),  # ends are counted in characters, not bytes
        ("prefix", "é€😀", "é€😀é", True),
    ],
)
def test_pattern_types(looked: object, kind: str, pattern: str, text: str, matches: bool) -> None:
    assert callable(looked)
    assert looked(pattern, kind, text) is matches


def test_an_expression_over_a_body_spans_lines() -> None:
    assert in_body("a.*b", "regexp", "a\n\nb")


def test_overlapping_literals_are_all_found() -> None:
    table = HttpFingerprints((row("a", "abc"), row("b", "bcd"), row("c", "abc"), row("d", "bc")))
    assert table.match({}, "xabcdx", "XA")[0] == ["a", "b", "c", "d"]


def test_only_the_named_header_counts() -> None:
    table = HttpFingerprints((row("a", "Filter", location="header.server"),))
    assert table.match({"via": "Filter"}, "Filter", "XA") == ([], None)
    assert table.match({"server": "Filter 1"}, "", "XA") == (["a"], "product")


@pytest.mark.parametrize(
    ("scope", "countries", "probe_cc", "kind"),
    [
        ("nat", "XA XB", "XA", "country"),
        ("isp", "XB", "XA", "abroad"),
        ("prod", "", "XA", "product"),
        ("prod", "XA", "XA", "country"),
        ("inst", "", "XA", "product"),
        ("vbw", "", "XA", "vague"),
        ("vbw", "XA", "XA", "country"),
        ("vbw", "XB", "XA", "abroad"),
        ("nat", "", "XA", "product"),
        ("fp", "XA", "XA", "false_positive"),
        ("fp", "", "ZZ", "false_positive"),
        ("nat", "XA", "ZZ", "abroad"),  # an unknown country is nobody's own
    ],
)
def test_what_a_match_is_worth(scope: str, countries: str, probe_cc: str, kind: str) -> None:
    assert row("a", "x", scope=scope, countries=countries).kind(probe_cc) == kind
    assert kind in KINDS


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([("fp", ""), ("nat", "XA")], "false_positive"),
        ([("vbw", ""), ("nat", "XA"), ("prod", "")], "country"),
        ([("vbw", ""), ("prod", "")], "product"),
        ([("nat", "XB"), ("vbw", "")], "vague"),
        ([("nat", "XB")], "abroad"),
    ],
)
def test_the_strongest_kind_decides_and_a_false_positive_silences(
    rows: list[tuple[str, str]], kind: str
) -> None:
    made = tuple(
        row(f"id{number}", "x", scope=scope, countries=countries)
        for number, (scope, countries) in enumerate(rows)
    )
    for ordered in (made, made[::-1]):
        ids, found = HttpFingerprints(ordered).match({}, "x", "XA")
        assert found == kind
        assert ids == sorted(item.name for item in made)


def test_no_table_is_not_the_same_as_no_match() -> None:
    assert HttpFingerprints().match({"server": "x"}, "x", "XA") == (None, None)
    assert DnsFingerprints().match(["192.0.2.1"], [], "XA") == (None, None)
    assert HttpFingerprints((row("a", "x"),)).match({}, "", "XA") == ([], None)
    assert DnsFingerprints((row("a", "192.0.2.9"),)).match(["192.0.2.1"], [], "XA") == ([], None)


def test_dns_answers_match_by_address_or_name() -> None:
    table = DnsFingerprints(
        (
            row("a", "192.0.2.9", countries="XA", kind="full", location="dns"),
            row("b", "Block.Example", kind="full", location="dns"),
            row("c", "2001:DB8:0::9", kind="full", location="dns"),
        )
    )
    assert table.match(["192.0.2.9"], [], "XA") == (["a"], "country")
    assert table.match([], ["block.example"], "XA") == (["b"], "product")
    assert table.match(["2001:db8::9"], [], "XA") == (["c"], "product")
    assert table.match(["192.0.2.90"], ["www.block.example"], "XA") == ([], None)


@FUZZ
@given(st.text(), st.text(min_size=1))
def test_literals_agree_with_python(body: str, pattern: str) -> None:
    assert in_body(pattern, "contains", body) is (pattern in body)
    assert in_body(pattern, "prefix", body) is body.startswith(pattern)
    assert in_body(pattern, "full", body) is (body == pattern)


def test_reading_a_table(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(
        fingerprints(
            ("id.a", "nat", "body", "contains", "no, entry", "xa, XB"),
            ("id.b", "fp", "Header.Server", "full", "nginx", ""),
        )
    )
    assert load_fingerprints(path) == (
        Fingerprint("id.a", "nat", "body", "contains", "no, entry", frozenset({"XA", "XB"})),
        Fingerprint("id.b", "fp", "header.server", "full", "nginx", frozenset()),
    )


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (("id", "moon", "body", "full", "x", ""), "scope 'moon' is not one of"),
        (("id", "nat", "body", "glob", "x", ""), "pattern_type 'glob' is unknown"),
        (("id", "nat", "body", "full", "", ""), "the pattern is empty"),
        (("id", "nat", "body", "regexp", "a(", ""), "not a regular expression"),
        (("id", "nat", "header.server", "regexp", "a(", ""), "not a regular expression"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(
    tmp_path: Path, bad: tuple[str, str, str, str, str, str], words: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(fingerprints(("good", "nat", "body", "full", "x", ""), bad))
    with pytest.raises(CuratedFileError) as caught:
        load_fingerprints(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:3: ")
    assert words in message
    assert caught.value.remedy in message and caught.value.remedy
