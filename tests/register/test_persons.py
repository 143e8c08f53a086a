from __future__ import annotations

from pathlib import Path

import pytest

from fanous.register.load import load_register
from fanous.register.persons import person_in
from tests.register.writing import FILES, changed, problems

C1 = "claims/2020/c-1.yaml"
ACME = "entities/acme.yaml"


@pytest.mark.parametrize(
    "text", ["Mohammad Examplepour said so", "by Sarah Example-Smith", "Ali Reza Example"]
)
def test_names_of_persons(text: str) -> None:
    assert person_in(text)


@pytest.mark.parametrize(
    "text",
    ["Robert Bosch Company", "the office of the Supreme Leader", "Paul", "University of Paris",
     "George Washington University"],
)  # fmt: skip
def test_what_is_no_person(text: str) -> None:
    assert not person_in(text)


@pytest.mark.parametrize(
    "changes",
    [
        changed(ACME, "name: Acme", "name: Hassan Examplezadeh"),
        changed(ACME, "name_fa: آکمه", "name_fa: حسن نمونه"),
        changed(C1, "Acme is reported", "Sara Example is reported"),
        {C1: FILES[C1] + "measurable_note: As Sara Example said.\n"},
        {C1: FILES[C1] + "hedge_note: As Sara Example said.\n"},
    ],
)
def test_a_person_in_a_record(tmp_path: Path, changes: dict[str, str | None]) -> None:
    (found,) = problems(tmp_path, changes)
    assert found.code == "person"
    assert "public role" in found.remedy


def test_nobody_is_named_in_ours() -> None:
    """The articles name persons; the register names their offices."""
    register = load_register()
    text = repr((register.claims, register.entities, register.sources))
    for name in (
        "Khamenei",
        "Jokar",
        "Ghazanfarabadi",
        "Nabavian",
        "Golkar",
        "Lewman",
        "Putin",
        "Pezeshkian",
        "Potter",
        "Mao Ning",
        "Wang Yi",
        "Maya Wang",
        "Xi Jinping",
        "Amini",
        "Jina",
        "Rouhani",
        "Yeonmi",
        "Vaisi",
        "Figueroa",
        "Nencini",
        "Stecklow",
    ):
        assert name not in text
