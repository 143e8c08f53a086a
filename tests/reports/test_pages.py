"""Pages: what each is given, and where it goes."""

from __future__ import annotations

from datetime import date

from fanous.reference.load import Reference
from fanous.reports.pages import Site, country_page, target_page
from fanous.reports.render import Renderer
from fanous.reports.timeline import Timeline
from fanous.store.store import Store
from tests.reports.conftest import read_html
from tests.reports.test_country import country
from tests.reports.test_target import target

WINDOW = Timeline(date(2026, 2, 1), date(2026, 3, 31))
SITE = Site(("en", "fa"), WINDOW, {})
RENDERER = Renderer("en", {"synthetic": 0, "received": 9, "rules_version": "1"})


def test_silence_around_the_data_is_drawn(store: Store, reference: Reference) -> None:
    path, content = target_page(
        SITE,
        RENDERER,
        country(store, "XA", reference),
        target(store, reference, "news.example"),
    )
    assert path == "cc/XA/news.example.html"
    page = read_html(content.decode())
    gaps = page.has("rect", fill="url(#p-gap)", **{"class": "gap"})
    assert len(gaps) >= 4  # before and after, in the bars and in the strip
    assert "2026-02-01 – 2026-03-03: no measurements" in page.text


def test_days_with_measurements_are_of_the_whole_window(store: Store, reference: Reference) -> None:
    path, content = country_page(SITE, RENDERER, country(store, "XA", reference))
    assert path == "cc/XA/index.html"
    assert " of 59 " in read_html(content.decode()).text
