"""The text: everything in its order, within the width, in both languages, and never steered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fanous.explain.explanation import explain
from fanous.explain.layout import cells
from fanous.explain.reviews import Review, Reviews
from fanous.explain.text import write_text
from fanous.i18n import LANGUAGES, messages
from tests.explain.conftest import MakeCase, defective
from tests.making import changed, measurement, other_measurement, reset_measurement, uid

REVIEW = Review(
    uid(0), "a reader", date(2026, 5, 1), "ok", "down", "Off.", ("https://x.example/",), "a", 0
)


def test_it_is_told_in_order(case_of: MakeCase) -> None:
    it = explain(case_of(reset_measurement()), Reviews([REVIEW]))
    text = write_text(it, messages("en"), width=80, names=("a.jsonl",))
    places = [
        text.index(heading)
        for heading in (
            "https://shop.example/", "The verdict\n---", "What was tried, in order of time",
            "What the control saw", "What was established", "What would change the verdict",
            "Recorded disagreement", "Where it comes from",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    for needed in ("likely blocked: ", "It can be confused with: ", "tls.reset_control_ok",
                   "[HANDSHAKE_RESET]", "Mechanism: tls.reset.", "a.jsonl", "https://x.example/",
                   it.case.verdict["line_sha256"], "The verdict rests on this step."):  # fmt: skip
        assert needed in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 72, 100])
def test_lines_fit(case_of: MakeCase, language: str, width: int) -> None:
    it = explain(case_of(reset_measurement()))
    for line in write_text(it, messages(language), width=width).splitlines():
        assert cells(line) <= width or len(line.split()) <= 2, line


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_do_not_steer_the_terminal(case_of: MakeCase, language: str) -> None:
    record = changed(measurement(), "probe_network_name", "a\x1b[31m\u202eb")
    record["test_keys"]["control"]["http_request"]["title"] = "\x1b]0;owned\x07"
    text = write_text(explain(case_of(record)), messages(language), width=80)
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_persian_says_it_in_persian(case_of: MakeCase) -> None:
    text = write_text(explain(case_of(reset_measurement())), messages("fa"), width=80)
    assert "چه چیزی رأی را تغییر می‌داد" in text
    assert "The verdict" not in text and "handshake with" not in text


def test_a_test_without_verdict(case_of: MakeCase) -> None:
    it = explain(case_of(other_measurement()))
    text = write_text(replace(it), messages("en"), width=80)
    assert "Fanous gives this test no verdict yet." in text
    assert "What was established" not in text


def test_a_known_defect_stands_with_the_verdict(case_of: MakeCase) -> None:
    for language in LANGUAGES:
        text = write_text(explain(defective(case_of(measurement()))), messages(language), width=80)
        told = text.index("https://github.com/ooni/probe/issues/2477")
        assert told < text.index("https://helper.example")
