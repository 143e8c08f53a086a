from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fanous.reports.register_claim import _events, chain, claim_page
from fanous.reports.register_desk import Desk
from fanous.reports.register_measured import NOTHING_BESIDE
from fanous.reports.register_shelf import Shelf
from fanous.reports.render import Renderer
from tests.register.writing import small
from tests.reports.register_making import COMMON, desk, shelf, shown, unmeasured


def page(key: str, language: str = "en") -> str:
    return shown(claim_page(desk(language), key))


def test_the_five_questions_are_answered_in_order() -> None:
    said = page("S2-16")
    places = [
        said.rindex(question)
        for question in (
            "Who says so?",
            "How do they know?",
            "Did anyone else find it on their own?",
            "Do measurements fit?",
            "What would change this?",
            "To cite",
        )
    ]
    assert places == sorted(places)


def test_what_several_grades_rest_on_is_shown_once_with_its_numbers() -> None:
    said = page("S2-16")
    assert said.count("Loss of connectivity that the grades rest on: Iran") == 1
    assert "It began between 2019-11-16 14:00 UTC and 2019-11-16 18:15 UTC." in said
    assert "Its end is not in the data." in said
    assert "active probing96.3 %90.04.3 %" in said
    assert "routes (BGP)50.0 %––" in said
    assert said.count("In which order networks fell") == 1
    assert said.index("AS57218 2019-11-16 12:30 UTC") < said.index("AS58224")
    assert "loss that counts as a drop: 50 %" in page("S3-18")
    assert "Measured by: IODA" in said
    assert "Measurements fit this; they would also fit: a storm." in said


def test_nobody_looked_is_not_nobody_measured() -> None:
    said = shown(claim_page(Desk(unmeasured(), Renderer("en", COMMON), ("en",)), "S2-16"))
    assert "Nothing measured was looked at for these pages" in said
    assert "Nothing measured was looked at" not in page("S2-16")


def test_what_is_beyond_networks_says_so_in_words() -> None:
    said = page("S0-08")
    assert "Network measurements cannot speak to this." in said
    assert "no measurement is known" in said


def test_the_chain_goes_down_to_the_roots() -> None:
    (first,) = chain(desk(), shelf().register.claims["S1-29"])
    assert first.claim == "S1-29"
    (root,) = first.below
    assert root.path == "register/sources/reuters-2012-03-22.html"
    assert root.below == ()
    said = page("S1-29")
    assert "1 source says it. Followed back, it rests on 1 root." in said
    assert "which rests on" in said


def test_a_chain_of_articles_on_one_report_is_one_root() -> None:
    """The marketing text is known only through a report, which is the root of both."""
    steps = chain(desk(), shelf().register.claims["S1-28"])
    below = steps[0].below[0]
    assert below.path == "register/sources/zte-marketing.html"
    assert [step.path for step in below.below] == ["register/sources/reuters-2012-03-22.html"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("S1-35", "It dates the signing of the agreement with China to 2022."),
        ("S1-35", "R-01 · 27 March 2021"),
        ("S1-35", "disputed"),
        ("R-05", "a slip of the decimal point"),
        ("S2-09", "R-05"),  # the sum that another report converts with a tenfold slip
        ("S2-09", "a slip of the decimal point"),
        ("R-08", "one block, eight rows"),  # a yearly list that repeats what goes on
        ("S1-09", "ten years old"),
        ("S1-44", "S1-46"),  # the denial
        ("S1-46", "It replies to"),
        ("S0-08", "15,000,000 cameras [author-doubts]"),
        ("S1-26", "R-13"),  # registers that differ on the day
        ("S1-26", "R-14"),
    ],
)
def test_what_must_be_visible(key: str, words: str) -> None:
    assert words in page(key)


def test_a_circle_of_sources_ends(tmp_path: Path) -> None:
    register = small(tmp_path)
    first, second, *_ = register.sources
    for key, other in ((first, second), (second, first)):
        register.sources[key] = msgspec.structs.replace(
            register.sources[key], derived_from=(other,), copy_of=None
        )
    claim = msgspec.structs.replace(register.claims["c-1"], source=first, rests_on=())
    register.claims["c-1"] = claim
    (step,) = chain(Desk(Shelf(register, {}), Renderer("en", COMMON), ("en",)), claim)[:1]
    assert step.path == f"register/sources/{first}.html"
    assert [below.below for below in step.below] == [()]


def test_records_keep_their_language_on_a_persian_page() -> None:
    _, content = claim_page(desk("fa"), "S2-16")
    text = content.decode()
    assert '<html lang="fa" dir="rtl">' in text
    assert '<p class="headline" lang="en" dir="ltr">In November 2019' in text
    assert "۲۰۱۹" in shown(text)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_page_cuts_a_record_short(language: str) -> None:
    for key, claim in shelf().register.claims.items():
        said = page(key, language)
        assert " ".join(claim.text.split()) in said
        assert said.count(f"register/claims/{key}.html") == 2


def test_events_that_have_a_page_here_are_linked() -> None:
    """The numbers of a grade lead to the event that they are of."""
    grades: list[dict[str, Any]] = [
        {"evidence": ["aa", "bb"]},
        {"evidence": ["aa"]},
        {"evidence": None},
    ]
    here = desk(beside=replace(NOTHING_BESIDE, event_ids=frozenset({"aa", "cc"})))
    assert _events(here, grades) == ["aa"]
    assert _events(desk(), grades) == []
