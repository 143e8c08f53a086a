"""An explanation: the evidence of one measurement, laid out as a person would.

Decides what belongs to it: steps in order of time, what the control saw, what was established of
each step, which rules held and which decided, what would change that, and who disagrees. Holds no
language: sentences are said by `text`, by the report's page, and by `document` for programs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from fanous.engine.defective import defects_named
from fanous.explain.case import Case, Row
from fanous.explain.change import Gain, Loss, gains, losses
from fanous.explain.controls import control_sentences
from fanous.explain.established import Told, facts_told
from fanous.explain.reviews import Review, Reviews
from fanous.explain.said import Said
from fanous.explain.steps import Step, steps_of
from fanous.explain.words import FACTS
from fanous.model.outcome import Layer, Outcome
from fanous.reference.defects import Defect
from fanous.rules.registry import RULES, rule_named
from fanous.rules.rule import Rule, decide

__all__ = ["NO_REVIEWS", "Explanation", "Judged", "explain", "meaning"]

NO_REVIEWS = Reviews()
_COMBINATIONS = 4_096


@dataclass(frozen=True)
class Judged:
    """A step as the rules saw it. `place` is its place in `Explanation.steps`, from 1.

    `facts` are all that were established; `told` are those that say something of this measurement,
    each with the sentences that say which way it was established.
    `gains` and `losses` are empty where this version's rules would say something else of the facts.
    """

    place: int | None
    layer: Layer
    endpoint: str
    counts: bool
    rule_id: str
    rule: Rule | None
    outcome: str
    evidence: str
    mechanism: str | None
    facts: tuple[str, ...]
    fired: tuple[str, ...]
    told: Told = ()
    gains: tuple[Gain, ...] = ()
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Everything that is said of a measurement. `deciding` are the judged steps it rests on.

    `also_blocked` counts further steps that show interference. `rules_changed`: the verdict is from
    other rules than this version's, so that it cannot be said what would change it.
    """

    case: Case
    steps: tuple[Step, ...]
    control: tuple[Said, ...]
    judged: tuple[Judged, ...]
    deciding: tuple[Judged, ...]
    also_blocked: int
    rules_changed: bool
    reviews: tuple[Review, ...]

    @property
    def rule(self) -> Rule | None:
        """The rule whose sentence explains the state, as this version words it."""
        return rule_named(self.case.verdict["deciding_rule"] or "")

    @property
    def defects(self) -> tuple[Defect, ...]:
        """Known defects that cover a failure of this measurement, or the probe's opinion."""
        return defects_named(self.case.verdict["validity"] or ())


def meaning(layer: Layer, fact: str) -> str:
    """What a fact means, in a sentence; its name where this version does not know it."""
    return FACTS.get((layer.value, fact), fact)


def explain(case: Case, reviews: Reviews = NO_REVIEWS) -> Explanation:
    """Explain one measurement."""
    steps = steps_of(case)
    places = {(step.layer.value, step.sequence): n for n, step in enumerate(steps, 1)}
    rows = sorted(
        case.endpoints,
        key=lambda row: places.get(_key(row), len(steps) + 1),
    )
    told = facts_told(case)
    judged = tuple(_judged(row, places.get(_key(row)), told[_key(row)]) for row in rows)
    deciding = _deciding(case.verdict, judged)
    others = [step for step in judged if step.outcome == Outcome.BLOCKED and step not in deciding]
    return Explanation(
        case=case,
        steps=steps,
        control=control_sentences(case),
        judged=judged,
        deciding=deciding,
        also_blocked=len(others),
        rules_changed=any(_decides_otherwise(step) for step in deciding),
        reviews=reviews.of(case.verdict),
    )


def _key(row: Row) -> tuple[str, int]:
    return row["layer"], row["sequence"]


def _judged(row: Row, place: int | None, told: Told) -> Judged:
    layer, facts = Layer(row["layer"]), tuple(row["facts"])
    plain = Judged(
        place=place,
        layer=layer,
        endpoint=row["endpoint"],
        counts=row["counts"],
        rule_id=row["rule"],
        rule=rule_named(row["rule"]),
        outcome=row["outcome"],
        evidence=row["evidence"],
        mechanism=row["mechanism"],
        facts=facts,
        fired=tuple(row["fired"]),
        told=told,
    )
    if _decides_otherwise(plain):
        return plain
    found_gains, found_losses = _changes(layer, facts)
    return replace(plain, gains=found_gains, losses=found_losses)


def _decides_otherwise(step: Judged) -> bool:
    """Whether this version's rules would say something else of the same facts."""
    return _present_rule(step.layer, step.facts) != step.rule_id


# A store holds a few hundred combinations of facts, and millions of steps.


@lru_cache(_COMBINATIONS)
def _present_rule(layer: Layer, facts: tuple[str, ...]) -> str | None:
    """The rule that decides on some facts now, None if this version does not know them all."""
    rules = RULES[layer]
    if not {fact.name for fact in rules.facts}.issuperset(facts):
        return None
    return decide(rules, rules.mask(facts)).rule.id


@lru_cache(_COMBINATIONS)
def _changes(layer: Layer, facts: tuple[str, ...]) -> tuple[tuple[Gain, ...], tuple[Loss, ...]]:
    return gains(RULES[layer], facts), losses(RULES[layer], facts)


def _deciding(verdict: Row, judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """The steps that the verdict's sentence is about: those that count, if any of them does."""
    found = tuple(step for step in judged if step.rule_id == verdict["deciding_rule"])
    counting = tuple(step for step in found if step.counts)
    return counting or found
