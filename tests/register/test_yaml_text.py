from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.errors import CuratedFileError
from fanous.register.load import register_folder
from fanous.register.yaml_text import _NotPlainError, parse, parse_plain, parse_slowly

TRAPS = """country: NO
switch: on
number: 010
day: 2019-11-16
list: [NO, 010, 2019-11-16]
"""


def test_every_scalar_is_text() -> None:
    value = parse(TRAPS, "x")
    assert value == {
        "country": "NO",
        "switch": "on",
        "number": "010",
        "day": "2019-11-16",
        "list": ["NO", "010", "2019-11-16"],
    }
    assert parse_slowly(TRAPS, "x")[0] == value


def test_lines() -> None:
    _, lines = parse_slowly(
        "a: 1\nb:\n  - c: 2\n    d: >-\n      long\n      text\n  - c: 3\n", "x"
    )
    assert lines[("b", 0, "d")] == 4
    assert lines[("b", 1, "c")] == 7


def test_the_short_reader_reads_every_file_of_ours_as_pyyaml_does() -> None:
    files = sorted(register_folder().rglob("*.yaml"))
    assert len(files) > 300
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert parse_plain(text) == parse_slowly(text, path)[0], path  # raises if not plain


pieces = st.sampled_from(
    ["a: 1", "b:", "  c: x", "  - y", "- z", "d: >-", "    text here", "  more", "# note", "", " ",
     "e: [p, q]", "f: 'it''s'", 'g: "h"', "h: a: b", "i: a #c", "  # in", "j: &x 1", "k: *x", "---",
     "    deeper", "l: |", "m: !!int 3", "n: a:", "\to: 1", "p: x\u2028y", "  - q: 1", "    r: 2"]
)  # fmt: skip


@given(st.lists(pieces, max_size=9))
def test_the_short_reader_never_differs(lines: list[str]) -> None:
    """Whatever it takes, PyYAML takes, and reads the same."""
    text = "\n".join(lines) + "\n"
    try:
        fast = parse_plain(text)
    except _NotPlainError:
        return
    assert parse_slowly(text, "x")[0] == fast


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\na: 2\n", 2, "twice"),
        ("a: &x 1\nb: *x\n", 1, "alias"),
        ("a: !!python/name:os.system 1\n", 1, "tag"),
        ("a: 1\n? [b]\n: 2\n", 2, "not a word"),
        ("a: one: two\n", 1, "not YAML"),
        ("", 1, "empty"),
        ("# only a note\n", 1, "empty"),
        ("a: 'open\n", 2, "not YAML"),
        ("a: " + "[" * 3000 + "]" * 3000, 1, "nested"),
        ("\n".join("  " * n + "a:" for n in range(2000)), 1, "nested"),
        ("a: \x00\n", 1, "not YAML"),
    ],
)
def test_refused_with_a_line(text: str, line: int, says: str) -> None:
    with pytest.raises(CuratedFileError) as caught:
        parse(text, "x.yaml")
    assert says in caught.value.what
    assert says == "alias" or caught.value.line == line
    assert caught.value.remedy
