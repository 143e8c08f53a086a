"""Templates: every page is framed, nothing is printed unescaped, and no link comes from data."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

FOLDER = files("fanous.web") / "templates"
TEMPLATES = {
    entry.name: entry.read_text("utf-8")
    for entry in sorted(FOLDER.iterdir(), key=lambda entry: entry.name)
}
PAGES = [
    "overview.html",
    "country.html",
    "target.html",
    "measurement.html",
    "events.html",
    "event.html",
    "connectivity.html",
    "register.html",
    "register_claim.html",
    "register_claims.html",
    "register_differences.html",
    "register_tombstone.html",
    "register_source.html",
    "register_entity.html",
    "register_country.html",
]
PARTS = {"base.html", "macros.html", "patterns.html", "register_base.html", "register_macros.html"}


def test_pages_are_framed() -> None:
    assert set(TEMPLATES) == {*PAGES, *PARTS}
    for name in PAGES:
        frame = "register_base.html" if name.startswith("register") else "base.html"
        assert TEMPLATES[name].startswith(f'{{% extends "{frame}" %}}')
    assert TEMPLATES["register_base.html"].startswith('{% extends "base.html" %}')


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_printed_unescaped(name: str) -> None:
    assert "|safe" not in TEMPLATES[name].replace(" ", "")
    assert "autoescape" not in TEMPLATES[name]


@pytest.mark.parametrize("name", TEMPLATES)
def test_links_are_the_sites_own(name: str) -> None:
    for href in re.findall(r'href="([^"]*)"', TEMPLATES[name]):
        assert href.startswith(("{{ page.to(", "{{ page.table(", "#")) or href == "{{ href }}", href


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_scripts_and_no_styles_inside(name: str) -> None:
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|https?://", TEMPLATES[name])


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_captions_and_scopes(name: str) -> None:
    template = TEMPLATES[name]
    assert template.count("<table") == template.count("<caption>")
    assert all("scope=" in tag for tag in re.findall(r"<th\b[^>]*>", template))
    assert template.count("<table") <= template.count("m.csv(")
