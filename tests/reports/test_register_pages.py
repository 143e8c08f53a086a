"""What the register's pages say, and that each of their links leads somewhere."""

from __future__ import annotations

import posixpath
import re
from html import unescape

import pytest

from fanous.register.load import load_register
from fanous.reports.register_pages import Shelf, register_pages
from fanous.reports.register_site import by_claim, without_measurement
from fanous.reports.render import Renderer

COMMON = {"synthetic": 0, "received": 0, "rules_version": "1"}
EVENT = {
    "entity": "country:IR", "kind": "connectivity_loss", "onset": ["2019-11-16T14:00", "x"],
    "end": [None, None], "depth": {"bgp": 0.6}, "t90_t10_minutes": {"probing": 90.0},
    "residual": {"probing": 0.043},
}  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    register = load_register()
    grades = without_measurement(register)
    for number, grade in enumerate(grades):
        if grade["link"] == "S2-16-occurrence":
            facts = {"events": [EVENT], "networks_in_order": [{"entity": "asn:1", "onset": "x"}]}
            grades[number] = {**grade, "grade": "consistent", "facts": facts, "rivals": ["a storm"]}
    renderers = [Renderer(language, COMMON) for language in ("en", "fa")]
    made = register_pages(Shelf(register, by_claim(grades)), renderers, ("en", "fa"))
    return {path: content.decode("utf-8") for path, content in made}


def shown(page: str) -> str:
    """What a reader sees."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_every_record_has_its_page_in_every_language(pages: dict[str, str]) -> None:
    register = load_register()
    for kind in ("claims", "sources", "entities"):
        for key in getattr(register, kind):
            assert f"register/{kind}/{key}.html" in pages
            assert f"fa/register/{kind}/{key}.html" in pages


def test_every_link_leads_to_a_page(pages: dict[str, str]) -> None:
    for path, page in pages.items():
        for href in re.findall(r'href="([^"#]+)', page) if path.endswith(".html") else ():
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), href))
            assert target in pages or target == "static/style.css", (path, href)


def test_a_claims_page_answers_its_questions(pages: dict[str, str]) -> None:
    page = shown(pages["register/claims/S2-16.html"])
    for words in (
        "Who says so?",
        "How do they know, and did anyone else find it on their own?",
        "2 independent roots",
        "Do measurements fit, and what would change this?",
        "Measurements fit this; they would also fit: a storm.",
        "t90_t10_minutes probing 90",
        "What would change this:",
        "Network measurements cannot speak to this.",
        "To cite",
        "register/claims/S2-16.html",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("S1-35", "R-01"),  # the misdated agreement
        ("R-05", "a slip of the decimal point"),
        ("S1-09", "ten years old"),
        ("S1-29", "1 independent root"),
        ("S1-44", "S1-46"),  # the denial
        ("S0-08", "15,000,000 cameras [author-doubts]"),
        ("S1-26", "R-13"),  # registers that differ on the day
        ("S1-26", "R-14"),
    ],
)
def test_what_must_be_visible(pages: dict[str, str], key: str, words: str) -> None:
    assert words in shown(pages[f"register/claims/{key}.html"])


def test_the_repost_is_told_on_the_page_of_the_source(pages: dict[str, str]) -> None:
    page = shown(pages["register/sources/S3-copy.html"])
    assert "A repost." in page
    assert "It rests on" in page


def test_listings_are_on_the_page_of_the_firm(pages: dict[str, str]) -> None:
    page = shown(pages["register/entities/tiandy.html"])
    assert "export-control US 2022-12" in page


def test_a_country_has_claims_above_and_events_below(pages: dict[str, str]) -> None:
    page = shown(pages["register/cc/IR.html"])
    assert page.index("S2-16") < page.index("Measured events") < page.index("2019-11-16T14:00")
    assert "says nothing of a cause" in page
    assert "No measured event" in shown(pages["register/cc/CN.html"])


def test_the_way_in_has_every_system(pages: dict[str, str]) -> None:
    page = shown(pages["register/index.html"])
    for number in range(1, 22):
        assert f"SYS-{number:02d}" in page


def test_no_claim_stands_without_its_hedge(pages: dict[str, str]) -> None:
    listed = re.findall(r"<li><a href=\"[^\"]*claims/[^\"]*\">.*?</li>", pages[
        "register/entities/SYS-06.html"])  # fmt: skip
    assert len(listed) == 5
    assert all("doubts" in item or "stated by the source" in item for item in listed)
