from __future__ import annotations

import pytest

from fanous.i18n import messages
from fanous.register.grading.grade import GRADES
from fanous.register.schema import HEDGES, LADDER
from fanous.reports.register_words import (
    GRADE_SENTENCES,
    GRADE_WORDS,
    HEDGE_WORDS,
    STEP_WORDS,
    grade_sentence,
)


def test_every_word_has_its_words() -> None:
    assert tuple(GRADE_WORDS) == tuple(GRADE_SENTENCES) == GRADES
    assert tuple(HEDGE_WORDS) == HEDGES
    assert tuple(STEP_WORDS) == LADDER


@pytest.mark.parametrize("grade", GRADES)
def test_every_grade_has_a_sentence_that_can_be_printed(grade: str) -> None:
    said = grade_sentence(messages("en"), {"grade": grade, "rivals": ["a cut cable"]})
    assert said.endswith(".")
    assert "%(" not in said


def test_consistent_names_what_else_would_fit() -> None:
    english = messages("en")
    said = grade_sentence(english, {"grade": "consistent", "rivals": ["a cut cable", "a storm"]})
    assert said == "Measurements fit this; they would also fit: a cut cable; a storm."
    assert "one operator" in grade_sentence(english, {"grade": "consistent", "rivals": []})


def test_no_coverage_is_never_against_a_claim() -> None:
    said = grade_sentence(messages("en"), {"grade": "no_coverage"})
    assert "no evidence against" in said
