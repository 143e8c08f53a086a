"""The properties every layer's rules must have, as functions that return what violates them.

Decides nothing about verdicts: it walks every possible combination of a layer's facts and every
pair of its rules. Tests run it over the shipped rules and over planted bad ones; a contributor runs
it on a draft.
"""

from __future__ import annotations

from collections.abc import Iterator

from fanous.model.outcome import Evidence
from fanous.rules.rule import LayerRules, Rule

__all__ = ["alive", "complete", "modest", "modest_by_pairs", "well_formed"]


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


def _first_rules(layer: LayerRules) -> Iterator[tuple[int, Rule]]:
    """Every possible combination with the rule that decides it."""
    needs = list(zip(layer.required(), layer.rules, strict=True))
    for mask in layer.possible_masks():
        yield mask, next(rule for need, rule in needs if need & mask == need)


def complete(layer: LayerRules) -> list[str]:
    """The last rule is the empty set without evidence; no combination with a failure reaches it."""
    last = layer.rules[-1]
    if last.when or last.evidence is not Evidence.NONE:
        return [f"{last.id}: the last rule must lean on nothing and claim nothing"]
    failures = layer.mask({fact.name for fact in layer.facts if fact.is_failure})
    return [
        f"{last.id} decides {layer.names(mask)}, which holds a failure"
        for mask, rule in _first_rules(layer)
        if rule is last and mask & failures
    ]


def alive(layer: LayerRules) -> list[str]:
    """Every rule decides at least one possible combination."""
    deciding = {rule.id for _, rule in _first_rules(layer)}
    return [f"{rule.id}: decides nothing" for rule in layer.rules if rule.id not in deciding]


def modest(layer: LayerRules) -> list[str]:
    """Taking one fact away (and what it alone implied) from any combination never makes blame."""
    rules = dict(_first_rules(layer))
    implied = layer.implied()
    return [
        f"{layer.names(mask)} is {rule.id}; {layer.names(less)} is {rules[less].id}"
        for mask, rule in rules.items()
        if not rule.accuses
        for less in _one_less(mask, implied)
        if rules[less].accuses
    ]


def _one_less(mask: int, implied: list[tuple[int, int]]) -> Iterator[int]:
    """Every mask with one fact fewer; without the general fact, the special ones go too."""
    rest = mask
    while rest:
        bit = rest & -rest
        rest ^= bit
        special = sum(fact for fact, general in implied if general == bit and mask & fact)
        yield mask ^ bit ^ special


def modest_by_pairs(layer: LayerRules) -> list[str]:
    """No blame stands below an excuse, unless both can't hold or blame stands above already."""
    return [
        f"{blame.id} stands below {excuse.id}, and both can hold"
        for rank, blame in enumerate(layer.rules)
        if blame.accuses
        for place, excuse in enumerate(layer.rules[:rank])
        if not excuse.accuses and _both_matter(layer, blame, excuse, layer.rules[:place])
    ]


def _both_matter(layer: LayerRules, blame: Rule, excuse: Rule, above: tuple[Rule, ...]) -> bool:
    """Whether both rules can hold together with nothing above that blames already."""
    together = blame.when | excuse.when
    if any(len(group.facts & together) > 1 for group in layer.impossible):
        return False
    return not any(rule.accuses and rule.when <= together for rule in above)
