"""Which addresses are the target's own, and which requests went to those only."""

from __future__ import annotations

from tests.rules.subjects.test_relations import hashed, relation


def test_the_control_or_a_validated_certificate_vouches() -> None:
    (genuine,) = relation("certificate_validated", "genuine_view")
    (alone,) = relation("certificate_validated_without_helper", "genuine_view")
    assert genuine == alone


def test_an_address_that_nobody_vouches_for_is_not_genuine() -> None:
    answered = {row["address"] for row in relation("forged_address_refuted", "answer_view")}
    genuine = {row["address"] for row in relation("forged_address_refuted", "genuine_view")}
    assert answered - genuine
    assert hashed("no address") not in genuine


def test_what_a_service_does_not_declare_is_not_declared() -> None:
    assert relation("certificate_validated", "declared_addresses") == []
