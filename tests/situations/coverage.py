"""Which situations fire each rule and which nearly do, from the golden files.

Decides what counts; days count by the record in question (`pooled/<name>`). A rule is *fired* by a
situation where it decides an endpoint, or a layer that has none. A *near miss* is an endpoint that
shares a fact with the rule, lacks exactly one of them, and gets another outcome; the fact that was
missing is kept, and of many the few nearest are. What is written here ships as
`data/situations.json`, for `fanous rules` and the reference page.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fanous.rules.registry import RULES
from fanous.rules.rule import LayerRules, Rule

__all__ = ["coverage", "coverage_text"]

Json = dict[str, Any]
FactsKey = tuple[str, frozenset[str]]
MOST_NEAR = 3


def coverage(folder: Path) -> Json:
    """Rule id → `fired_by` (names) and `near` (name, missing fact; the closest first)."""
    found = {
        path.parent.relative_to(folder).as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((*folder.glob("*/verdicts.json"), *folder.glob("*/*/verdicts.json")))
    }
    fired: dict[str, set[str]] = defaultdict(set)
    seen: Counter[FactsKey] = Counter()
    for name, golden in found.items():
        for rule in _deciding(golden):
            fired[rule].add(name)
        seen.update({_key(row) for row in golden["endpoints"]})
    return {
        rule.id: {
            "fired_by": sorted(fired[rule.id]),
            "near": [
                {"situation": name, "missing": fact}
                for name, fact in _near(layer, rule, found, seen)
            ],
        }
        for layer in RULES.values()
        for rule in layer.rules
    }


def coverage_text(folder: Path) -> str:
    """The data file's text."""
    return json.dumps(coverage(folder), indent=1) + "\n"


def _deciding(golden: Json) -> Iterator[str]:
    """Rules that decide an endpoint or a layer."""
    yield from (row["rule"] for row in golden["endpoints"])
    yield from (rule for layer in RULES if (rule := golden["verdict"][f"{layer}_rule"]))


def _near(
    layer: LayerRules, rule: Rule, found: dict[str, Json], seen: Counter[FactsKey]
) -> list[tuple[str, str]]:
    """The nearest misses: what lacks the failure itself, or is everyday, is less near."""
    failures = {fact.name for fact in layer.facts if fact.is_failure}
    ranked = sorted(
        (fact in failures, seen[_key(row)], name, fact)
        for name, golden in found.items()
        for row in golden["endpoints"]
        if row["layer"] == layer.layer and row["outcome"] != rule.outcome
        for fact in [_only(rule.when - set(row["facts"]))]
        if fact is not None and len(rule.when) > 1
    )
    by_name: dict[str, str] = {}
    for lacks_failure, _, name, fact in ranked:
        if lacks_failure == ranked[0][0]:
            by_name.setdefault(name, fact)
    return list(by_name.items())[:MOST_NEAR]


def _key(row: Json) -> FactsKey:
    """What an endpoint establishes."""
    return row["layer"], frozenset(row["facts"])


def _only(facts: frozenset[str]) -> str | None:
    """The one element of a set, None if it has another number."""
    return next(iter(facts)) if len(facts) == 1 else None
