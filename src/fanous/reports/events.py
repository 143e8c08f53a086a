"""Events as pages: a list of all, and one page an event with its networks over time.

Decides what is asked of the store for them, their paths, and what their templates see. Leaves the
words to `event_words`, and feeds to `feeds`. An event's page keeps its address as long as the event
keeps its id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fanous.events.connectivity_read import is_connectivity
from fanous.events.stored import read_events, read_log, read_refused
from fanous.i18n import Messages
from fanous.reference.targets import targets as known_targets
from fanous.reports.chart import STATES, strip_chart
from fanous.reports.connectivity import (
    Losses,
    connectivity_csv,
    connectivity_page,
    connectivity_tables,
    read_losses,
)
from fanous.reports.csv_file import csv_bytes
from fanous.reports.event_words import event_sentence, event_title
from fanous.reports.feeds import atom, calendar, events_csv
from fanous.reports.pages import Site, placed
from fanous.reports.render import Page, Renderer
from fanous.reports.slugs import measurement_path
from fanous.store.store import Store

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "Events", "event_feeds", "event_page", "event_tables", "events_page", "latest",
    "read_event_reports", "told",
]  # fmt: skip

Said = Mapping[str, Any]
Written = tuple[str, bytes]
MOST_STRIPS = 24
PART_COLUMNS = (
    "kind", "asns", "members", "onset_earliest", "onset_latest", "end_earliest", "end_latest",
    "ended", "mechanisms", "rules", "observers", "measurements", "blocked", "failed",
    "share", "hours_utc", "weekdays",
)  # fmt: skip
_LATEST = 12


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a store, with what was announced of each, and which measurements have pages.

    `days`: for each event, counts of states by network and day. `pages`: paths by uid.
    """

    events: tuple[Said, ...]
    refused: tuple[Said, ...]
    announced: Mapping[str, tuple[Said, ...]]
    days: Mapping[str, Mapping[int, Mapping[date, Mapping[str, int]]]]
    pages: Mapping[str, str]
    losses: Losses

    def of(self, cc: str) -> tuple[Said, ...]:
        """The events of one country."""
        mine = (event for event in self.events if event["cc"] == cc)
        return tuple(event for event in mine if not _is_told_within(event))

    def within(self, event: Said) -> tuple[Said, ...]:
        """The patterns that are told within an event."""
        return tuple(each for each in self.events if each["part_of"] == event["event_id"])


def read_event_reports(connection: duckdb.DuckDBPyConnection, store: Store) -> Events:
    """All that the pages of events print."""
    events = read_events(store)
    announced: dict[str, list[Said]] = defaultdict(list)
    for line in read_log(store):
        if line["action"] != "break":
            announced[line["event_id"]].append(line)
    return Events(
        tuple(events),
        tuple(read_refused(store)),
        {key: tuple(lines) for key, lines in announced.items()},
        {event["event_id"]: _days(connection, event) for event in events if event["targets"]},
        _witness_pages(connection, events),
        read_losses(store),
    )


