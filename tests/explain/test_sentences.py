"""What would change a verdict, in words: every change of every deciding step, each told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fanous.explain.explanation import Explanation, explain
from fanous.explain.reviews import Review
from fanous.explain.sentences import (
    change_sentences,
    defect_sentences,
    happened,
    review_sentences,
    times,
)
from fanous.i18n import messages
from tests.explain.conftest import MakeCase, defective
from tests.making import changed, measurement, other_measurement, reset_measurement

ENGLISH = messages("en")
REVIEW = Review(
    "x" * 12, "a reader", date(2026, 5, 1), "likely_blocked", "down", "Off.", (), "a", 0
)


def said(it: Explanation) -> list[str]:
    return [sentence.text(ENGLISH) for sentence, _ in change_sentences(it)]


def test_what_it_rests_on_and_what_would_drop_it(case_of: MakeCase) -> None:
    it = explain(case_of(reset_measurement()))
    found = list(change_sentences(it))
    assert said(it)[0] == "The verdict rests on TLS 192.0.2.10:443 shop.example."
    assert said(it)[1] == (
        "Without any one of these, that step would be: unclear (rule tls.failed)."
    )
    assert {fact for _, fact in found[1][1]} == {
        "HANDSHAKE_RESET", "CONTROL_HANDSHAKE_OK", "ADDRESS_GENUINE",
    }  # fmt: skip


def test_what_would_make_it_an_accusation(case_of: MakeCase) -> None:
    record = changed(reset_measurement(), "test_keys.control", {})
    it = explain(case_of(record))
    deciding = tuple(step for step in it.judged if step.layer.value == "tls")
    sentences = said(replace(it, deciding=deciding))
    assert any("established too, that step would be: interference" in text for text in sentences)


def test_equal_steps_are_told_once_and_counted(case_of: MakeCase) -> None:
    it = explain(case_of(reset_measurement()))
    twice = replace(it, deciding=it.deciding * 2, also_blocked=3)
    sentences = said(twice)
    assert len(sentences) == len(said(it)) + 2
    assert "2 steps by the same rule" in sentences[-2]
    assert "3 steps show interference" in sentences[-1]


def test_what_cannot_be_said_is_said(case_of: MakeCase) -> None:
    (only,) = said(explain(case_of(other_measurement())))
    assert only.startswith("No step was judged")
    it = explain(case_of(measurement()))
    (only,) = said(replace(it, deciding=()))
    assert only.startswith("The deciding rule leans on nothing")
    (only,) = said(replace(it, rules_changed=True))
    assert "other rules" in only


def test_times_in_whole_milliseconds(case_of: MakeCase) -> None:
    it = explain(case_of(measurement()))
    when = times(it.steps[0])
    assert when is not None and when.text(ENGLISH) == "100 to 200 ms"
    only_end = times(replace(it.steps[0], start=None))
    assert only_end is not None and only_end.text(ENGLISH) == "until 200 ms"
    assert times(replace(it.steps[0], end=None)) is None
    assert happened(it.steps[0]) is it.steps[0].happened


def test_reviews_are_told_with_what_they_were_written_against() -> None:
    same, changed_since = (
        [s.text(ENGLISH) for s in review_sentences(REVIEW, state)]
        for state in ("likely_blocked", "ok")
    )
    assert same == [
        "a reader, 2026-05-01: holds “down”, where Fanous said “likely blocked”.",
        "The reason given: Off.",
    ]
    assert len(changed_since) == 3 and "ours has changed" in changed_since[1]


def test_known_defects_say_what_they_are_of(case_of: MakeCase) -> None:
    case = case_of(reset_measurement())
    assert not list(defect_sentences(explain(case)))
    failure, opinion = (s.text(ENGLISH) for s in defect_sentences(explain(defective(case))))
    assert failure.startswith("A known defect covers a failure seen here: Signal retired ")
    assert failure.endswith("(https://github.com/ooni/probe/issues/2477)")
    assert opinion.startswith("The probe's own opinion has a known defect: The list of WhatsApp")
