"""What each kind of page is given: its place, its title, and its charts.

Decides the path of a page and what its template sees. Leaves what was asked of the store to the
report modules, and when a page is written to `site`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fanous.explain.explanation import Explanation, Judged
from fanous.explain.sentences import change_sentences, happened, review_sentences, times
from fanous.i18n import Messages
from fanous.model.reject import REMEDIES
from fanous.reports.chart import STATES, Chart, Counts, bar_chart, strip_chart
from fanous.reports.connection import connection_drawing
from fanous.reports.country import CountryReport, DayCounts
from fanous.reports.measurement import MeasurementReport, explorer_address
from fanous.reports.overview import Overview
from fanous.reports.render import Page, Renderer
from fanous.reports.sentences import country_name
from fanous.reports.target import TargetReport
from fanous.reports.timeline import Timeline
from fanous.reports.words import target_title

__all__ = ["Site", "country_page", "measurement_page", "overview_page", "placed", "target_page"]

Written = tuple[str, bytes]
Told = Sequence[tuple[Mapping[str, Any], str, str]]  # an event, its title, its sentences


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a site share. There is no timeline where nothing was judged."""

    languages: tuple[str, ...]
    timeline: Timeline | None
    names: Mapping[str, tuple[str, ...]]  # source_id → the names it was seen under


def overview_page(
    site: Site,
    renderer: Renderer,
    report: Overview,
    countries: Sequence[CountryReport],
    events: Told | None = None,
) -> Written:
    """The page that everything starts from. `events` are the latest; None: there is no data."""
    title = renderer.messages.text("What was measured")
    page = Page("index.html", renderer.messages.language, site.languages, title)
    return page.file, renderer.render(
        "overview.html",
        page,
        report=report,
        countries=countries,
        judged_events=events,
        remedies={str(reason): remedy for reason, remedy in REMEDIES.items()},
        **_over_time(site, renderer.messages, report.days),
    )


def country_page(
    site: Site, renderer: Renderer, country: CountryReport, events: Told = ()
) -> Written:
    """A country's page."""
    spoken = renderer.messages
    page = Page(
        f"cc/{country.slug}/index.html",
        spoken.language,
        site.languages,
        country_name(spoken, country.cc),
        ((spoken.text("What was measured"), "index.html"),),
    )
    return page.file, renderer.render(
        "country.html",
        page,
        country=country,
        judged_events=events,
        window_days=(site.timeline.last - site.timeline.first).days + 1 if site.timeline else 0,
        **_over_time(site, spoken, country.days),
    )


def target_page(
    site: Site, renderer: Renderer, country: CountryReport, report: TargetReport
) -> Written:
    """The page of a target in a country."""
    spoken = renderer.messages
    page = Page(
        f"cc/{country.slug}/{report.row.slug}.html",
        spoken.language,
        site.languages,
        target_title(spoken, report.row.target),
        (
            (spoken.text("What was measured"), "index.html"),
            (country_name(spoken, country.cc), f"cc/{country.slug}/index.html"),
        ),
    )
    return page.file, renderer.render(
        "target.html",
        page,
        country=country,
        report=report,
        strips=_strips(site, spoken, report),
        **_over_time(site, spoken, report.days),
    )


def measurement_page(
    site: Site,
    renderer: Renderer,
    country: CountryReport,
    target: TargetReport,
    path: str,
    report: MeasurementReport,
) -> Written:
    """The page of one measurement."""
    spoken = renderer.messages
    page = Page(
        path,
        spoken.language,
        site.languages,
        spoken.moment(report.verdict["start_time"]),
        (
            (spoken.text("What was measured"), "index.html"),
            (country_name(spoken, country.cc), f"cc/{country.slug}/index.html"),
            (target_title(spoken, target.row.target), f"cc/{country.slug}/{target.row.slug}.html"),
        ),
    )
    return page.file, renderer.render(
        "measurement.html",
        page,
        country=country,
        row=target.row,
        report=report,
        names=site.names.get(report.verdict["source_id"], ()),
        explorer=explorer_address(report),
        **_explained(spoken, report),
    )


def _explained(spoken: Messages, report: MeasurementReport) -> dict[str, object]:
    """The explanation of a measurement, ready to be said."""
    it = report.explanation
    return {
        "explained": it,
        "drawing": connection_drawing(spoken, it),
        "judged": tuple(_judged(it)),
        "steps": tuple(
            (place, step.layer.value, step.tried, happened(step), times(step))
            for place, step in enumerate(it.steps, 1)
        ),
        "changes": tuple(change_sentences(it)),
        "reviewed": tuple(
            (review, tuple(review_sentences(review, report.verdict["state"])))
            for review in it.reviews
        ),
    }


def _judged(it: Explanation) -> Iterator[tuple[Judged, bool, int | None]]:
    """Each judged step, whether it decides, and the step whose facts and rules are the same.

    Steps are much alike: told once each, facts would fill most of a page.
    """
    first: dict[tuple[object, ...], int] = {}
    for step in it.judged:
        same_as = None
        if step.place is not None:
            same_as = first.setdefault((step.layer, step.facts, step.fired), step.place)
        yield step, step in it.deciding, None if same_as == step.place else same_as


def _over_time(site: Site, spoken: Messages, days: DayCounts) -> dict[str, object]:
    """The chart of a page, the states in it, and the window in words."""
    if site.timeline is None:
        return {"chart": None, "used": (), "period": ""}
    used = {state for counts in days.values() for state in counts}
    return {
        "chart": bar_chart(spoken, site.timeline, placed(site.timeline, days)),
        "used": tuple(state for state in STATES if state in used),
        "period": spoken.period(site.timeline.first, site.timeline.last),
    }


def _strips(site: Site, spoken: Messages, report: TargetReport) -> tuple[tuple[object, Chart], ...]:
    """A strip a network, in the order of the table."""
    if site.timeline is None:
        return ()
    return tuple(
        (
            network,
            strip_chart(
                spoken, site.timeline, placed(site.timeline, report.network_days[network.asn])
            ),
        )
        for network in report.row.networks
        if network.asn in report.network_days
    )


def placed(timeline: Timeline, days: DayCounts) -> Counts:
    """Days gathered into the timeline's steps."""
    placed: dict[int, dict[str, int]] = {}
    for day, counts in days.items():
        step = placed.setdefault(timeline.place(day), {})
        for state, count in counts.items():
            step[state] = step.get(state, 0) + count
    return placed
