from __future__ import annotations

import pytest

from fanous.reports.register_answers import QUESTIONS, answers
from tests.reports.register_making import desk, shelf


def said(*claims: str) -> dict[str, str]:
    return {str(item.question): str(item.answer) for item in answers(desk(), claims)}


def test_a_claim_is_answered_in_a_line_each() -> None:
    given = answers(desk(), ["S2-16"], anchors=True)
    assert [item.anchor for item in given] == [name for name, _ in QUESTIONS]
    assert [str(item.answer) for item in given] == [
        "the article's author (stated by the source); the weakest hedge among all who say it: "
        "reported by the source as another's words",
        "2 independent roots.",
        "Yes: it is said on 2 grounds that do not rest on one another.",
        "consistent: 4; not measurable: 2",
        "4 measurements that are named below, or another source that found it on its own.",
    ]


def test_one_root_is_nobody_else() -> None:
    given = said("R-04")
    assert given["How do they know?"] == (
        "1 independent root, known only through others: nobody here has read it."
    )
    assert given["Did anyone else find it on their own?"].startswith("Nobody that the register")


def test_many_claims_are_counted_and_never_summed_up() -> None:
    keys = sorted(shelf().register.claims)
    given = said(*keys)
    assert given["Who says so?"] == f"{len(keys)} claims from 25 sources."
    assert f"of {len(keys)} claims rest on more than one root" in " ".join(given.values())


def test_nothing_is_said_of_nothing() -> None:
    assert answers(desk(), []) == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_claim_has_all_five(language: str) -> None:
    for key in shelf().register.claims:
        given = answers(desk(language), [key])
        assert len(given) == len(QUESTIONS)
        assert all(item.answer for item in given)
