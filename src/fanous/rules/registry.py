"""Every layer's rules, and the version of the whole."""

from __future__ import annotations

from fanous.model.outcome import Layer
from fanous.rules.dns import DNS_RULES
from fanous.rules.http import HTTP_RULES
from fanous.rules.rule import LayerRules, Rule
from fanous.rules.tcp import TCP_RULES
from fanous.rules.tls import TLS_RULES

__all__ = ["RULES", "RULES_VERSION", "rule_named"]

RULES_VERSION = "2"  # raised when a stored observation could get another verdict; see CHANGELOG

RULES: dict[Layer, LayerRules] = {
    layer.layer: layer for layer in (DNS_RULES, TCP_RULES, TLS_RULES, HTTP_RULES)
}
_BY_ID: dict[str, Rule] = {rule.id: rule for layer in RULES.values() for rule in layer.rules}


def rule_named(rule_id: str) -> Rule | None:
    """The rule with an id, None if there is none."""
    return _BY_ID.get(rule_id)
