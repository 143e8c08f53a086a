from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.certificates.names import MAX_COMMON_NAMES, Names, could_cover, covers, server_name
from tests.making import FUZZ

CERTIFICATE = Names(
    ("shop.example", "*.shop.example", "f*.bar.example", "*"),
    ("192.0.2.1", "2001:db8::1"),
    (),
    True,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shop.example", True),
        ("a.shop.example", True),
        ("xn--4gbrim.shop.example", True),
        ("a.b.shop.example", False),  # a wildcard stands for one label
        ("foo.bar.example", False),  # and for a whole one
        ("example", False),
        ("192.0.2.1", True),
        ("192.0.2.2", False),
        ("2001:db8::1", True),
    ],
)
def test_the_strict_rule(name: str, expected: bool) -> None:
    assert covers(CERTIFICATE, name) is expected


def test_common_names_and_written_addresses_are_not_names() -> None:
    names = Names(("192.0.2.1",), (), ("shop.example",), True)
    for name in ("192.0.2.1", "shop.example"):
        assert not covers(names, name)
        assert could_cover(names, name)
    assert not could_cover(names, "other.example")


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("*.shop.example", "a.b.shop.example", True),
        ("f*.example", "foo.example", True),
        ("shop.example.", "shop.example", True),
        ("موقع.example", "xn--4gbrim.example", True),
        ("*.*.example", "a.b.example", True),
        ("*", "anything.example", True),
        ("shop.example", "shop.example.org", False),
        ("*.shop.example", "shop.example", False),
    ],
)
def test_the_widest_reading(pattern: str, name: str, expected: bool) -> None:
    assert could_cover(Names((pattern,), (), (), True), name) is expected
    assert could_cover(Names((), (), (pattern,), False), name) is expected


def test_too_many_common_names_say_nothing_certain() -> None:
    many = tuple(f"n{number}.example" for number in range(MAX_COMMON_NAMES + 1))
    assert could_cover(Names((), (), many, False), "other.example")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shop.Example.", "shop.example"),
        ("موقع.example", "xn--4gbrim.example"),
        ("[2001:DB8::1]", "2001:db8::1"),
        ("a_b.example", "a_b.example"),
        (None, ""),
        ("", ""),
        ("a..b", ""),
        ("*.example", ""),
        ("a b", ""),
        ("x" * 64, ""),
        (".".join(["abcdefg"] * 40), ""),
    ],
)
def test_server_names(text: str | None, expected: str) -> None:
    assert server_name(text) == expected


PARTS = st.lists(st.sampled_from(["a", "b", "*", "f*", "example"]), min_size=1, max_size=4)


@FUZZ
@given(pattern=PARTS, name=PARTS)
def test_what_is_covered_could_be(pattern: list[str], name: list[str]) -> None:
    names = Names((".".join(pattern),), (), (), True)
    asked = server_name(".".join(name))
    assert not covers(names, asked) or could_cover(names, asked)
