"""Losses of connectivity as pages: one an event, with its signals on one axis, and tables.

Decides the path of a page, what its template sees, and the CSV files beside its tables. The words
are `connectivity_text`'s, the picture `connectivity_figure`'s. The addresses of these pages and of
those of blocking are alike: an event keeps its page as long as it keeps its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fanous.detectors.connectivity.episode import Judged
from fanous.events.connectivity_read import from_json, is_connectivity
from fanous.events.connectivity_stored import Connectivity, stored_connectivity
from fanous.events.stored import inputs_key, read_events
from fanous.model.series import moment
from fanous.reports.connectivity_figure import event_figure
from fanous.reports.connectivity_text import (
    event_points,
    event_sentence,
    event_title,
    place_name,
    role_word,
    signal_word,
)
from fanous.reports.csv_file import csv_bytes
from fanous.reports.render import Page, Renderer
from fanous.store.signals import SignalSource, signal_sources
from fanous.store.store import Store

__all__ = [
    "CONNECTIVITY_COLUMNS", "Losses", "connectivity_csv", "connectivity_page",
    "connectivity_tables", "read_losses", "signals_csv",
]  # fmt: skip

Said = Mapping[str, Any]
Written = tuple[str, bytes]
CONNECTIVITY_COLUMNS = (
    "event_id", "entity", "name", "cc", "kind", "onset_earliest", "onset_latest", "end_earliest",
    "end_latest", "state", "depth", "residual", "asns", "part_of", "witnesses", "synthetic",
)  # fmt: skip
SIGNAL_COLUMNS = (
    "signal", "operator", "role", "onset_earliest", "onset_latest", "end_earliest", "end_latest",
    "depth", "residual", "t90", "t10", "t90_t10_minutes", "step_minutes", "pieces",
)  # fmt: skip
_FALL = ("onset_earliest", "onset_latest", "end_earliest", "end_latest")
REPORT_COLUMNS = ("publisher", "entity", "start", "end", "what", "cause", "link")


@dataclass(frozen=True, slots=True)
class Losses:
    """What pages of losses are drawn from: what was found (None: nothing was looked for), and the
    store's sources of signals."""

    found: Connectivity | None
    sources: tuple[SignalSource, ...]

    def judged(self, entity: str) -> tuple[Judged, ...]:
        """An entity's signals as the detector saw them."""
        return self.found.judged(entity) if self.found else ()

    def of(self, event: Said) -> tuple[SignalSource, ...]:
        """The sources that an event rests on."""
        return tuple(source for source in self.sources if source.source_id in event["witnesses"])


def read_losses(store: Store) -> Losses:
    """Everything that the pages of losses print beside the events as kept."""
    sources = tuple(signal_sources(store))
    if not any(is_connectivity(event) for event in read_events(store)):
        return Losses(None, sources)
    return Losses(stored_connectivity(store, inputs_key(store)), sources)


def connectivity_page(
    languages: Sequence[str],
    renderer: Renderer,
    losses: Losses,
    event: Said,
    announced: Sequence[Said],
    whole: Sequence[Said],
) -> Written:
    """The page of one loss. `whole`: every event, to link those of its networks."""
    spoken, loss = renderer.messages, from_json(event)
    page = Page(
        f"event/{event['event_id']}.html",
        spoken.language,
        tuple(languages),
        event_title(loss, spoken),
        ((spoken.text("What was measured"), "index.html"), (spoken.text("Events"), "events.html")),
    )
    parts = {each["entity"]: each["event_id"] for each in whole
             if each["part_of"] == event["event_id"]}  # fmt: skip
    return page.file, renderer.render(
        "connectivity.html",
        page,
        event=event,
        loss=loss,
        sentence=event_sentence(loss, spoken),
        points=event_points(loss, spoken),
        figure=event_figure(loss, losses.judged(loss.entity), spoken),
        networks=[(item, place_name(item, spoken), parts.get(item.entity))
                  for item in loss.networks],
        signal_word=lambda signal: signal_word(spoken, signal),
        role_word=lambda role: role_word(spoken, role),
        at=lambda seconds: None if seconds is None else moment(seconds),
        sources=losses.of(event),
        announced=announced,
    )  # fmt: skip


def connectivity_tables(event: Said) -> Iterator[Written]:
    """The files beside the tables of a loss's page: those tables that it has."""
    base = f"event/{event['event_id']}~"
    yield f"{base}signals.csv", _rows(SIGNAL_COLUMNS, event["signals"])
    if event["networks"]:
        yield f"{base}networks.csv", _rows(("entity", "name", *_FALL), event["networks"])
    if event["occurrences"]:
        yield f"{base}times.csv", _rows(_FALL, event["occurrences"])
    if event["reports"]:
        yield f"{base}reports.csv", _rows(REPORT_COLUMNS, event["reports"])


def connectivity_csv(events: Sequence[Said]) -> bytes:
    """One row a loss; lists joined by `;`."""
    return _rows(CONNECTIVITY_COLUMNS, events)


def signals_csv(sources: Sequence[SignalSource]) -> bytes:
    """One row a source of signals."""
    names = ("source_id", "content", "names", "formats", "publishers", "licences", "series",
             "points", "reports", "rejects", "reader_version", "fanous")  # fmt: skip
    return csv_bytes(names, ([getattr(source, name) for name in names] for source in sources))


def _rows(columns: Sequence[str], rows: Sequence[Said]) -> bytes:
    return csv_bytes(columns, ([row[name] for name in columns] for row in rows))
