"""The export against the real library, which is no dependency: skipped where it is missing."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from fanous.errors import UsageError
from fanous.register.exports.follow_the_money import entities
from fanous.register.exports.follow_the_money_check import LIBRARY, problems
from fanous.register.load import load_register


@pytest.fixture
def library() -> None:
    pytest.importorskip(LIBRARY, reason="the extra ftm is not installed")


def made(key: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    return {"id": key, "schema": schema, "properties": properties}


def test_a_missing_library_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, LIBRARY, None)
    with pytest.raises(UsageError, match="cannot be loaded") as caught:
        problems([])
    assert "fanous[ftm]" in caught.value.remedy
    assert "libicu-dev" in caught.value.remedy


@pytest.mark.usefixtures("library")
def test_the_model_takes_all_that_is_exported() -> None:
    exported = list(entities(load_register()))
    assert len(exported) > 300
    assert problems(exported) == []


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("item", "words"),
    [
        (made("a", "Cat", name=["A"]), "'Cat' is no schema"),
        (made("a", "Thing", name=["A"]), "'Thing' is no schema"),
        (made("a", "Company", alias=["A"]), "Company needs a name"),
        (made("a", "Document", name=["A"]), "Document needs a fileName"),
        (made("a", "Note", text=["x"]), "Note has no property 'text'"),
        (made("a", "Note", country=["Persia and Media"]), "country: 'Persia and Media'"),
        (made("a", "Article", publishedAt=["2022~"]), "publishedAt: '2022~'"),
        (made("a", "Note", entity=["b"]), "'b' is not among what is exported"),
        (made("a", "Note", proof=["a"]), "'a' is a Note, and no Document"),
    ],
)
def test_what_the_model_refuses_is_told(item: dict[str, Any], words: str) -> None:
    (told,) = problems([item])
    assert told.startswith("a: ")
    assert words in told


@pytest.mark.usefixtures("library")
def test_persian_joiners_are_no_problem() -> None:
    assert problems([made("a", "Company", name=["زد\u200cتی\u200cئی"])]) == []
