"""A whole site from a store: the one entry point of the static report.

Decides the order: the style sheet, then measurements, targets, events, countries and at last the
overview, so that no page is there before the pages it links to; one country at a time. The same
store and reference give the same bytes, so a whole site of equal inputs is not written again.
Leaves what is asked of the store to the report modules, and what a page says to `pages`, `events`
and the templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.explain.explanation import NO_REVIEWS
from fanous.explain.reviews import Reviews
from fanous.i18n import LANGUAGES
from fanous.reference.load import Reference
from fanous.reports.country import CountryReport, read_country
from fanous.reports.events import (
    Events,
    event_feeds,
    event_page,
    event_tables,
    events_page,
    latest,
    read_event_reports,
    told,
)
from fanous.reports.folder import SiteFolder, finished
from fanous.reports.inputs import site_key
from fanous.reports.measurement import MeasurementReport, read_measurements
from fanous.reports.overview import Overview, read_overview, reject_rows
from fanous.reports.pages import (
    Site,
    country_page,
    measurement_page,
    overview_page,
    target_page,
)
from fanous.reports.reading import enter_country
from fanous.reports.register_measured import beside
from fanous.reports.register_pages import Shelf, register_pages
from fanous.reports.render import Page, Renderer
from fanous.reports.tables import country_tables, overview_tables, target_tables, verdict_table
from fanous.reports.target import TargetReport, read_target, verdict_rows
from fanous.reports.timeline import Timeline
from fanous.rules.registry import RULES_VERSION
from fanous.store.query import open_store
from fanous.store.store import Store

if TYPE_CHECKING:
    import duckdb

__all__ = ["MEASUREMENT_PAGES", "SiteSummary", "write_site"]

MEASUREMENT_PAGES = 200  # a target in a country; its CSV file has every measurement
_COUNTS = ("pages", "tables", "countries", "targets", "measurements", "left_out")
_BATCH_RECORDS = 2_000  # measurements read at once: a query each would scan the store each time


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What the site holds. `left_out` measurements have no page; `removed` files were older.

    `unchanged`: it was there already, and nothing was written.
    """

    folder: Path
    index: Mapping[str, Path]
    pages: int
    tables: int
    countries: int
    targets: int
    measurements: int
    left_out: int
    removed: int
    unchanged: bool = False


def write_site(
    store: Store,
    out: Path,
    *,
    reference: Reference,
    languages: tuple[str, ...] = LANGUAGES,
    pages_per_target: int = MEASUREMENT_PAGES,
    reviews: Reviews = NO_REVIEWS,
    progress: Callable[[str, int, int], None] | None = None,
    register: Shelf | None = None,
) -> SiteSummary:
    """Write the report of a store into `out`, which is new, empty or an earlier report.

    English pages lie at the root, other languages in folders of their code. Progress is told as
    `(stage, pages done, pages in all)`. `register` adds its pages, with the grades that it holds.
    Raises UsageError if `out` holds something else, and StoreError or StoreFullError if it can't be
    written.
    """
    key = site_key(
        store,
        reference=reference,
        reviews=reviews,
        languages=languages,
        pages_per_target=pages_per_target,
    )
    if register is not None:
        key = sha256(f"{key}{register.digest}".encode()).hexdigest()
    if (counts := finished(out, key)) is not None:
        return _summary(out, languages, counts, unchanged=True)
    connection = open_store(store)
    report = read_overview(connection, store)
    return _Writer(
        connection,
        SiteFolder(out),
        report,
        languages,
        reference,
        pages_per_target,
        reviews,
        read_event_reports(connection, store),
        progress,
        register,
    ).write(key)


def _summary(
    folder: Path,
    languages: Sequence[str],
    counts: Mapping[str, int],
    *,
    removed: int = 0,
    unchanged: bool = False,
) -> SiteSummary:
    """A summary of `counts`, which are kept with the site."""
    index = {code: folder / Page("index.html", code, (), "").file for code in languages}
    return SiteSummary(
        folder=folder, index=index, removed=removed, unchanged=unchanged,
        **{name: counts[name] for name in _COUNTS},
    )  # fmt: skip


