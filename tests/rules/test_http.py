"""The http rules: what its blame leans on."""

from __future__ import annotations

from fanous.rules.http import HTTP_RULES

WITNESSES = {"FETCHED_ELSEWHERE", "DIFFERS_FROM_CONTROL"}


def test_every_mechanism_is_of_this_layer() -> None:
    for rule in HTTP_RULES.rules:
        if rule.accuses:
            assert str(rule.mechanism).split(".")[0] == "http"


def test_blame_leans_on_a_witness_or_on_an_artefact() -> None:
    for rule in HTTP_RULES.rules:
        if rule.accuses and not rule.artefact:
            assert any("CONTROL" in fact or fact in WITNESSES for fact in rule.when), rule.id
