"""Events for other programs: CSV, iCalendar (RFC 5545) and Atom (RFC 4287).

Decides how an event is spelt in each. An entry's id never changes with the event's content; a
calendar entry ends at the last sighting that shows the event where nobody knows more. Text is of
one language, times are UTC.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fanous import __version__
from fanous.events.connectivity_read import is_connectivity
from fanous.i18n import Messages, Phrase, visible
from fanous.reports.csv_file import csv_bytes
from fanous.reports.event_words import event_sentence, event_title

__all__ = ["EVENT_COLUMNS", "atom", "calendar", "events_csv"]

EVENT_COLUMNS = (
    "event_id", "kind", "cc", "asns", "targets", "direction", "onset_earliest", "onset_latest",
    "end_earliest", "end_latest", "mechanisms", "observers", "measurements", "witnesses", "state",
    "blocked", "share", "confidence", "members", "asns_clear", "part_of", "base_rate_a_year",
    "synthetic",
)  # fmt: skip
_ATOM = "http://www.w3.org/2005/Atom"
_FOLD_OCTETS = 74
Said = Mapping[str, Any]


def events_csv(events: Iterable[Said]) -> bytes:
    """One row an event of blocking; lists joined by `;`."""
    told = (event for event in events if not is_connectivity(event))
    return csv_bytes(EVENT_COLUMNS, ([event[name] for name in EVENT_COLUMNS] for event in told))


def calendar(events: Iterable[Said], spoken: Messages) -> bytes:
    """An iCalendar file, one entry an event, a pattern's occurrences each their own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Fanous//Fanous {__version__}//EN"]
    for event in events:
        for number, (start, end) in enumerate(_spans(event)):
            lines += [
                "BEGIN:VEVENT",
                f"UID:{event['event_id']}-{number}@fanous",
                f"DTSTAMP:{_compact(start)}",
                f"DTSTART:{_compact(start)}",
                # An end must be later than the beginning; what was seen once has none.
                *([f"DTEND:{_compact(end)}"] if end > start else []),
                f"SUMMARY:{_escaped(event_title(event, spoken))}",
                f"DESCRIPTION:{_escaped(event_sentence(event, spoken))}",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _spans(event: Said) -> Iterator[tuple[str, str]]:
    if is_connectivity(event):
        yield from _loss_spans(event)
        return
    occurrences = [each for part in event["parts"] for each in part["occurrences"]]
    if event["kind"] == "recurring" and occurrences:
        yield from (tuple(each) for each in occurrences)
        return
    start = event["onset_latest"] or event["onset_earliest"]
    end = event["end_latest"] or event["end_earliest"]
    if start and end:
        yield start, end


def _loss_spans(event: Said) -> Iterator[tuple[str, str]]:
    """A loss's times; one that goes on ends where the data do."""
    for each in event["occurrences"] or (event,):
        yield each["onset_latest"], each["end_latest"] or event["until"]


def _compact(stamp: str) -> str:
    """RFC 3339 as iCalendar's form of UTC."""
    return stamp.replace("-", "").replace(":", "")


def _escaped(text: str) -> str:
    plain = _shown(text)
    for character in ("\\", ";", ","):
        plain = plain.replace(character, "\\" + character)
    return plain


def _folded(line: str) -> bytes:
    """A content line in octets, folded so that no character is torn."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > _FOLD_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def atom(events: Sequence[Said], spoken: Messages, *, updated: Mapping[str, str]) -> bytes:
    """An Atom feed. `updated`: when each event was last announced or revised."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    latest = max(updated.values(), default="1970-01-01T00:00:00Z")
    _add(feed, "id", "urn:fanous:events")
    _add(feed, "title", spoken.text("Events"))
    _add(feed, "updated", latest)
    _add(_add(feed, "author", ""), "name", "Fanous")
    for event in sorted(events, key=lambda e: updated.get(e["event_id"], ""), reverse=True):
        entry = _add(feed, "entry", "")
        _add(entry, "id", f"urn:fanous:event:{event['event_id']}")
        _add(entry, "title", event_title(event, spoken))
        _add(entry, "updated", updated.get(event["event_id"], latest))
        _add(entry, "summary", event_sentence(event, spoken))
    ET.indent(feed)
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = _shown(text) or None
    return child


def _shown(text: str) -> str:
    """Words of ours as they are: what data said in them was made visible, and the marks that keep
    directions apart belong there."""
    return str(text) if isinstance(text, Phrase) else visible(text, 2_000)
