"""Failures in words: the code stays beside them."""

from __future__ import annotations

import re

from fanous.explain.failures import FAILURES, failed
from fanous.i18n import messages
from fanous.rules.registry import RULES

ENGLISH = messages("en")


def test_known_failures_have_words_and_their_code() -> None:
    assert failed("connection_reset").text(ENGLISH) == (
        "the connection was reset (connection_reset)"
    )


def test_an_unknown_failure_is_shown_as_it_is() -> None:
    assert failed("unknown_failure: odd").text(ENGLISH) == "unknown_failure: odd"


def test_words_are_no_sentences_of_their_own() -> None:
    for words in FAILURES.values():
        assert not words.endswith(".")


def test_every_failure_that_a_fact_names_has_words() -> None:
    clause = re.compile(r"\bfailure (?:=|IN) (\([^)]*\)|'[^']*')")
    named = {
        failure
        for layer in RULES.values()
        for fact in layer.facts
        for found in clause.findall(fact.sql)
        for failure in re.findall(r"'([^']*)'", found)
    }
    assert len(named) > 10
    assert named - FAILURES.keys() == set()
