from __future__ import annotations

import pytest

from fanous.sources.tables.cells import Row


def row(value: str, notes: list[str] | None = None) -> Row:
    return Row({"column": 0}, [value], [] if notes is None else notes)


@pytest.mark.parametrize("nothing", ["", "\\N"])
def test_an_empty_cell_says_nothing(nothing: str) -> None:
    found = row(nothing)
    assert (found.string("column"), found.integer("column")) == (None, None)
    assert (found.number("column"), found.flag("column")) == (None, None)
    assert found.has("column") and found.has("other", "column") and not found.has("other")


def test_a_column_that_is_not_there_says_nothing() -> None:
    assert row("1").string("other") is None


@pytest.mark.parametrize(
    ("text", "number"), [("443", 443), ("443.0", 443), ("-1", -1), ("1e3", 1000), ("0.0", 0)]
)
def test_whole_numbers_however_written(text: str, number: int) -> None:
    assert row(text).integer("column") == number


@pytest.mark.parametrize("text", ["443.5", "abc", "nan", "inf", "1e400", "9" * 30, "²", "1_0.5"])
def test_what_is_no_whole_number_is_dropped_and_noted(text: str) -> None:
    notes: list[str] = []
    assert row(text, notes).integer("column") is None
    assert len(notes) == 1 and notes[0].startswith("column: expected whole number")


def test_numbers() -> None:
    notes: list[str] = []
    assert row("0.25").number("column") == 0.25
    assert row("nan", notes).number("column") is None
    assert notes


@pytest.mark.parametrize(
    ("text", "flag"),
    [("1.0", True), ("t", True), ("True", True), ("0", False), ("f", False), ("False", False)],
)
def test_flags_however_written(text: str, flag: bool) -> None:
    assert row(text).flag("column") is flag


def test_a_flag_that_is_neither_is_dropped_and_noted_once() -> None:
    notes: list[str] = []
    for _ in range(3):
        assert row("2", notes).flag("column") is None
    assert len(notes) == 1


def test_notes_are_bounded() -> None:
    notes: list[str] = []
    for number in range(100):
        assert row(f"x{number}", notes).integer("column") is None
    assert len(notes) == 20


def test_text_is_bounded() -> None:
    notes: list[str] = []
    found = row("x" * 20_000, notes).string("column")
    assert found == "x" * 10_000
    assert notes
