"""The dns rules: what its blame leans on."""

from __future__ import annotations

from fanous.rules.dns import DNS_RULES

WITNESSES = {"ANSWER_REFUTED", "ANSWER_REWRITTEN", "NAME_PROVEN", "NAME_KNOWN_ELSEWHERE"}


def test_every_mechanism_is_of_this_layer() -> None:
    for rule in DNS_RULES.rules:
        if rule.accuses:
            assert str(rule.mechanism).split(".")[0] == "dns"


def test_blame_leans_on_a_witness_or_on_an_artefact() -> None:
    for rule in DNS_RULES.rules:
        if rule.accuses and not rule.artefact:
            assert any("CONTROL" in fact or fact in WITNESSES for fact in rule.when), rule.id
