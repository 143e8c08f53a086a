from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from fanous.register.check import check
from fanous.register.fold import words
from fanous.register.wording import SourceText, longest_run
from tests.register.writing import FILES, changed, problems, small

C1 = "claims/2020/c-1.yaml"
TEXT = """On Acme

The firm, it turned out, filters reportedly more than half of all the sites in the land.

Acme rejected the report.
"""


def against(
    tmp_path: Path, changes: Mapping[str, str | None] | None = None
) -> list[tuple[str, int]]:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "paper.txt").write_text(TEXT, encoding="utf-8")
    register = small(tmp_path / "register", changes)
    return [(item.code, item.line) for item in check(register, texts=tmp_path / "texts")]


def test_sound(tmp_path: Path) -> None:
    assert against(tmp_path) == []


def test_a_copied_sentence(tmp_path: Path) -> None:
    copied = "text: It is reported that the firm filters more than half of all the sites in it.\n"
    changes = {C1: FILES[C1].replace(FILES[C1][FILES[C1].index("text:"):FILES[C1].index("hedge:")],
                                     copied)}  # fmt: skip
    assert against(tmp_path, changes) == [("too-close", 11)]


def test_a_copied_sentence_in_another_order(tmp_path: Path) -> None:
    copied = "text: Reportedly more than half of all, the firm, it turned out, filters.\n"
    start, end = FILES[C1].index("text:"), FILES[C1].index("hedge:")
    assert against(tmp_path, {C1: FILES[C1][:start] + copied + FILES[C1][end:]}) == [
        ("too-close", 11)
    ]


def test_a_doubt_of_the_source_that_is_lost(tmp_path: Path) -> None:
    changes = changed(C1, "hedge: reported", "hedge: asserted")
    assert against(tmp_path, changes) == [("hedge-dropped", 14)]


def test_a_doubt_that_belongs_elsewhere_is_said(tmp_path: Path) -> None:
    changes = changed(C1, "hedge: reported", "hedge: asserted\nhedge_note: About the number only.")
    assert against(tmp_path, changes) == []


def test_a_paragraph_that_is_not_there(tmp_path: Path) -> None:
    assert against(tmp_path, changed(C1, "para 2", "para 9")) == [("locator", 4)]


@pytest.mark.parametrize("hedge", ["reported", "alleged", "author-doubts"])
def test_a_hedge_that_only_the_field_holds(tmp_path: Path, hedge: str) -> None:
    flat = (
        FILES[C1]
        .replace("is reported to filter", "filters")
        .replace("hedge: reported", f"hedge: {hedge}")
    )
    assert [item.code for item in problems(tmp_path, {C1: flat})] == ["hedge-dropped"]


def test_the_longest_run() -> None:
    text = SourceText("One two three four. Two three four five.")
    assert longest_run(words("zero two three four five six"), text) == "two three four five".split()
    assert longest_run([], text) == []
