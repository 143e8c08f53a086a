"""Words: every code that can be shown has one, and it says what the code says."""

from __future__ import annotations

import pytest

from fanous.i18n import messages
from fanous.model.outcome import LAYERS, Outcome, State
from fanous.reports.summary import TargetState
from fanous.reports.words import (
    FACTS,
    LAYER_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    TARGET_STATE_WORDS,
    is_invented,
    target_name,
    unicode_name,
)
from fanous.rules.registry import RULES


def test_every_code_has_a_word() -> None:
    assert set(STATE_WORDS) == {state.value for state in State} - {"not_handled"}
    assert set(TARGET_STATE_WORDS) == {state.value for state in TargetState}
    assert set(OUTCOME_WORDS) == {outcome.value for outcome in Outcome} | {"not_tried"}
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
