from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fanous.register.load import Register, load_register
from fanous.register.roots import roots_of_source, standing, standings
from fanous.register.schema import HEDGES, Source
from tests.register.writing import FILES, small


def test_a_claim_rests_on_what_it_names_and_not_on_the_article(tmp_path: Path) -> None:
    stands = standing(small(tmp_path), "c-1")
    assert stands.roots == ("agency",)
    assert stands.echoes == ("paper",)
    assert stands.replies == ("c-2",)
    assert (stands.step, stands.hedge) == ("used", "reported")


def test_three_articles_on_one_report_are_one_root(tmp_path: Path) -> None:
    changes: dict[str, str | None] = {}
    for n in (1, 2, 3):
        changes[f"sources/echo-{n}.yaml"] = FILES["sources/paper.yaml"].replace(
            "id: paper", f"id: echo-{n}\nderived_from: [agency]"
        )
        claim = FILES["claims/2020/c-1.yaml"].replace("id: c-1", f"id: e-{n}\nrestates: [c-1]")
        claim = claim.replace("rests_on: [agency]\n", "")
        changes[f"claims/2020/e-{n}.yaml"] = claim.replace("source: paper", f"source: echo-{n}")
    stands = standing(small(tmp_path, changes), "c-1")
    assert len(stands.same) == 4
    assert stands.roots == ("agency",)
    assert stands.echoes == ("echo-1", "echo-2", "echo-3", "paper")


def test_the_weakest_hedge_is_shown(tmp_path: Path) -> None:
    doubted = FILES["claims/2020/c-1.yaml"].replace("id: c-1", "id: c-3\nrestates: [c-1]")
    doubted = doubted.replace("hedge: reported", "hedge: author-doubts")
    register = small(tmp_path, {"claims/2020/c-3.yaml": doubted})
    assert {standing(register, key).hedge for key in ("c-1", "c-3")} == {"author-doubts"}


def test_a_withdrawn_statement_adds_no_root(tmp_path: Path) -> None:
    gone = FILES["claims/2020/c-1.yaml"].replace("id: c-1", "id: c-3\nrestates: [c-1]")
    gone = gone.replace("status: reviewed", "status: withdrawn\nstatus_reason: It was a hoax.")
    gone = gone.replace("rests_on: [agency]\n", "")
    assert standing(small(tmp_path, {"claims/2020/c-3.yaml": gone}), "c-1").roots == ("agency",)


@given(st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 5), max_size=3), min_size=1))
def test_roots_are_found_whatever_the_graph(edges: dict[int, list[int]]) -> None:
    """Circles are an error of the check, and must not hang whoever asks before it."""
    register = Register(Path())
    for key, below in edges.items():
        register.sources[str(key)] = Source(
            id=str(key), kind="report", title="x", published="", seen="text",
            derived_from=tuple(map(str, below)),
        )  # fmt: skip
    for name in register.sources:
        for root in roots_of_source(register, name):
            assert root not in register.sources or not register.sources[root].derived_from


# --- what must be visible in ours ---------------------------------------------------------------


def test_the_chain_of_articles_on_one_report() -> None:
    stands = standings(load_register())
    for key in ("S1-24", "S1-28", "S1-29", "S1-30", "S1-31", "S1-33", "S1-65"):
        assert stands[key].roots == ("reuters-2012-03-22",)


def test_the_misdated_agreement_and_the_other_errors_of_sources() -> None:
    register = load_register()
    stands = standings(register)
    assert stands["S1-35"].contradicted_by == ("R-01",)
    assert register.claims["R-01"].date == "2021-03-27"
    assert stands["S2-09"].contradicted_by == ("R-05",)  # the tenfold slip elsewhere
    assert "R-12" in stands["S1-09"].contradicted_by  # the statistic that is used again
    assert register.sources["S3-copy"].copy_of == "S3"  # the repost
    assert not any(claim.source == "S3-copy" for claim in register.claims.values())
    assert register.sources["access-now-stop"].standing.startswith("A yearly list")
    for key, others in {"S1-35": "R-01", "S1-09": "R-12", "S2-23": "R-06"}.items():
        errors = [e for source in register.sources.values() for e in source.errors]
        assert [e.differs for e in errors if e.claim == key] == [(others,)]


def test_denials_stand_beside_what_they_deny() -> None:
    stands = standings(load_register())
    assert "S1-46" in stands["S1-44"].replies
    assert "S1-74" in stands["S1-58"].replies
    assert "R-04" in stands["S1-15"].replies
    assert "R-27" in stands["S1-24"].replies
    assert "R-11" in stands["S1-69"].replies


def test_what_is_known_of_an_offer_lifts_no_sale() -> None:
    """An offer by a partner stood in the register as one by the maker."""
    register = load_register()
    offer = register.claims["R-03"]
    assert offer.subject is None
    assert "partner" in offer.subject_words
    assert standings(register)["R-03"].step == "offered"
    assert "S1-15" in offer.contradicts


def test_the_doubted_number_is_never_strengthened() -> None:
    register = load_register()
    assert standings(register)["S0-08"].hedge == HEDGES[-1]
    assert "believed" in register.claims["S0-08"].text
