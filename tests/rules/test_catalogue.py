from __future__ import annotations

import json

import pytest

from fanous.model.outcome import Evidence, Outcome, State
from fanous.rules.catalogue import rule_cards, state_of
from fanous.rules.registry import RULES
from fanous.rules.rule import Rule


def rule(outcome: Outcome, *, artefact: bool = False, evidence: Evidence = Evidence.SCORED) -> Rule:
    return Rule("x.y", frozenset(), outcome, "Why.", artefact=artefact, evidence=evidence)


@pytest.mark.parametrize(
    ("decided", "state"),
    [
        (rule(Outcome.BLOCKED, artefact=True), State.BLOCKED),
        (rule(Outcome.BLOCKED), State.LIKELY_BLOCKED),
        (rule(Outcome.UNKNOWN), State.IMPAIRED),
        (rule(Outcome.UNKNOWN, evidence=Evidence.DISCARDED), State.INSUFFICIENT),
        (rule(Outcome.UNKNOWN, evidence=Evidence.NONE), State.INSUFFICIENT),
        (rule(Outcome.DOWN), State.DOWN),
        (rule(Outcome.OK), State.OK),
    ],
)
def test_the_state_a_rule_can_give(decided: Rule, state: State) -> None:
    assert state_of(decided) is state


def test_a_card_a_rule_in_order() -> None:
    cards = rule_cards()
    assert [card.id for card in cards] == [
        rule.id for layer in RULES.values() for rule in layer.rules
    ]
    for layer, rules in RULES.items():
        places = [card.place for card in cards if card.layer == layer]
        assert places == list(range(1, len(rules.rules) + 1))


def test_a_card_holds_what_the_rule_holds() -> None:
    meanings = {
        (layer, fact.name): fact.meaning for layer, rules in RULES.items() for fact in rules.facts
    }
    by_id = {rule.id: rule for layer in RULES.values() for rule in layer.rules}
    for card in rule_cards():
        found = by_id[card.id]
        assert set(card.facts) == found.when
        assert all(meanings[card.layer, name] == text for name, text in card.facts.items())  # type: ignore[index]
        assert (card.why, card.mechanism, card.since) == (found.why, found.mechanism, found.since)
        assert (card.outcome, card.artefact) == (found.outcome, found.artefact)
        assert json.loads(json.dumps(card.document()))["id"] == card.id
