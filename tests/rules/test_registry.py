"""The registry of rules."""

from __future__ import annotations

from fanous.model.outcome import LAYERS
from fanous.rules.registry import RULES, RULES_VERSION, rule_named
from tests.conftest import ROOT


def test_every_layer_is_there_in_order() -> None:
    assert tuple(RULES) == LAYERS


def test_rules_are_found_by_id() -> None:
    for layer in RULES.values():
        for rule in layer.rules:
            assert rule_named(rule.id) is rule
    assert rule_named("dns.no_such_rule") is None


def test_the_changelog_tells_of_this_version() -> None:
    history = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("### Verdicts")[2]
    assert f"rule set, version {RULES_VERSION}" in history
