from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanous.events.stored import detect, read_events
from fanous.reference.load import Reference
from fanous.reports.connectivity import CONNECTIVITY_COLUMNS, read_losses
from fanous.reports.site import write_site
from fanous.store.store import Store
from tests.making_events import blocked_source, built
from tests.making_signals import cut, flat
from tests.making_store_signals import blackout_files, signal_file, store_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Path]:
    folder = tmp_path_factory.mktemp("losses")
    nights = flat(40, noise=0.05, seed=9)
    for day in range(20, 30):
        nights = cut(nights, day + 0.75, 0.3, 0.02)
    more = signal_file(folder / "files" / "nights.csv", nights, entity="region:XA-North")
    files = [*blackout_files(folder / "files"), more]
    store = built(folder, blocked_source(folder / "raw.jsonl.gz"), *files)
    detect(store, now=NOW)
    write_site(store, folder / "site", reference=Reference("none"))
    return store, folder / "site"


def event_of(store: Store, entity: str) -> str:
    return next(str(e["event_id"]) for e in read_events(store) if e.get("entity") == entity)


def test_a_loss_has_a_page_with_its_picture_in_every_language(site: tuple[Store, Path]) -> None:
    store, folder = site
    key = event_of(store, "country:XA")
    for prefix in ("", "fa/"):
        page = (folder / f"{prefix}event/{key}.html").read_text()
        assert 'class="cut"' in page and page.count('class="l"') == 2
        assert "U+2068" not in page
    english = (folder / f"event/{key}.html").read_text()
    assert "AS64500" in english and "look alike" in english and "shutdown" not in english.lower()
    assert "SHA-256" in english


def test_lists_tell_a_networks_loss_within_its_countrys(site: tuple[Store, Path]) -> None:
    store, folder = site
    whole, part = event_of(store, "country:XA"), event_of(store, "asn:64500")
    for page in ("events.html", "index.html"):
        text = (folder / page).read_text()
        assert f"event/{whole}.html" in text and f"event/{part}.html" not in text
    assert f"{part}.html" in (folder / f"event/{whole}.html").read_text()
    assert f"event/{whole}.html" in (folder / "cc" / "XA" / "index.html").read_text()


def test_links_of_pages_of_losses_lead_somewhere(site: tuple[Store, Path]) -> None:
    store, folder = site
    for entity in ("country:XA", "asn:64500", "region:XA-North"):
        page = folder / "event" / f"{event_of(store, entity)}.html"
        for link in re.findall(r'href="([^"#]+)"', page.read_text()):
            assert (page.parent / link).exists(), f"{entity}: {link}"


def test_tables_lie_beside(site: tuple[Store, Path]) -> None:
    store, folder = site
    rows = list(csv.DictReader(io.StringIO((folder / "connectivity.csv").read_text())))
    assert tuple(rows[0]) == CONNECTIVITY_COLUMNS
    assert {row["entity"] for row in rows} == {"country:XA", "asn:64500", "region:XA-North"}
    assert event_of(store, "country:XA") not in (folder / "events.csv").read_text()
    times = (folder / f"event/{event_of(store, 'region:XA-North')}~times.csv").read_text()
    assert len(times.splitlines()) == 11
    assert (folder / "index~signals.csv").read_text().count("plain") == 4


def test_feeds_tell_losses_too(site: tuple[Store, Path]) -> None:
    store, folder = site
    atom, calendar = ((folder / name).read_text() for name in ("events.atom", "events.ics"))
    for entity in ("country:XA", "region:XA-North"):
        assert event_of(store, entity) in atom and event_of(store, entity) in calendar
    nights = event_of(store, "region:XA-North")
    assert len(re.findall(rf"UID:{nights}-\d+@", calendar)) == 10


def test_a_store_of_signals_alone_has_a_report(tmp_path: Path) -> None:
    store = store_of(tmp_path, *blackout_files(tmp_path / "files"))
    detect(store, now=NOW)
    write_site(store, tmp_path / "site", reference=Reference("none"))
    first = (tmp_path / "site" / "index.html").read_text()
    assert f"event/{event_of(store, 'country:XA')}.html" in first
    assert "synthetic" in first.lower()
    assert write_site(store, tmp_path / "site", reference=Reference("none")).unchanged


def test_a_store_without_signals_looks_nothing_up(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", create=True)
    losses = read_losses(store)
    assert losses.found is None and not losses.sources and losses.judged("country:XA") == ()