def _days(
    connection: duckdb.DuckDBPyConnection, event: Said
) -> Mapping[int, Mapping[date, Mapping[str, int]]]:
    """Counts of states by network and day, of the event's targets in its country."""
    known = known_targets()
    measured = connection.execute(
        "SELECT DISTINCT target FROM verdicts WHERE probe_cc = ?", [event["cc"]]
    ).fetchall()
    names = sorted(name for (name,) in measured if known.group(name) in event["targets"])
    found: dict[int, dict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for asn, day, state, count in connection.execute(
        """SELECT probe_asn, start_time::DATE, state, count(*) FROM verdicts
            WHERE probe_cc = ? AND list_contains(?, target) AND state <> 'not_handled'
                AND start_time IS NOT NULL
            GROUP BY ALL ORDER BY ALL""",
        [event["cc"], names],
    ).fetchall():
        found[asn or 0][day][state] = count
    return found


def _witness_pages(
    connection: duckdb.DuckDBPyConnection, events: Sequence[Said]
) -> Mapping[str, str]:
    """Where the measurement of each witness would have its page."""
    uids = sorted({uid for event in events for uid in event["witnesses"]})
    return {
        uid: f"m/{measurement_path(line)}"
        for uid, line in connection.execute(
            """SELECT measurement_uid, line_sha256 FROM verdicts
                WHERE list_contains(?, measurement_uid)""",
            [uids],
        ).fetchall()
    }


def events_page(site: Site, renderer: Renderer, report: Events) -> Written:
    """The list of all events."""
    spoken = renderer.messages
    page = Page(
        "events.html",
        spoken.language,
        site.languages,
        spoken.text("Events"),
        ((spoken.text("What was measured"), "index.html"),),
    )
    refused = Counter(each["reason"] for each in report.refused)
    events = told([event for event in report.events if not _is_told_within(event)], spoken)
    return page.file, renderer.render(
        "events.html",
        page,
        events=events,
        refused=refused,
        with_losses=any(is_connectivity(event) for event in report.events),
    )


def _is_told_within(event: Said) -> bool:
    """Whether a list leaves it to the page of another: a network's loss in that of its country."""
    return is_connectivity(event) and bool(event["part_of"])


def event_page(
    site: Site, renderer: Renderer, report: Events, event: Said, pages: frozenset[str]
) -> Written:
    """The page of one event; `pages` are the paths of measurements that have one."""
    announced = report.announced.get(event["event_id"], ())
    if is_connectivity(event):
        return connectivity_page(
            site.languages, renderer, report.losses, event, announced, report.events
        )
    spoken = renderer.messages
    page = Page(
        f"event/{event['event_id']}.html",
        spoken.language,
        site.languages,
        event_title(event, spoken),
        ((spoken.text("What was measured"), "index.html"), (spoken.text("Events"), "events.html")),
    )
    paths = ((uid, report.pages.get(uid)) for uid in event["witnesses"])
    witnesses = [(uid, path if path in pages else None) for uid, path in paths]
    return page.file, renderer.render(
        "event.html",
        page,
        event=event,
        sentence=event_sentence(event, spoken),
        within=told(report.within(event), spoken),
        announced=announced,
        witnesses=witnesses,
        strips=tuple(_strips(site, spoken, report, event)),
        used=STATES,
        period=spoken.period(site.timeline.first, site.timeline.last) if site.timeline else "",
    )


def event_tables(event: Said) -> Iterator[Written]:
    """The files beside the tables of an event's page: those tables that it has."""
    if is_connectivity(event):
        yield from connectivity_tables(event)
        return
    base = f"event/{event['event_id']}~"
    parts = event["parts"]
    if len(parts) > 1:
        yield (
            f"{base}parts.csv",
            csv_bytes(PART_COLUMNS, ([p[n] for n in PART_COLUMNS] for p in parts)),
        )
    times = [(n, *each) for n, part in enumerate(parts, 1) for each in part["occurrences"]]
    if times:
        yield f"{base}times.csv", csv_bytes(("part", "first", "last"), times)


def told(events: Sequence[Said], spoken: Messages) -> list[tuple[Said, str, str]]:
    """Each event with its title and its sentences."""
    return [(each, event_title(each, spoken), event_sentence(each, spoken)) for each in events]


def latest(events: Sequence[Said]) -> list[Said]:
    """The events that a first page shows: blocking before silence, what began last first."""
    blocking = [event for event in events if event["kind"] != "silence" and not event["part_of"]]
    return sorted(blocking, key=lambda e: e["onset_latest"] or "", reverse=True)[:_LATEST]


def _strips(site: Site, spoken: Messages, report: Events, event: Said) -> Iterator[tuple[Any, ...]]:
    """A strip a network: those of the event first, then those that saw nothing of it."""
    days = report.days.get(event["event_id"], {})
    if site.timeline is None or not days:
        return
    others = [asn for asn in event["asns_clear"] if asn in days]
    chosen = [asn for asn in event["asns"] if asn in days] + others
    for asn in chosen[:MOST_STRIPS]:
        counts = placed(site.timeline, days[asn])
        yield asn, asn in event["asns"], strip_chart(spoken, site.timeline, counts)


def event_feeds(report: Events, spoken: Messages) -> Iterator[Written]:
    """The files that other programs read, in one language."""
    updated = {key: lines[-1]["at"] for key, lines in report.announced.items()}
    yield "events.csv", events_csv(report.events)
    losses = [event for event in report.events if is_connectivity(event)]
    if losses:
        yield "connectivity.csv", connectivity_csv(losses)
    yield "events.ics", calendar(report.events, spoken)
    yield "events.atom", atom(report.events, spoken, updated=updated)
