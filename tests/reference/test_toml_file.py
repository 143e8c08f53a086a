"""A refusal of a curated file says where and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.reference.toml_file import Place, TomlFile

TEXT = """# a comment
head = "x"

[[thing]]
name = "one"

[[thing.part]]
size = 1

[[thing]]
name = "two"
day = 2026-01-31

[[thing.part]]
size = 2
"""
WORD = re.compile("[a-z]+")


def toml(folder: Path, text: str = TEXT) -> TomlFile:
    path = folder / "a.toml"
    path.write_text(text, encoding="utf-8")
    return TomlFile(path)


@pytest.mark.parametrize(
    ("place", "key", "line"),
    [
        (Place(), "head", 2),
        (Place(), "missing", 1),
        (Place("thing", 0), "", 4),
        (Place("thing", 0), "name", 5),
        (Place("thing", 1), "name", 11),
        (Place("thing.part", 0), "size", 8),
        (Place("thing.part", 1), "size", 15),
        (Place("thing.part", 1), "name", 14),
        (Place("thing", 9), "name", 1),
    ],
)
def test_the_line_of_a_key(tmp_path: Path, place: Place, key: str, line: int) -> None:
    file = toml(tmp_path)
    assert file.line(place, key) == line
    with pytest.raises(CuratedFileError, match=f"a.toml:{line}: wrong") as caught:
        file.refuse(place, key, "wrong", "Mend it.")
    assert caught.value.remedy == "Mend it."


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CuratedFileError, match=r"b.toml:0: cannot be read"):
        TomlFile(tmp_path / "b.toml")
    with pytest.raises(CuratedFileError, match=r"a.toml:2: not TOML"):
        toml(tmp_path, "a = 1\nb = \n")
    (tmp_path / "c.toml").write_bytes(b"a = '\xff'")
    with pytest.raises(CuratedFileError, match=r"c.toml:1: not UTF-8"):
        TomlFile(tmp_path / "c.toml")


def test_keys_are_closed(tmp_path: Path) -> None:
    file = toml(tmp_path)
    table = {"name": "two", "day": 1}
    file.close_keys(Place("thing", 1), table, required=["name"], allowed=["day"])
    with pytest.raises(CuratedFileError, match=r"a.toml:12: 'day' is unknown"):
        file.close_keys(Place("thing", 1), table, required=["name"])
    with pytest.raises(CuratedFileError, match=r"a.toml:10: 'size' is missing"):
        file.close_keys(Place("thing", 1), table, required=["name", "size"])


def test_values_that_are_right(tmp_path: Path) -> None:
    file, place = toml(tmp_path), Place()
    table = {"w": "a", "ws": ["a", "b"], "f": True, "d": date(2026, 1, 31), "n": 3, "t": [{}]}
    assert file.text(place, table, "w", WORD) == "a"
    assert file.texts(place, table, "ws", WORD) == ["a", "b"]
    assert file.choice(place, table, "w", ("a", "b")) == "a"
    assert (file.flag(place, table, "f"), file.flag(place, table, "none")) == (True, False)
    assert file.day(place, table, "d") == date(2026, 1, 31)
    assert file.number(place, table, "n", 3) == 3
    assert (file.tables(place, table, "t"), file.tables(place, table, "none")) == ([{}], [])


@pytest.mark.parametrize(
    ("read", "wrong"),
    [
        (lambda f, t: f.text(Place(), t, "head", WORD), ["A", "", 1, None, ["a"]]),
        (lambda f, t: f.texts(Place(), t, "head", WORD), ["a", [], ["A"], [1], None]),
        (lambda f, t: f.choice(Place(), t, "head", ("a",)), ["b", 1, None, ["a"]]),
        (lambda f, t: f.flag(Place(), t, "head"), ["true", 1]),
        (lambda f, t: f.day(Place(), t, "head"), ["2026-01-31", 1, None]),
        (lambda f, t: f.number(Place(), t, "head", 9), [0, 10, "1", True, None]),
        (lambda f, t: f.tables(Place(), t, "head"), [{}, "a", [1]]),
    ],
)
def test_values_that_are_wrong(
    tmp_path: Path, read: Callable[[TomlFile, dict[str, object]], object], wrong: list[object]
) -> None:
    file = toml(tmp_path)
    for value in wrong:
        with pytest.raises(CuratedFileError, match=r"a.toml:2: ") as caught:
            read(file, {"head": value})
        assert caught.value.remedy
