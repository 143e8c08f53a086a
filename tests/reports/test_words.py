"""Words: every code that can be shown has one, and it says what the code says."""

from __future__ import annotations

import re

import pytest

from fanous.engine.built import VERDICTS_QUERY
from fanous.i18n import LANGUAGES, Phrase, messages
from fanous.model.names import SERVICES
from fanous.model.outcome import LAYERS, Locus, Outcome, State
from fanous.reference.defects import defects
from fanous.reports.summary import TargetState
from fanous.reports.words import (
    FACTS,
    LAYER_WORDS,
    LOCUS_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    TARGET_STATE_WORDS,
    VALIDITY_WORDS,
    is_invented,
    target_name,
    target_title,
    unicode_name,
    validity_words,
)
from fanous.rules.registry import RULES


def test_every_code_has_a_word() -> None:
    assert set(STATE_WORDS) == {state.value for state in State} - {"not_handled"}
    assert set(TARGET_STATE_WORDS) == {state.value for state in TargetState}
    assert set(OUTCOME_WORDS) == {outcome.value for outcome in Outcome} | {"not_tried"}
    assert set(LOCUS_WORDS) == {locus.value for locus in Locus}
    assert set(VALIDITY_WORDS) == set(re.findall(r"THEN '(\w+)' END", VERDICTS_QUERY))
    assert set(LAYER_WORDS) == {layer.value for layer in LAYERS}
    for layer, rules in RULES.items():
        assert all((layer.value, name) in FACTS for rule in rules.rules for name in rule.when)


def test_a_word_means_one_thing() -> None:
    for words in (STATE_WORDS, TARGET_STATE_WORDS):
        assert len({word.word for word in words.values()}) == len(words)
        assert len({messages("fa").text(word.word) for word in words.values()}) == len(words)


@pytest.mark.parametrize(
    ("cc", "invented"),
    [("XA", True), ("XZ", True), ("XK", False), ("IR", False), ("X1", False), ("X", False)],
)
def test_invented_countries(cc: str, invented: bool) -> None:
    assert is_invented(cc) is invented


def test_names() -> None:
    assert unicode_name("xn--mgby3bvk.example") == "فانوس.example"
    assert unicode_name("news.example") == ""
    assert unicode_name("xn--\x00.example") == ""
    assert target_name(messages("en"), "domain:news.example") == "news.example"
    assert target_name(messages("en"), "test:telegram") == "the test telegram"


@pytest.mark.parametrize("language", LANGUAGES)
def test_services_are_called_by_their_names(language: str) -> None:
    spoken = messages(language)
    called = [target_name(spoken, f"service:{name}") for name in sorted(SERVICES)]
    assert all(isinstance(name, Phrase) and "service" not in name for name in called)
    assert called == [target_title(spoken, f"service:{name}") for name in sorted(SERVICES)]
    assert target_name(messages("fa"), "service:telegram") == "تلگرام"


def test_a_target_without_a_name_stands_as_it_is() -> None:
    assert target_title(messages("fa"), "domain:news.example") == "news.example"
    assert target_title(messages("en"), "service:nobody") == "service:nobody"
    assert not isinstance(target_title(messages("en"), "service:<b>"), Phrase)


def test_what_is_unsound_is_said() -> None:
    defect = defects()[0]
    codes = ("clock", f"defect:{defect.id}", "defect:gone", "<b>")
    english = validity_words(messages("en"), codes)
    assert english == (VALIDITY_WORDS["clock"], defect.sentence, "defect:gone", "<b>")
    persian = validity_words(messages("fa"), codes)
    assert [one == other for one, other in zip(english, persian, strict=True)] == [
        False, False, True, True]  # fmt: skip
