from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from fanous.i18n import Phrase, messages
from fanous.register import schema
from fanous.register.grading.grade import GRADES
from fanous.register.schema import ELEMENTS, HEDGES, LADDER
from fanous.reports.register_words import (
    CLAIM_KIND_WORDS,
    ELEMENT_WORDS,
    ENTITY_KIND_WORDS,
    GRADE_SENTENCES,
    GRADE_WORDS,
    HEDGE_WORDS,
    LISTING_WORDS,
    SOURCE_KIND_WORDS,
    SOURCE_STATUS_WORDS,
    STEP_WORDS,
    TRACE_WORDS,
    country_words,
    grade_sentence,
    locator_words,
    named,
)


def test_every_word_has_its_words() -> None:
    assert tuple(GRADE_WORDS) == tuple(GRADE_SENTENCES) == GRADES
    assert tuple(HEDGE_WORDS) == HEDGES
    assert tuple(STEP_WORDS) == LADDER
    assert tuple(ELEMENT_WORDS) == ELEMENTS


@pytest.mark.parametrize(
    ("words", "record", "field"),
    [
        (CLAIM_KIND_WORDS, schema.Claim, "kind"),
        (ENTITY_KIND_WORDS, schema.Entity, "kind"),
        (SOURCE_KIND_WORDS, schema.Source, "kind"),
        (LISTING_WORDS, schema.Listing, "kind"),
        (SOURCE_STATUS_WORDS, schema.Claim, "status"),
    ],
)
def test_every_code_of_a_file_has_its_word(words: dict[str, str], record: type, field: str) -> None:
    assert tuple(words) == get_args(get_type_hints(record)[field])


def test_every_kind_of_trace_has_its_sentence() -> None:
    kinds, _ = get_args(get_type_hints(schema.Entity)["trace"])
    assert tuple(TRACE_WORDS) == get_args(kinds)


def test_what_has_no_word_stays_data() -> None:
    english = messages("en")
    assert named(english, ENTITY_KIND_WORDS, "ngo") == "organisation"
    assert isinstance(named(english, ENTITY_KIND_WORDS, "ngo"), Phrase)
    assert not isinstance(named(english, ENTITY_KIND_WORDS, "x"), Phrase)
    assert country_words(english, "GB") == "United Kingdom"
    assert country_words(english, "XA") == "XA"
    assert locator_words(english, "para 12") == "paragraph 12"
    assert locator_words(english, "rows of Iran") == "rows of Iran"


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
