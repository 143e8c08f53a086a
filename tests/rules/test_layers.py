"""Sentences that must stay true of the shipped rules, layer by layer."""

from __future__ import annotations

import pytest

from fanous.model.outcome import Evidence, Layer, Outcome
from fanous.rules.registry import RULES
from fanous.rules.rule import decide

SITUATIONS = [
    (Layer.DNS, {"ANSWERED", "CONTROL_RESOLVED", "CONTROL_ANSWERS_PUBLIC"}, "dns.unmatched"),
    (Layer.DNS, {"ANSWERED"}, "dns.no_control"),
    (Layer.DNS, {"NXDOMAIN", "LOOKUP_FAILED"}, "dns.failed"),
    (Layer.TCP, {"CONNECT_TIMEOUT", "CONNECT_FAILED", "CONTROL_CONNECTED"}, "tcp.failed"),
    (Layer.TCP, {"CONNECT_TIMEOUT", "CONNECT_FAILED", "IPV6"}, "tcp.ipv6_unproven"),
    (Layer.TLS, {"HANDSHAKE_RESET", "HANDSHAKE_FAILED", "CONTROL_HANDSHAKE_OK"}, "tls.failed"),
    (Layer.TLS, {"HANDSHAKE_TIMEOUT", "HANDSHAKE_FAILED", "EXTRA_CHECK"}, "tls.extra_check_failed"),
    (Layer.HTTP, {"RESPONDED", "IS_FINAL", "STATUS_SUCCESS"}, "http.no_control"),
    (Layer.HTTP, {"FINGERPRINT_OF_COUNTRY", "RESPONDED", "OVER_VERIFIED_TLS", "IS_FINAL",
                  "STATUS_SUCCESS"}, "http.success_over_verified_tls"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "facts", "rule"), SITUATIONS)
def test_what_decides(layer: Layer, facts: set[str], rule: str) -> None:
    assert decide(RULES[layer], RULES[layer].mask(facts)).rule.id == rule


@pytest.mark.parametrize("layer", RULES.values(), ids=lambda layer: str(layer.layer))
def test_no_single_fact_accuses_without_an_artefact_or_a_control(layer) -> None:  # type: ignore[no-untyped-def]
    for rule in layer.rules:
        if rule.accuses and not rule.artefact and len(rule.when) == 1:
            assert rule.id == "dns.answer_refuted"  # a fact that holds control and answer in itself


def test_only_artefacts_settle_blame() -> None:
    settled = {rule.id for layer in RULES.values() for rule in layer.rules if rule.artefact}
    assert settled == {
        "dns.fingerprint_of_country",
        "http.fingerprint_of_country",
        "http.fingerprint_on_genuine",
    }


def test_an_outcome_of_ok_needs_positive_evidence() -> None:
    for layer in RULES.values():
        for rule in layer.rules:
            if rule.outcome is Outcome.OK:
                assert rule.when
                assert rule.evidence is Evidence.SCORED
