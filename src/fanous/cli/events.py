"""fanous events: since when, where, and is it over

Finds events in what a store has judged and in its signals, keeps them there, and prints them.
Computed anew only where something changed. `--log` prints what was announced, revised and
withdrawn, in order; `--refused` what looked like an event and is none, with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fanous.cli.options import add_store
from fanous.cli.output import printable, say, table, warn

if TYPE_CHECKING:
    from fanous.i18n import Messages

__all__ = ["arguments", "run"]

_FORMATS = ("table", "jsonl", "csv", "ics", "atom")
_DAY = "2026-01-31"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_store(parser)
    parser.add_argument("--cc", metavar="CC", help="one country, by its two letters")
    parser.add_argument(
        "--target", metavar="NAME", help="a service (telegram) or a domain (example.org)"
    )
    parser.add_argument("--since", metavar="DAY", help=f"leave out what ended before ({_DAY}, UTC)")
    parser.add_argument("--format", choices=_FORMATS, default="table", help="default: table")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--log", action="store_true", help="the log of announcements, as jsonl")
    which.add_argument("--refused", action="store_true", help="what was refused, as jsonl")


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    from fanous.events.select import select
    from fanous.events.stored import detect, read_events, read_log, read_refused
    from fanous.pipeline import default_workers
    from fanous.reference.targets import targets
    from fanous.store.store import Store

    since = _moment(chosen.since)
    store = Store(chosen.store)
    detected = detect(store, workers=default_workers())
    if detected.announced:
        warn(say("{n} announcements were added to the log.", n=detected.announced))
    if chosen.log:
        _jsonl(read_log(store))
        return 0
    found = read_refused(store) if chosen.refused else read_events(store)
    events = select(found, targets(), cc=chosen.cc, target=chosen.target, since=since)
    if chosen.refused:
        _jsonl(events)
    else:
        _write(events, chosen.format, read_log(store))
    return 0


def _moment(text: str | None) -> str | None:
    """A day (its beginning) or a time, as RFC 3339 in UTC: texts of one form can be compared."""
    from datetime import UTC, datetime

    from fanous.errors import UsageError

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--since {text}: not a day", remedy=f"Write it as {_DAY}.") from error
    return aware.isoformat(timespec="seconds").replace("+00:00", "Z")


def _write(
    events: Sequence[Mapping[str, Any]], form: str, log: Sequence[Mapping[str, Any]]
) -> None:
    from fanous.i18n import messages
    from fanous.reports.feeds import atom, calendar, events_csv

    spoken = messages(os.environ.get("FANOUS_LANGUAGE", "en"))
    if form == "jsonl":
        _jsonl(events)
    elif form == "table":
        _table(events)
    else:
        made = {
            "csv": lambda: events_csv(events),
            "ics": lambda: calendar(events, spoken),
            "atom": lambda: atom(events, spoken, updated=_updated(log)),
        }[form]()
        sys.stdout.flush()
        sys.stdout.buffer.write(made)


def _updated(log: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """When each event was last spoken of."""
    return {line["event_id"]: line["at"] for line in log if line["action"] != "break"}


def _jsonl(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        print(printable(json.dumps(row, ensure_ascii=False)))


def _table(events: Sequence[Mapping[str, Any]]) -> None:
    from fanous.i18n import messages
    from fanous.reports.event_words import CONFIDENCE_WORDS, STATE_WORDS

    spoken = messages(os.environ.get("FANOUS_LANGUAGE", "en"))
    if not events:
        warn(say("No events: nothing in this store shows one. That does not say that nothing is "
                 "blocked."))  # fmt: skip
        return
    header = (
        say("country"),
        say("what"),
        say("kind"),
        say("since"),
        say("until"),
        say("state"),
        say("networks"),
        say("observers"),
        say("how sure"),
    )
    rows = [
        (
            event["cc"],
            *_what(event, spoken),
            event["onset_latest"],
            event["end_latest"] or event["end_earliest"],
            spoken.text(STATE_WORDS[event["state"]]),
            ", ".join(map(str, event["asns"][:4])) + (" …" if len(event["asns"]) > 4 else ""),
            event.get("observers"),
            spoken.text(CONFIDENCE_WORDS[sure]) if (sure := event.get("confidence")) else None,
        )
        for event in events
    ]
    print(table(header, rows))


def _what(event: Mapping[str, Any], spoken: Messages) -> tuple[str, str]:
    """What an event is about, and its kind, in words."""
    from fanous.events.connectivity_read import from_json, is_connectivity
    from fanous.reports.connectivity_text import kind_word, place_name
    from fanous.reports.event_words import KIND_WORDS, event_targets

    if is_connectivity(event):
        return place_name(from_json(event), spoken), kind_word(spoken, event["kind"])
    return event_targets(event, spoken), spoken.text(KIND_WORDS[event["kind"]])
