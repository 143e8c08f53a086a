"""Facts: each has one name, one meaning, one expression that DuckDB takes."""

from __future__ import annotations

import pytest

from fanous.rules.registry import RULES
from fanous.rules.rule import LayerRules

LAYERS = pytest.mark.parametrize("layer", RULES.values(), ids=lambda layer: str(layer.layer))


@LAYERS
def test_names_are_unique_and_fit_a_mask(layer: LayerRules) -> None:
    names = [fact.name for fact in layer.facts]
    assert len(set(names)) == len(names)
    assert len(names) < 63


@LAYERS
def test_every_fact_serves_a_rule_or_an_exclusion(layer: LayerRules) -> None:
    used = set().union(*(rule.when for rule in layer.rules))
    used |= {fact.implies for fact in layer.facts if fact.implies}
    assert {fact.name for fact in layer.facts} - used <= {"LOCAL_CAUSE"}


@LAYERS
def test_meanings_are_sentences(layer: LayerRules) -> None:
    for fact in layer.facts:
        assert fact.meaning[0].isupper()
        assert fact.meaning.endswith(".")


@LAYERS
def test_what_implies_is_excluded_by_what_excludes_the_general_fact(layer: LayerRules) -> None:
    names = {fact.name for fact in layer.facts}
    for fact in layer.facts:
        assert fact.implies is None or fact.implies in names
