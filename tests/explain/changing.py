"""Rule sets that differ from ours by a little."""

from __future__ import annotations

from dataclasses import replace

from fanous.model.outcome import Layer
from fanous.rules.rule_set import RuleSet


def without_rule(rule_id: str) -> RuleSet:
    """Ours without one rule."""
    current = RuleSet.current()
    layer = Layer(rule_id.partition(".")[0])
    rules = tuple(rule for rule in current.layers[layer].rules if rule.id != rule_id)
    assert len(rules) < len(current.layers[layer].rules)
    changed = replace(current.layers[layer], rules=rules)
    return replace(current, layers={**current.layers, layer: changed})


def with_fact(layer: Layer, name: str, sql: str) -> RuleSet:
    """Ours with a fact established by something else."""
    current = RuleSet.current()
    facts = tuple(
        replace(fact, sql=sql) if fact.name == name else fact
        for fact in current.layers[layer].facts
    )
    changed = replace(current.layers[layer], facts=facts)
    return replace(current, layers={**current.layers, layer: changed})
