"""The properties every layer's rules must have, as functions that return what violates them.

Decides nothing about verdicts: it proves them over every possible combination of a layer's facts.
Rules only ever lean on what is established, so whatever holds for a combination holds for all that
contain it; each question is therefore settled by the smallest combination in which it can arise.
(Tests hold this against a walk over all combinations of small layers.) Tests run it over the
shipped rules and over planted bad ones; a contributor runs it on a draft.
"""

from __future__ import annotations

from collections.abc import Collection

from fanous.model.outcome import Evidence
from fanous.rules.rule import LayerRules, Rule

__all__ = ["alive", "complete", "modest", "well_formed"]


def well_formed(layer: LayerRules) -> list[str]:
    """Ids are the layer's and unique, facts exist, blame names a mechanism, doubt is told."""
    known = {fact.name for fact in layer.facts}
    ids = [rule.id for rule in layer.rules]
    found = [
        f"{rule.id}: unknown fact {name}" for rule in layer.rules for name in rule.when - known
    ]
    found += [f"{name} occurs twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    for rule in layer.rules:
        if not rule.id.startswith(f"{layer.layer}."):
            found.append(f"{rule.id}: not named after its layer")
        if rule.accuses != (rule.mechanism is not None):
            found.append(f"{rule.id}: a mechanism belongs to blame, and blame to a mechanism")
        if rule.accuses and not rule.confused_with:
            found.append(f"{rule.id}: does not say what it can be confused with")
    for group in layer.impossible:
        if len(group.facts) < 2 or not group.facts <= known or not group.decided_by:
            found.append(f"impossible {sorted(group.facts)}: not justified by one observation")
    return found


def complete(layer: LayerRules) -> list[str]:
    """The last rule is the empty set without evidence; no combination with a failure reaches it."""
    last = layer.rules[-1]
    if last.when or last.evidence is not Evidence.NONE:
        return [f"{last.id}: the last rule must lean on nothing and claim nothing"]
    return [
        f"{last.id} decides {sorted(smallest)}, which holds a failure"
        for fact in layer.facts
        if fact.is_failure
        and (smallest := _smallest(layer, {fact.name})) is not None
        and _first(layer, smallest) is last
    ]


def alive(layer: LayerRules) -> list[str]:
    """Every rule decides at least one possible combination."""
    return [
        f"{rule.id}: decides nothing"
        for rule in layer.rules
        if (smallest := _smallest(layer, rule.when)) is None or _first(layer, smallest) is not rule
    ]


def modest(layer: LayerRules) -> list[str]:
    """Taking facts away never makes blame.

    No blame stands below an excuse, unless both can't hold or blame stands above already: else the
    facts of both are excused, and without those of the excuse they are blamed.
    """
    return [
        f"{blame.id} stands below {excuse.id}, and both can hold: {sorted(both)}"
        for rank, blame in enumerate(layer.rules)
        if blame.accuses
        for excuse in layer.rules[:rank]
        if not excuse.accuses
        and (both := _smallest(layer, blame.when | excuse.when)) is not None
        and not _first(layer, both).accuses
    ]


def _smallest(layer: LayerRules, facts: Collection[str]) -> frozenset[str] | None:
    """The smallest combination with some facts: with what they imply; None if it can't be."""
    implies = {fact.name: fact.implies for fact in layer.facts}
    found = set(facts)
    for name in facts:
        general = implies.get(name)
        while general is not None and general not in found:
            found.add(general)
            general = implies.get(general)
    if any(len(group.facts & found) > 1 for group in layer.impossible):
        return None
    return frozenset(found)


def _first(layer: LayerRules, facts: frozenset[str]) -> Rule:
    """The rule that decides a combination."""
    return next(rule for rule in layer.rules if rule.when <= facts)
