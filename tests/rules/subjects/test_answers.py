"""What is known of answers: proven names, rewritten answers, facts of their addresses."""

from __future__ import annotations

import pytest

from tests.rules.subjects.test_relations import hashed, relation


def test_a_resolver_that_hides_the_asker_cannot_know_its_network() -> None:
    assert relation("answer_rewritten_on_path", "rewritten_view") == [{"sequence": 1}]


@pytest.mark.parametrize(
    "situation", ["answer_of_near_cache", "bogon_answer", "works_without_helper"]
)
def test_other_answers_are_not_called_rewritten(situation: str) -> None:
    assert relation(situation, "rewritten_view") == []


def test_a_validated_certificate_proves_a_name_that_a_resolver_denies() -> None:
    (proven,) = relation("nxdomain_of_proven_name", "proven_names")
    assert proven["name"] != hashed("")
    assert relation("nxdomain_everywhere", "proven_names") == []


def test_each_answered_query_has_its_facts() -> None:
    facts = relation("certificate_validated", "answer_facts")
    assert [row["sequence"] for row in facts] == [0, 1]
    assert all(
        row["any_genuine"] and row["any_verified"] and row["any_revalidated"] for row in facts
    )
    assert not any(row["any_bogon"] or row["any_learned"] for row in facts)
