"""Every rule as a card: all that a reader may want to know of it, in one place.

Decides what a card holds and which state a rule can give. The terminal, the JSON and the reference
page are made from cards, so that they cannot say different things.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from fanous.model.outcome import Evidence, Layer, Outcome, State
from fanous.rules.examples import Examples, NearMiss, load_examples
from fanous.rules.registry import RULES
from fanous.rules.rule import Rule

__all__ = ["RuleCard", "rule_cards", "state_of"]


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule with its facts' meanings, the state it can give, and its situations.

    `place` is its rank in the layer, from 1, the strongest evidence.
    """

    id: str
    layer: str
    place: int
    facts: dict[str, str]
    outcome: str
    evidence: str
    artefact: bool
    state: str
    mechanism: str | None
    why: str
    confused_with: str
    since: str
    fired_by: tuple[str, ...]
    near: tuple[NearMiss, ...]

    def document(self) -> dict[str, Any]:
        """The card as plain values, in the order of its fields."""
        return asdict(self)


def rule_cards() -> list[RuleCard]:
    """The cards of every layer, in the order in which rules decide."""
    examples = load_examples()
    return [
        _card(layer, place, rule, examples.get(rule.id, Examples()))
        for layer, rules in RULES.items()
        for place, rule in enumerate(rules.rules, 1)
    ]


def state_of(rule: Rule) -> State:
    """The state that a measurement gets where this rule decides it."""
    if rule.outcome is Outcome.BLOCKED:
        return State.BLOCKED if rule.artefact else State.LIKELY_BLOCKED
    if rule.outcome is Outcome.UNKNOWN:
        return State.IMPAIRED if rule.evidence is Evidence.SCORED else State.INSUFFICIENT
    return State(rule.outcome.value)


def _card(layer: Layer, place: int, rule: Rule, examples: Examples) -> RuleCard:
    meanings = {fact.name: fact.meaning for fact in RULES[layer].facts if fact.name in rule.when}
    return RuleCard(
        id=rule.id,
        layer=str(layer),
        place=place,
        facts=meanings,
        outcome=str(rule.outcome),
        evidence=str(rule.evidence),
        artefact=rule.artefact,
        state=str(state_of(rule)),
        mechanism=rule.mechanism,
        why=rule.why,
        confused_with=rule.confused_with,
        since=rule.since,
        fired_by=examples.fired_by,
        near=examples.near,
    )
