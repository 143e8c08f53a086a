"""What the register's pages say, and that each of their links leads somewhere."""

from __future__ import annotations

import itertools
import posixpath
import re
from pathlib import Path

import pytest

from fanous.register.load import load_register
from fanous.reports.register_pages import register_pages
from fanous.reports.register_site import shelf_of
from fanous.reports.render import Renderer
from tests.register.writing import small, write
from tests.reports.conftest import read_html
from tests.reports.register_making import COMMON, shelf, shown


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    renderers = [Renderer(language, COMMON) for language in ("en", "fa")]
    made = register_pages(shelf(), renderers, ("en", "fa"))
    return {path: content.decode("utf-8") for path, content in made}


def test_every_record_has_its_page_in_every_language(pages: dict[str, str]) -> None:
    register = load_register()
    for kind in ("claims", "sources", "entities"):
        for key in getattr(register, kind):
            assert f"register/{kind}/{key}.html" in pages
            assert f"fa/register/{kind}/{key}.html" in pages


def test_what_was_removed_keeps_its_address(tmp_path: Path) -> None:
    small(tmp_path)
    stone = "id: c-2\nreason: It named a person.\nremoved: 2026-11-22\nsuccessor: c-1\n"
    write(tmp_path, {"tombstones/c-2.yaml": stone})
    (tmp_path / "claims/2020/c-2.yaml").unlink()
    left = shelf_of(load_register(tmp_path))
    made = dict(register_pages(left, [Renderer("en", COMMON)], ("en",)))
    for kind in ("claims", "sources", "entities"):
        page = made[f"register/{kind}/c-2.html"].decode()
        assert "This record was removed on 22 November 2026. It named a person." in shown(page)
        assert 'href="../../register/claims/c-1.html"' in page


def test_every_link_leads_to_a_page(pages: dict[str, str]) -> None:
    for path, page in pages.items():
        for href in re.findall(r'href="([^"#]+)', page) if path.endswith(".html") else ():
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), href))
            assert target in pages or target == "static/style.css", (path, href)


def test_every_page_is_whole_and_in_order(pages: dict[str, str]) -> None:
    """Tags in balance, ids once, one first heading, and no heading that skips a level."""
    for path, page in pages.items():
        if not path.endswith(".html"):
            continue
        html = read_html(page)
        assert html.problems == [], path
        assert len(html.ids) == len(set(html.ids)), path
        levels = [int(tag[1]) for tag, _ in html.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1, path
        steps = itertools.pairwise(levels)
        assert all(after - before <= 1 for before, after in steps), (path, levels)
        assert {link[1:] for link in html.links if link.startswith("#")} <= set(html.ids), path


def test_each_kind_of_page_answers_the_questions(pages: dict[str, str]) -> None:
    for path in ("claims/S2-16", "sources/S1", "entities/zte", "entities/SYS-04", "cc/IR"):
        said = shown(pages[f"register/{path}.html"])
        for question in (
            "Who says so?",
            "How do they know?",
            "Did anyone else find it on their own?",
            "Do measurements fit?",
            "What would change this?",
            "To cite",
            "Permanent link:",
        ):
            assert question in said, (path, question)


def test_the_repost_is_told_on_the_page_of_the_source(pages: dict[str, str]) -> None:
    page = shown(pages["register/sources/S3-copy.html"])
    assert "A repost: it adds no root." in page
    assert "It rests on" in page
    assert "Two lines on top" in page
    assert "Reposts of it" in shown(pages["register/sources/S3.html"])


def test_known_errors_stand_with_both_claims_on_the_page_of_the_source(
    pages: dict[str, str],
) -> None:
    page = shown(pages["register/sources/S1.html"])
    for words in ("It dates the signing", "S1-35", "R-01", "ten years older", "R-12"):
        assert words in page


def test_listings_are_on_the_page_of_the_firm(pages: dict[str, str]) -> None:
    page = shown(pages["register/entities/tiandy.html"])
    assert "export controlUnited StatesDecember 2022–" in page


def test_a_body_says_things_of_others(pages: dict[str, str]) -> None:
    page = shown(pages["register/entities/reuters.html"])
    assert page.index("What it says of others") < page.index("S1-24")
    assert "What it published" in page


def test_the_way_in_has_everything(pages: dict[str, str]) -> None:
    html = read_html(pages["register/index.html"])
    register = load_register()
    for number in range(1, 22):
        assert f"SYS-{number:02d}" in html.text
    links = set(html.links)
    for kind in ("sources", "entities"):
        for key in getattr(register, kind):
            assert f"../register/{kind}/{key}.html" in links
    assert "../register/cc/IR.html" in links
    every = set(read_html(pages["register/claims.html"]).links)
    assert {f"../register/claims/{key}.html" for key in register.claims} <= every


@pytest.mark.parametrize("language", ["", "fa/"])
def test_no_claim_stands_without_its_hedge(pages: dict[str, str], language: str) -> None:
    page = pages[f"{language}register/claims.html"]
    items = re.findall(r'<ul class="claims">.*?</ul>', page, re.DOTALL)
    listed = re.findall(r"<li>.*?</li>", "".join(items), re.DOTALL)
    assert len(listed) == len(load_register().claims)
    assert all('class="hedge hedge-' in item for item in listed)
