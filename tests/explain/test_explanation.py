"""Explanations: the steps that a verdict rests on, and what is not known is said so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from fanous.explain.case import read_cases
from fanous.explain.explanation import explain, meaning
from fanous.explain.reviews import Review, Reviews
from fanous.explain.text import write_text
from fanous.i18n import LANGUAGES, messages
from fanous.model.outcome import Layer
from fanous.pipeline import build, ingest
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.conftest import ROOT
from tests.explain.conftest import MakeCase
from tests.making import changed, measurement, other_measurement, reset_measurement, uid


def test_the_verdict_rests_on_the_step_that_was_stopped(case_of: MakeCase) -> None:
    it = explain(case_of(reset_measurement()))
    (deciding,) = it.deciding
    assert (deciding.layer, deciding.outcome, deciding.place) == (Layer.TLS, "blocked", 3)
    assert deciding.rule_id == it.case.verdict["deciding_rule"] == "tls.reset_control_ok"
    assert it.rule is not None and it.rule.id == deciding.rule_id
    assert {name for loss in deciding.losses for name in loss.facts} == it.rule.when
    assert not it.rules_changed and it.also_blocked == 0
    assert [step.place for step in it.judged] == [1, 2, 3, 4]


def test_a_missing_control_is_what_would_change_it(case_of: MakeCase) -> None:
    record = changed(reset_measurement(), "test_keys.control", {})
    it = explain(case_of(record))
    assert it.case.verdict["state"] == "impaired"
    tls = next(step for step in it.judged if step.layer is Layer.TLS)
    accusing = [gain for gain in tls.gains if gain.rule.accuses]
    assert any("CONTROL_HANDSHAKE_OK" in gain.facts for gain in accusing)


def test_other_rules_are_told_as_such(case_of: MakeCase) -> None:
    case = case_of(reset_measurement())
    renamed = tuple(
        {**row, "rule": "tls.of_another_version"} if row["layer"] == "tls" else row
        for row in case.endpoints
    )
    verdict = {**case.verdict, "deciding_rule": "tls.of_another_version"}
    it = explain(replace(case, verdict=verdict, endpoints=renamed))
    assert it.rules_changed and it.rule is None
    assert not it.deciding[0].gains and not it.deciding[0].losses
    unknown = tuple({**row, "facts": ["NEVER_HEARD_OF"]} for row in case.endpoints)
    assert explain(replace(case, endpoints=unknown)).rules_changed


def test_a_test_without_verdict_has_nothing_to_rest_on(case_of: MakeCase) -> None:
    it = explain(case_of(other_measurement()))
    assert (it.steps, it.judged, it.deciding, it.rule) == ((), (), (), None)


def test_reviews_of_this_measurement_come_along(case_of: MakeCase) -> None:
    review = Review(uid(0), "a reader", date(2026, 5, 1), "ok", "down", "Why.", (), "a.toml", 0)
    other = replace(review, measurement=uid(7))
    assert explain(case_of(measurement()), Reviews([other, review])).reviews == (review,)


def test_meanings_of_facts() -> None:
    assert meaning(Layer.TCP, "CONNECTED") == "The probe connected."
    assert meaning(Layer.TCP, "NEVER_HEARD_OF") == "NEVER_HEARD_OF"


def test_every_situation_can_be_explained(tmp_path: Path) -> None:
    """The verdict rests on a step that was judged, and it is said what would drop it."""
    ingest([ROOT / "tests" / "situations"], tmp_path / "store")
    build(tmp_path / "store")
    connection = open_store(Store(tmp_path / "store"))
    records = [row["record"] for row in rows(connection, "SELECT record FROM verdicts")]
    assert len(records) > 60
    for case in read_cases(connection, records):
        it = explain(case)
        assert not it.rules_changed
        if not case.verdict["deciding_rule"].endswith(".no_data"):
            assert it.deciding and all(step.losses for step in it.deciding)
        assert len(it.steps) >= len(it.judged)
        assert all(step.place for step in it.judged)
        for step in it.judged:
            assert all(meaning(step.layer, fact) != fact for fact in step.facts)
        for language in LANGUAGES:
            text = write_text(it, messages(language), width=72)
            assert case.verdict["deciding_rule"] in text
