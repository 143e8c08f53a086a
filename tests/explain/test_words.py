"""Words of one measurement: one for each code, the same ones that reports use."""

from __future__ import annotations

from fanous.explain.words import FACTS, LAYER_WORDS, OUTCOME_WORDS, STATE_WORDS
from fanous.model.outcome import LAYERS, Outcome, State
from fanous.reports import words as of_reports
from fanous.rules.registry import RULES


def test_every_code_has_its_word() -> None:
    assert set(STATE_WORDS) == {state.value for state in State} - {"not_handled"}
    assert set(OUTCOME_WORDS) == {outcome.value for outcome in Outcome} | {"not_tried"}
    assert set(LAYER_WORDS) == set(LAYERS)
    assert len(FACTS) == sum(len(layer.facts) for layer in RULES.values())


def test_reports_use_the_same() -> None:
    assert of_reports.STATE_WORDS is STATE_WORDS
    assert of_reports.FACTS is FACTS
