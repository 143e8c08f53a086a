"""Headlines: each state's sentence, with its counts, denominators and dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fanous.i18n import LANGUAGES, messages
from fanous.reports.country import TargetRow
from fanous.reports.reading import Network
from fanous.reports.sentences import country_name, headline, remarks
from fanous.reports.summary import Tally, TargetState, summarise
from tests.reports.test_summary import tally

FIRST, LAST = datetime(2026, 1, 5, 3, tzinfo=UTC), datetime(2026, 1, 18, 9, tzinfo=UTC)


def row(pooled: Tally, *networks: Tally) -> TargetRow:
    each = tuple(
        Network(64500 + n, "Net", found, FIRST, LAST, 9, (FIRST, LAST) if found.accusing else None)
        for n, found in enumerate(networks)
    )
    return TargetRow(
        target="domain:news.example",
        slug="news.example",
        unicode="",
        category="",
        summary=summarise(pooled, networks),
        networks=each,
        first=FIRST,
        last=LAST,
    )


CASES = {
    TargetState.BLOCKED: (
        row(tally(blocked=4, ok=8), tally(blocked=4), tally(ok=8)),
        "In XA (fictional), news.example was blocked on 1 of 2 networks: 4 of 12 conclusive "
        "measurements met interference from 5 to 18 January 2026.",
    ),
    TargetState.LIKELY_BLOCKED: (
        row(tally(likely=4), tally(likely=4)),
        "In XA (fictional), news.example was likely blocked on 1 of 1 network: 4 of 4 conclusive "
        "measurements met interference from 5 to 18 January 2026.",
    ),
    TargetState.BLOCKED_AT_TIMES: (
        row(tally(likely=5, ok=20), tally(likely=5, ok=15, run=5), tally(ok=5)),
        "In XA (fictional), news.example was likely blocked at times on 1 of 2 networks: up to 5 "
        "conclusive measurements in a row met interference, from 5 to 18 January "
        "2026. Of all, 5 of 25 conclusive measurements did, from 5 to 18 January "
        "2026.",
    ),
    TargetState.SIGNS_OF_BLOCKING: (
        row(tally(likely=2, ok=4), tally(likely=2, ok=4)),
        "In XA (fictional), there are signs of blocking of news.example, too few to call it "
        "blocked: 2 of 6 conclusive measurements met interference from 5 to "
        "18 January 2026.",
    ),
    TargetState.IMPAIRED: (
        row(tally(impaired=3, ok=1), tally(impaired=3, ok=1)),
        "In XA (fictional), news.example often did not work, and nothing tells why: it failed in "
        "3 of 4 measurements from 5 to 18 January 2026.",
    ),
    TargetState.DOWN: (
        row(tally(down=3), tally(down=3)),
        "news.example itself was down: in 3 of 3 measurements from XA (fictional) it did not work "
        "for the control elsewhere either, from 5 to 18 January 2026.",
    ),
    TargetState.INSUFFICIENT: (
        row(tally(blocked=1), tally(blocked=1)),
        "There is too little data to say whether news.example was accessible in XA (fictional): "
        "1 measurement from 5 to 18 January 2026.",
    ),
    TargetState.OK: (
        row(tally(ok=9, likely=1), tally(ok=9, likely=1)),
        "In XA (fictional), news.example was accessible: it worked in 9 of 10 measurements from "
        "5 to 18 January 2026.",
    ),
}


@pytest.mark.parametrize("state", list(TargetState))
def test_headlines(state: TargetState) -> None:
    found, sentence = CASES[state]
    assert found.summary.state is state
    said = headline(messages("en"), "XA", found)
    assert said.replace("<bdi>", "").replace("</bdi>", "") == sentence


@pytest.mark.parametrize("state", list(TargetState))
def test_persian_headlines_carry_the_same_numbers(state: TargetState) -> None:
    found, sentence = CASES[state]
    said = headline(messages("fa"), "XA", found)
    digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    numbers = sorted(word for word in sentence.replace(".", "").split() if word.isdigit())
    words = said.translate(digits).replace(".", "").replace("،", "").replace(":", "").split()
    assert sorted(word for word in words if word.isdigit()) == numbers


def test_networks_together() -> None:
    found = row(tally(likely=4), *[tally(likely=1)] * 4)
    said = headline(messages("en"), "XA", found)
    assert "no network alone has enough measurements to say so" in said


def test_remarks_keep_a_headline_from_misleading() -> None:
    english = messages("en")

    def said(state: TargetState) -> str:
        return " ".join(remarks(english, CASES[state][0]))

    assert "On those networks alone: 4 of 4 conclusive measurements." in said(TargetState.BLOCKED)
    assert "1 measurement met interference: too few" in said(TargetState.OK)
    assert "1 of 1 conclusive measurement met interference: that alone" in said(
        TargetState.INSUFFICIENT
    )
    assert "Of all 4 measurements, 3 settled nothing" in said(TargetState.IMPAIRED)
    assert said(TargetState.DOWN) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_target_stays_data(language: str) -> None:
    found = replace(CASES[TargetState.OK][0], target="domain:<b>\u202e")
    said = headline(messages(language), "XA", found)
    assert "<bdi>&lt;b&gt;⟨U+202E⟩</bdi>" in said


def test_countries() -> None:
    assert country_name(messages("en"), "IR") == "Iran"
    assert country_name(messages("fa"), "IR") == "ایران"
    assert country_name(messages("en"), "XQ") == "XQ (fictional)"
    assert country_name(messages("en"), "ZZ") == "ZZ (country unknown)"
    assert country_name(messages("en"), "XB") == "XB (fictional)"
