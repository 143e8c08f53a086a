"""What a writer may do wrong to a file, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanous.errors import CuratedFileError
from fanous.register.load import load_register
from tests.register.writing import FILES, changed, problems, small, write

ACME = "entities/acme.yaml"


def test_the_small_register_is_sound(tmp_path: Path) -> None:
    assert problems(tmp_path) == []
    register = small(tmp_path)
    assert register.entities["acme"].places == ("NO",)
    assert register.claims["c-1"].text == "Acme is reported to filter a great many sites."
    assert list(register.systems) == ["SYS-90"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CuratedFileError, match="no such folder"):
        load_register(tmp_path / "none")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"\xef\xbb\xbf" + FILES[ACME].encode(), "byte-order-mark", 1),
        (FILES[ACME].replace("\n", "\r\n").encode(), "line-ends", 1),
        (FILES[ACME].replace("Acme", "Acm\xe9").encode("cp1252", "replace"), "unreadable", 3),
        (FILES[ACME].encode("utf-16"), "unreadable", 1),
        (b"id: acme\nkind: [company\n", "unreadable", 3),
        (b"- a\n- list\n", "unreadable", 1),
        (b"", "unreadable", 1),
    ],
)
def test_bytes(tmp_path: Path, data: bytes, code: str, line: int) -> None:
    """One file is wrong; the others are read, and it is told with its line."""
    write(tmp_path)
    (tmp_path / ACME).write_bytes(data)
    register = load_register(tmp_path)
    (found,) = register.problems
    assert (found.path, found.code, found.line) == (ACME, code, line)
    assert found.remedy
    assert "c-2" in register.claims
    if code in ("byte-order-mark", "line-ends"):
        assert register.entities["acme"].name == "Acme"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_no_file_stops_a_run(tmp_path: Path, data: bytes) -> None:
    """Whatever is in a file: it is read or told, and the others are read."""
    write(tmp_path)
    (tmp_path / ACME).write_bytes(data)
    register = load_register(tmp_path)
    assert register.problems
    assert all(problem.line >= 1 and problem.remedy for problem in register.problems)
    assert set(register.claims) == {"c-1", "c-2"}


@pytest.mark.parametrize(
    ("changes", "line", "what"),
    [
        (changed(ACME, "kind: company", "kind: person"), 2, "words that may stand here"),
        (changed(ACME, "name: Acme", "names: Acme"), 3, "nobody knows the field"),
        (changed("claims/2020/c-1.yaml", "hedge: reported\n", ""), 1, "field is missing: 'hedge'"),
        (changed("claims/2020/c-1.yaml", "hedge: reported", "hedge: rumour"), 14, "rumour"),
        (changed("claims/2020/c-1.yaml", "[NO]", "NO"), 10, "must be a list"),
        (changed(ACME, "id: acme", "id: شرکت"), 1, "single hyphens"),
    ],
)
def test_fields(tmp_path: Path, changes: dict[str, str | None], line: int, what: str) -> None:
    (found,) = load_register(write(tmp_path, changes)).problems
    assert found.line == line
    assert what in found.what
    assert "`" not in found.what


def test_a_person_is_refused_with_what_to_do(tmp_path: Path) -> None:
    changes = changed(ACME, "kind: company", "kind: person")
    (found,) = load_register(write(tmp_path, changes)).problems
    assert "no natural person" in found.remedy
    assert "office" in found.remedy


def test_two_files_of_one_id(tmp_path: Path) -> None:
    copy = FILES["claims/2020/c-1.yaml"]
    found = problems(tmp_path, {"claims/2021/c-1.yaml": copy})
    assert [(item.path, item.code) for item in found] == [("claims/2021/c-1.yaml", "same-id")]


def test_a_file_by_another_name(tmp_path: Path) -> None:
    found = problems(tmp_path, {"claims/2020/c-9.yaml": FILES["claims/2020/c-2.yaml"],
                                "claims/2020/c-2.yaml": None})  # fmt: skip
    assert [item.code for item in found] == ["file-name"]


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    found = problems(tmp_path, {"claims/notes.txt": "hello"})
    assert [item.what for item in found] == ["not a .yaml file"]


@pytest.mark.parametrize(
    "name", ["claims/2020/c-1.yaml", "claims/2020/c-2.yaml", "sources/agency.yaml", ACME]
)
def test_a_file_that_cannot_be_read_is_told_once(tmp_path: Path, name: str) -> None:
    """A slip in a file was also told as a deleted id, and as a missing one wherever it is named."""
    spoilt = FILES[name] + "colour: red\n"
    small(tmp_path)
    assert [item.code for item in problems(tmp_path, {name: spoilt})] == ["unreadable"]