class _Writer:
    """One run: what it writes with, and how far it has come."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        folder: SiteFolder,
        report: Overview,
        languages: tuple[str, ...],
        reference: Reference,
        pages_per_target: int,
        reviews: Reviews,
        events: Events,
        progress: Callable[[str, int, int], None] | None,
        register: Shelf | None,
    ) -> None:
        self.connection, self.folder, self.report = connection, folder, report
        self.reference, self.pages_per_target, self.progress = reference, pages_per_target, progress
        self.reviews, self.register = reviews, register
        self.site = Site(languages, _timeline(report), _names(report))
        common = {
            "synthetic": report.synthetic + report.synthetic_series,
            "received": report.received + report.series,
            "with_register": register is not None,
            "register_countries": frozenset(register.countries if register else ()),
            "rules_version": ", ".join(report.versions["rules_version"]) or RULES_VERSION,
        }
        self.renderers = [Renderer(language, common) for language in languages]
        self.done = self.targets = self.measurements = self.left_out = 0
        self.listed: set[str] = set()  # paths of measurements that have a page
        self.events = events
        self.total = len(languages) * (
            _page_count(connection, pages_per_target)
            + (len(events.events) + 1 if report.countries or events.events else 0)
        )

    def write(self, key: str) -> SiteSummary:
        style = files("fanous.web") / "static" / "style.css"
        self.folder.write("static/style.css", style.read_bytes())
        countries = [self._write_country(cc) for cc in sorted(self.report.countries)]
        names = {source: names[0] for source, names in self.site.names.items() if names}
        self._tables(overview_tables(self.report, countries, reject_rows(self.connection), names))
        if countries or self.events.events:
            self._write_events()
        if self.register is not None:
            measured = beside(self.events.events, {each.cc: each.days for each in countries})
            self._pages(
                register_pages(self.register, self.renderers, self.site.languages, measured)
            )
        self._pages(
            overview_page(
                self.site,
                renderer,
                self.report,
                countries,
                told(latest(self.events.events), renderer.messages)
                if countries or self.events.events
                else None,
            )
            for renderer in self.renderers
        )
        written = self.folder.counts()
        counts = {
            "pages": written[".html"],
            "tables": written[".csv"],
            "countries": len(countries),
            "targets": self.targets,
            "measurements": self.measurements,
            "left_out": self.left_out,
        }
        removed = self.folder.finish(key, counts)
        return _summary(self.folder.folder, self.site.languages, counts, removed=removed)

    def _write_events(self) -> None:
        """Feeds in the first language, a page an event, and the list of them."""
        for path, content in event_feeds(self.events, self.renderers[0].messages):
            self.folder.write(path, content)
        listed = frozenset(self.listed)
        for event in self.events.events:
            self._tables(event_tables(event))
            self._pages(
                event_page(self.site, renderer, self.events, event, listed)
                for renderer in self.renderers
            )
        self._pages(events_page(self.site, renderer, self.events) for renderer in self.renderers)

    def _write_country(self, cc: str) -> CountryReport:
        enter_country(self.connection, cc)
        country = read_country(self.connection, cc, self.reference)
        targets = (
            read_target(self.connection, row, pages=self.pages_per_target)
            for row in country.targets
        )
        for batch in _batches(targets):
            records = [listed.record for target in batch for listed in target.listed]
            reports = read_measurements(self.connection, records, self.reviews)
            found = dict(zip(records, reports, strict=True))
            for target in batch:
                self._write_target(country, target, found)
        self._tables(country_tables(country))
        events = self.events.of(cc)
        self._pages(
            country_page(self.site, renderer, country, told(events, renderer.messages))
            for renderer in self.renderers
        )
        return country

    def _write_target(
        self,
        country: CountryReport,
        target: TargetReport,
        found: Mapping[int, MeasurementReport],
    ) -> None:
        for listed in target.listed:
            self._pages(
                measurement_page(
                    self.site, renderer, country, target, listed.path, found[listed.record]
                )
                for renderer in self.renderers
            )
        reports = [found[listed.record] for listed in target.listed]
        self._tables(target_tables(country.slug, target, reports))
        verdicts = verdict_rows(self.connection, target.row.target)
        pages = {listed.record: listed.path for listed in target.listed}
        self._tables(iter([verdict_table(country.slug, target.row.slug, verdicts, pages)]))
        self._pages(
            target_page(self.site, renderer, country, target) for renderer in self.renderers
        )
        self.targets += 1
        self.measurements += len(target.listed)
        self.listed |= {listed.path for listed in target.listed}
        self.left_out += target.left_out

    def _tables(self, tables: Iterator[tuple[str, bytes]]) -> None:
        for path, content in tables:
            self.folder.write(path, content)

    def _pages(self, pages: Iterator[tuple[str, bytes]]) -> None:
        for path, content in pages:
            self.folder.write(path, content)
            self.done += 1
        if self.progress:
            self.progress("report", self.done, self.total)


def _timeline(report: Overview) -> Timeline | None:
    if report.first is None or report.last is None:
        return None
    return Timeline(report.first.date(), report.last.date())


def _names(report: Overview) -> dict[str, tuple[str, ...]]:
    names = {manifest.source_id: manifest.names for manifest in report.sources}
    return names | {source.source_id: source.names for source in report.signals}


def _batches(targets: Iterator[TargetReport]) -> Iterator[Sequence[TargetReport]]:
    """Targets in groups of about so many measurements."""
    batch: list[TargetReport] = []
    size = 0
    for target in targets:
        batch.append(target)
        size += len(target.listed)
        if size >= _BATCH_RECORDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _page_count(connection: duckdb.DuckDBPyConnection, pages_per_target: int) -> int:
    """Pages in one language."""
    ((pages,),) = connection.execute(
        """SELECT 1 + (SELECT count(DISTINCT probe_cc) FROM verdicts)
            + coalesce((SELECT sum(1 + least(n, ?)) FROM (
                SELECT count(*) AS n FROM verdicts WHERE state <> 'not_handled'
                GROUP BY probe_cc, target)), 0)""",
        [pages_per_target],
    ).fetchall()
    return int(pages)
