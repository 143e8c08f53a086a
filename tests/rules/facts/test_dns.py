"""What one response of one resolver establishes."""

from __future__ import annotations

import pytest

from fanous.model.outcome import Layer
from tests.rules.facts.rows import established

ANSWER = {"answered": True, "asked_for": 4}


@pytest.mark.parametrize(
    ("failure", "name"),
    [
        ("dns_nxdomain_error", "NXDOMAIN"),
        ("dns_refused_error", "REFUSED"),
        ("dns_server_misbehaving", "SERVFAIL"),
        ("dns_no_answer", "NO_ADDRESS"),
        ("android_dns_cache_no_data", "NO_DATA_ANDROID"),
    ],
)
def test_each_failure_has_its_name_and_is_a_failure(failure: str, name: str) -> None:
    assert established(Layer.DNS, answered=False, failure=failure) == {name, "LOOKUP_FAILED"}


def test_neither_answer_nor_failure_is_a_fact_of_its_own() -> None:
    assert established(Layer.DNS, answered=False) == {"NOTHING_RETURNED"}


def test_what_is_said_of_answers_needs_an_answer() -> None:
    said = {"any_bogon": True, "rewritten": True, "any_revalidated": True, "all_refuted": True}
    assert established(Layer.DNS, answered=False, failure="dns_no_answer", **said) == {
        "NO_ADDRESS",
        "LOOKUP_FAILED",
    }
    assert {
        "ANSWER_BOGON",
        "ANSWER_REWRITTEN",
        "ANSWER_REVALIDATED",
        "ANSWER_REFUTED",
    } <= established(Layer.DNS, **ANSWER, **said)


def test_the_control_resolves_for_a_family() -> None:
    control = {"about_target": True, "resolved": True, "resolved_v4": True, "resolved_v6": False}
    assert "CONTROL_RESOLVED" in established(Layer.DNS, **ANSWER, **control)
    asked_for_ipv6 = {**ANSWER, "asked_for": 6}
    assert "CONTROL_RESOLVED" not in established(Layer.DNS, **asked_for_ipv6, **control)
    assert "OTHER_FAMILY_ONLY" in established(Layer.DNS, **asked_for_ipv6, **control)


def test_a_control_of_another_name_says_nothing() -> None:
    control = {"resolved": True, "resolved_v4": True, "about_target": False}
    assert established(Layer.DNS, **ANSWER, **control) == {"ANSWERED", "ASKED_FOR_IPV4"}


def test_fingerprints_of_the_country_and_abroad() -> None:
    assert "ANSWER_FINGERPRINTED" in established(Layer.DNS, **ANSWER, fingerprint_kind="country")
    abroad = established(Layer.DNS, **ANSWER, fingerprint_kind="abroad")
    assert "ANSWER_FINGERPRINT_ABROAD" in abroad and "ANSWER_FINGERPRINTED" not in abroad
