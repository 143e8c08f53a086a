from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.reference.toml_tables import Entry, toml_tables

TEXT = """# what these are
[[thing]]
id = "a"
note = "One."

[[ thing ]]
id = "b"
"""


def entries(folder: Path, text: str | bytes) -> list[Entry]:
    path = folder / "things.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(toml_tables(path, "thing", ("id",), ("note",)))


def test_entries_in_order(tmp_path: Path) -> None:
    first, second = entries(tmp_path, TEXT)
    assert (first.values, second.values) == ({"id": "a", "note": "One."}, {"id": "b"})
    assert first.sentence("note") == "One."


@pytest.mark.parametrize(
    ("number", "key", "line"), [(0, "note", 4), (0, "", 2), (1, "id", 7), (1, "note", 6)]
)
def test_a_refused_value_is_named_by_line(tmp_path: Path, number: int, key: str, line: int) -> None:
    entry = entries(tmp_path, TEXT)[number]
    with pytest.raises(CuratedFileError, match="is wrong") as caught:
        entry.refuse(key, "is wrong", "Mend it.")
    assert (caught.value.line, caught.value.remedy) == (line, "Mend it.")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[thing]]\nnote = "One."\n', 1, "'id' is missing"),
        ('[[thing]]\nid = "a"\nsize = 1\n', 3, "'size' is unknown"),
        ('[[thing]]\nid = "a"\n[[other]]\n', 1, "something other than"),
        ("thing = [1]\n", 1, "something other than"),
        ("thing = 1\n", 1, "something other than"),
        ("", 1, "something other than"),
        ('[[thing]]\nid = "a\n', 2, "not TOML"),
        (b'[[thing]]\nid = "\xff"\n', 1, "not UTF-8"),
    ],
)
def test_a_file_that_is_wrong(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    with pytest.raises(CuratedFileError, match=words) as caught:
        entries(tmp_path, text)
    assert caught.value.line == line and caught.value.remedy


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CuratedFileError, match="cannot be read"):
        list(toml_tables(tmp_path / "nowhere.toml", "thing", ("id",)))


@pytest.mark.parametrize("note", ["no capital.", "No stop", "Two\\nlines.", ""])
def test_no_sentence(tmp_path: Path, note: str) -> None:
    (entry,) = entries(tmp_path, f'[[thing]]\nid = "a"\nnote = "{note}"\n')
    with pytest.raises(CuratedFileError, match="is no sentence") as caught:
        entry.sentence("note")
    assert caught.value.line == 3
