from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanous.events.stored import detect
from fanous.reference.load import Reference
from fanous.reports.events import latest, read_event_reports
from fanous.reports.site import write_site
from fanous.store.query import open_store
from fanous.store.store import Store
from tests.making_events import blocked_source, built

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Path]:
    folder = tmp_path_factory.mktemp("events")
    store = built(folder, blocked_source(folder / "blocked.jsonl.gz"))
    assert detect(store, now=NOW).events
    write_site(store, folder / "site", reference=Reference("none"))
    return store, folder / "site"


def test_every_event_has_its_page_in_every_language(site: tuple[Store, Path]) -> None:
    store, folder = site
    report = read_event_reports(open_store(store), store)
    assert report.events
    for event in report.events:
        for prefix in ("", "fa/"):
            page = folder / f"{prefix}event/{event['event_id']}.html"
            assert event["event_id"] in page.read_text()
    listed = (folder / "events.html").read_text()
    assert all(f"event/{event['event_id']}.html" in listed for event in report.events)


def test_links_of_events_lead_somewhere(site: tuple[Store, Path]) -> None:
    import re

    _, folder = site
    for page in [folder / "events.html", *sorted((folder / "event").glob("*.html"))]:
        for link in re.findall(r'href="([^"#]+)"', page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_first_page_and_the_country_tell_the_block(site: tuple[Store, Path]) -> None:
    store, folder = site
    report = read_event_reports(open_store(store), store)
    (first, *_) = latest(report.events)
    for page in (folder / "index.html", folder / "cc" / first["cc"] / "index.html"):
        assert f"event/{first['event_id']}.html" in page.read_text()
    assert report.of(first["cc"])
    assert report.days[first["event_id"]]


def test_feeds_lie_beside_the_pages(site: tuple[Store, Path]) -> None:
    _, folder = site
    assert (folder / "events.csv").read_text().startswith("event_id,kind,cc")
    assert b"BEGIN:VEVENT" in (folder / "events.ics").read_bytes()
    assert "2026-06-01T00:00:00Z" in (folder / "events.atom").read_text()
