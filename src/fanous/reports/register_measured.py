"""Measured events for a country's page of the register, wherever they come from.

Decides what such an event is here: from when until when, in words, and where its page is. Events of
a store come with the report that the register is part of; without one there are still the events
that grades rest on. Leaves detection to `events`, and drawing to `register_timeline`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from fanous.i18n import Messages, Phrase
from fanous.reports.connectivity_text import signal_word
from fanous.reports.event_words import event_title, moment_of
from fanous.reports.register_shelf import Shelf, claim_path
from fanous.reports.slugs import country_slug

__all__ = [
    "NOTHING_BESIDE",
    "Beside",
    "EventsOf",
    "MeasuredEvent",
    "beside",
    "graded_events",
    "loss_words",
]

Said = Mapping[str, Any]
EventsOf = Callable[[str, Messages], Sequence["MeasuredEvent"]]
"""A country's events in a language, as `(start, end, label, href)`."""


class MeasuredEvent(NamedTuple):
    """An event on a time axis. `end` is None where it goes on, or where nobody knows."""

    start: datetime
    end: datetime | None
    label: str
    href: str


def _no_events(cc: str, spoken: Messages) -> Sequence[MeasuredEvent]:  # noqa: ARG001
    return ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What the report has that the register is part of.

    `events` gives a country's events in a language; `days` are those with measurements, by country;
    `pages` are the countries' pages. `home` says that there is a report at all.
    """

    home: bool = False
    events: EventsOf = _no_events
    days: Mapping[str, Collection[date]] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    event_ids: frozenset[str] = frozenset()  # of all events that have a page


_SILENCES = ("silence", "gap")
NOTHING_BESIDE = Beside()


def beside(
    events: Iterable[Said],
    days: Mapping[str, Iterable[date | None]],
    more: EventsOf = _no_events,
) -> Beside:
    """The report's events, and the days with measurements of each of its countries.

    `more` gives a country's other events in a language. A silence is no event of this kind: the
    band of measured months tells it.
    """
    listed_events = tuple(events)
    told = [event for event in listed_events
            if event["kind"] not in _SILENCES and not event["part_of"]]  # fmt: skip
    return Beside(
        home=True,
        events=lambda cc, spoken: [
            *(_of_store(event, spoken) for event in told if event["cc"] == cc),
            *more(cc, spoken),
        ],
        days={cc: frozenset(day for day in listed if day) for cc, listed in days.items()},
        pages={cc: f"cc/{country_slug(cc)}/index.html" for cc in days},
        event_ids=frozenset(str(event["event_id"]) for event in listed_events),
    )


def _of_store(event: Said, spoken: Messages) -> MeasuredEvent:
    start = moment_of(event["onset_earliest"] or event["onset_latest"])
    assert start is not None  # an event without any onset is never made
    ended = event["state"] == "ended"
    end = moment_of(event["end_latest"]) if ended else None
    href = f"event/{event['event_id']}.html"
    return MeasuredEvent(start, end, event_title(event, spoken), href)


def graded_events(shelf: Shelf, cc: str, spoken: Messages) -> list[MeasuredEvent]:
    """Events that grades of claims rest on, each once, with the first claim that they speak to."""
    found: dict[tuple[str, str], MeasuredEvent] = {}
    for key, grades in sorted(shelf.grades.items()):
        for grade in grades:
            for event in (grade.get("facts") or {}).get("events", ()):
                if _country_of(str(event.get("entity", ""))) != cc or not event.get("onset"):
                    continue
                start = datetime.fromisoformat(str(event["onset"][0]))
                end = next((each for each in reversed(event.get("end") or ()) if each), None)
                found.setdefault(
                    (str(event["entity"]), start.isoformat()),
                    MeasuredEvent(
                        start,
                        datetime.fromisoformat(str(end)) if end else None,
                        loss_words(event, spoken),
                        claim_path(key),
                    ),
                )
    return sorted(found.values(), key=lambda event: (event.start, event.label))


def _country_of(entity: str) -> str:
    """`country:IR` and `region:IR-06` are Iran's; a network's country is not in its name."""
    kind, _, code = entity.partition(":")
    return code[:2] if kind in ("country", "region") else ""


def loss_words(event: Said, spoken: Messages) -> Phrase:
    """A loss of connectivity with its depth by each signal."""
    place = str(event["entity"]).partition(":")[2]
    depths = [
        spoken.text(
            "%(signal)s −%(percent)s %%", signal=signal_word(spoken, name), percent=_percent(value)
        )
        for name, value in sorted((event.get("depth") or {}).items())
    ]
    return spoken.text(
        "Loss of connectivity in %(place)s: %(depths)s", place=place, depths=spoken.join(depths)
    )


def _percent(share: float) -> int:
    return round(100 * float(share))
