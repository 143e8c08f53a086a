from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.reference.fingerprints import KINDS, DnsFingerprints, Fingerprint, HttpFingerprints
from tests.making import FUZZ


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
    ids, _, _ = HttpFingerprints((row("a", pattern, kind=kind),)).match({}, body, "XA")
    return ids == ["a"]


def in_header(pattern: str, kind: str, value: str) -> bool:
    table = HttpFingerprints((row("a", pattern, kind=kind, location="header.server"),))
    ids, _, _ = table.match({"server": value, "via": pattern}, "", "XA")
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
    assert table.match({"via": "Filter"}, "Filter", "XA") == ([], None, [])
    found = table.match({"server": "A Filter 1"}, "", "XA")
    assert found == (["a"], "product", ["header.server:2-8"])


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
def test_the_strongest_kind_decides_and_a_marker_in_its_place_silences(
    rows: list[tuple[str, str]], kind: str
) -> None:
    made = tuple(
        row(f"id{number}", "x", scope=scope, countries=countries)
        for number, (scope, countries) in enumerate(rows)
    )
    for ordered in (made, made[::-1]):
        ids, found, _ = HttpFingerprints(ordered).match({}, "x", "XA")
        assert found == kind
        assert ids == sorted(item.name for item in made)


MARKER = row("fp", "nginx", scope="fp")
GO = "http://block.example/"


def location(kind: str, countries: str = "XA") -> Fingerprint:
    return row("a", GO, kind=kind, location="header.location", countries=countries)


def page(kind: str, pattern: str, countries: str = "XA") -> Fingerprint:
    return row("a", pattern, kind=kind, countries=countries)


IN_LOCATION = row("fp", "login", scope="fp", location="header.location")


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ((MARKER,), "false_positive"),
        # A censor's redirect with the usual page of its web server.
        ((MARKER, location("contains")), "country"),
        ((MARKER, location("contains", "XB")), "abroad"),
        ((MARKER, location("prefix", "")), "product"),
        # In the same place: silenced, unless it is exact and of the probe's country.
        ((IN_LOCATION, location("contains")), "false_positive"),
        ((IN_LOCATION, location("prefix")), "country"),
        ((IN_LOCATION, location("prefix", "XB")), "false_positive"),
        (
            (
                IN_LOCATION,
                row("a", f"{GO}login", kind="full", location="header.location", countries="XA"),
            ),
            "country",
        ),
        ((IN_LOCATION, location("full")), "false_positive"),  # it does not fit
        ((MARKER, page("contains", "302")), "false_positive"),
        ((MARKER, page("prefix", "302")), "false_positive"),
        ((MARKER, page("full", "302 nginx")), "country"),
        ((MARKER, page("full", "302 nginx", "")), "false_positive"),
        # A marker of one place says nothing of another.
        ((IN_LOCATION, page("contains", "302")), "country"),
        ((IN_LOCATION, MARKER, page("contains", "302")), "false_positive"),
    ],
)
def test_a_marker_silences_its_own_place(rows: tuple[Fingerprint, ...], kind: str) -> None:
    for ordered in (rows, rows[::-1]):
        headers = {"location": f"{GO}login", "server": "nginx"}
        ids, found, _ = HttpFingerprints(ordered).match(headers, "302 nginx", "XA")
        assert found == kind
        assert ids  # every match is told, silenced or not


@FUZZ
@given(st.lists(st.sampled_from(["nat", "prod", "vbw", "fp"]), max_size=5), st.booleans())
def test_a_marker_in_the_body_changes_nothing_of_a_header(scopes: list[str], other: bool) -> None:
    rows = tuple(
        row(f"id{number}", "x", scope=scope, location="header.server", countries="XA" * other)
        for number, scope in enumerate(scopes)
        if scope != "fp"
    )
    _, alone, _ = HttpFingerprints((*rows, row("z", "y"))).match({"server": "x"}, "", "XA")
    _, beside, _ = HttpFingerprints((*rows, MARKER)).match({"server": "x"}, "nginx", "XA")
    assert beside == (alone or "false_positive")


def test_no_table_is_not_the_same_as_no_match() -> None:
    assert HttpFingerprints().match({"server": "x"}, "x", "XA") == (None, None, None)
    assert DnsFingerprints().match(["192.0.2.1"], [], "XA") == (None, None)
    assert HttpFingerprints((row("a", "x"),)).match({}, "", "XA") == ([], None, [])
    table = DnsFingerprints((row("a", "192.0.2.9", location="dns", kind="full"),))
    assert table.match(["192.0.2.1"], [], "XA") == ([], None)


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


@pytest.mark.parametrize(
    ("kind", "pattern", "answer", "matches"),
    [
        ("prefix", "2001::", "2001::1", True),
        ("prefix", "2001::", "2001:db8::1", False),
        ("contains", "block", "www.block.example", True),
        ("regexp", r"^10\.10\.34\.3[456]$", "10.10.34.35", True),
        ("regexp", r"^10\.10\.34\.3[456]$", "10.10.34.37", False),
    ],
)
def test_dns_answers_match_by_every_pattern_type(
    kind: str, pattern: str, answer: str, matches: bool
) -> None:
    table = DnsFingerprints((row("a", pattern, kind=kind, location="dns"),))
    assert table.match([answer], [], "XA") == ((["a"], "product") if matches else ([], None))
    assert table.match([], [answer], "XA") == ((["a"], "product") if matches else ([], None))


def test_each_row_is_looked_for_in_its_own_place() -> None:
    """Rows come from one table, whatever their place."""
    rows = (row("a", "x", location="dns", kind="full"), row("b", "x"))
    assert HttpFingerprints(rows).match({}, "x", "XA")[0] == ["b"]
    assert DnsFingerprints(rows).match([], ["x"], "XA")[0] == ["a"]
    assert HttpFingerprints(rows[:1]).match({}, "x", "XA") == (None, None, None)


def test_places_stand_beside_their_ids() -> None:
    rows = (
        row("b", "second"),
        row("a", "first"),
        row("c", "/blocked", location="header.location", kind="prefix"),
        row("a", "x", location="header.location"),  # an id may have several patterns
    )
    found = HttpFingerprints(rows).match({"location": "/blocked?x"}, "é second first first", "XA")
    places = ["header.location:9-10", "body:2-8", "header.location:0-8"]
    assert found == (["a", "b", "c"], "product", places)


def test_half_a_surrogate_pair_stops_nobody() -> None:
    table = HttpFingerprints((row("a", "blocked"), row("b", "r(e|i)d", kind="regexp")))
    assert table.match({}, "\ud800 blocked red", "XA")[0] == ["a", "b"]
    headers = HttpFingerprints((row("a", "blocked", location="header.server"),))
    assert headers.match({"server": "\udfff blocked"}, "", "XA")[0] == ["a"]


@FUZZ
@given(st.text(), st.lists(st.text(min_size=1, max_size=3), max_size=8))
def test_what_is_told_is_what_stands_there(body: str, patterns: list[str]) -> None:
    rows = tuple(row(f"id{number}", pattern) for number, pattern in enumerate(patterns))
    ids, kind, places = HttpFingerprints((row("z", "never"), *rows)).match({}, body, "XA")
    assert ids is not None and places is not None
    assert ids == sorted(item.name for item in rows if item.pattern in body)
    assert (kind is None) is (ids == [])
    for name, place in zip(ids, places, strict=True):
        start, end = (int(number) for number in place.removeprefix("body:").split("-"))
        assert body[start:end] == patterns[int(name.removeprefix("id"))]
