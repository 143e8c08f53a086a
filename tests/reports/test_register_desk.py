from __future__ import annotations

import pytest

from fanous.reports.register_measured import Beside
from fanous.reports.register_shelf import INDEX
from tests.reports.register_making import desk, shelf


def test_names_are_in_the_readers_language() -> None:
    assert desk("en").place("IR") == "Iran"
    assert desk("fa").place("IR") == "ایران"
    assert desk("en").place("GB") == "United Kingdom"
    assert desk("en").place("AQ") == "AQ"
    claim = shelf().register.claims["S2-16"]
    assert desk("en").subject(claim) == "Government of Iran"
    assert desk("fa").subject(claim) == shelf().register.entities["government-of-iran"].name_fa


@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_claim_is_listed_without_attribution_and_hedge(language: str) -> None:
    listed = desk(language).brief(sorted(shelf().register.claims))
    assert len(listed) == len(shelf().register.claims)
    for claim in listed:
        assert claim["attribution"]
        assert claim["hedge"]


def test_the_weakest_hedge_goes_with_a_claim_that_others_doubt() -> None:
    (claim,) = desk().brief(["S2-16"])
    assert (claim["hedge"], claim["weakest"]) == ("asserted", "reported")


def test_the_way_up_goes_to_the_report_where_there_is_one() -> None:
    assert [path for _, path in desk().page("register/claims/S1.html", "x").crumbs] == [INDEX]
    within = desk(beside=Beside(home=True))
    assert [path for _, path in within.page(INDEX, "x").crumbs] == ["index.html"]
    assert [path for _, path in within.page("register/x.html", "x").crumbs] == [
        "index.html",
        INDEX,
    ]


def test_a_citation_names_the_version_and_the_address() -> None:
    own = desk()
    page = own.page("register/claims/S2-16.html", "S2-16")
    cited = own.cited(shelf().register.claims["S2-16"], page, "claim S2-16.")
    assert cited.startswith("Fanous, the register: claim S2-16. Version ")
    assert cited.endswith("register/claims/S2-16.html")


def test_entities_are_linked_once_and_unknown_ones_not() -> None:
    assert desk().linked(["zte", None, "nobody", "zte"]) == [("ZTE", "register/entities/zte.html")]
