from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.reference.csv_rows import csv_rows


def rows_of(path: Path, data: bytes) -> list[tuple[int, dict[str, str]]]:
    path.write_bytes(data)
    return list(csv_rows(path, required=("name", "value")))


def test_rows_carry_their_line(tmp_path: Path) -> None:
    found = rows_of(tmp_path / "a.csv", b"name,value\na,1\n\nb,2\n")
    assert found == [(2, {"name": "a", "value": "1"}), (4, {"name": "b", "value": "2"})]


def test_bom_windows_line_ends_and_quotes(tmp_path: Path) -> None:
    data = '\ufeffname,value\r\n"a, ""b""","über"\r\n'.encode()
    assert rows_of(tmp_path / "a.csv", data) == [(2, {"name": 'a, "b"', "value": "über"})]


def test_short_rows_are_filled_and_what_is_too_much_is_left(tmp_path: Path) -> None:
    found = rows_of(tmp_path / "a.csv", b"name,value\na\nb,2,3\n")
    assert found == [(2, {"name": "a", "value": ""}), (3, {"name": "b", "value": "2"})]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "column 'name' is missing"),
        (b"name;value\na;1\n", 1, "column 'name' is missing"),
        (b"name\na\n", 1, "column 'value' is missing"),
        (b"name,value\na,1\nb,\xff\n", 3, "not UTF-8"),
        (b"name,value\na," + b"x" * 200_000 + b"\n", 2, "field larger than field limit"),
    ],
    ids=["empty", "semicolons", "column", "latin-1", "huge"],
)
def test_an_error_says_file_line_and_what_to_do(
    tmp_path: Path, data: bytes, line: int, words: str
) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(CuratedFileError, match=words) as caught:
        rows_of(path, data)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{path}:{caught.value.line}: ")
    assert caught.value.remedy
