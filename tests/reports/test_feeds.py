"""Feeds: iCalendar, Atom and CSV that other programs read."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest

from fanous.i18n import LANGUAGES, messages
from fanous.reports.feeds import EVENT_COLUMNS, atom, calendar, events_csv
from tests.reports.saying import ALREADY, BLOCKING, EVERY, RECURRING, SILENCE

EN = messages("en")
ATOM = "{http://www.w3.org/2005/Atom}"
UPDATED = {event["event_id"]: f"2026-04-0{number + 1}T00:00:00Z" for number, event in
           enumerate(EVERY)}  # fmt: skip


def unfolded(made: bytes) -> list[str]:
    """Content lines as a reader joins them."""
    return made.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def entries(made: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in unfolded(made):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            name, _, value = line.partition(":")
            found[-1][name] = value
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_fold_at_75_octets_and_no_character_is_torn(language: str) -> None:
    made = calendar(EVERY, messages(language))
    assert made.endswith(b"END:VCALENDAR\r\n")
    lines = made.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()  # each is UTF-8 by itself
        assert b"\n" not in line and b"\r" not in line


def test_a_calendar_entry() -> None:
    made = calendar([BLOCKING], EN)
    assert unfolded(made)[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    (entry,) = entries(made)
    assert entry["UID"] == "57225a147e492dde-0@fanous"
    assert (entry["DTSTART"], entry["DTEND"]) == ("20260316T000000Z", "20260323T000000Z")
    assert "DTSTAMP" in entry
    assert entry["SUMMARY"] == "Kenya: Telegram\\; shop.example\\, blocked"


def test_what_separates_is_escaped() -> None:
    hostile = BLOCKING | {"targets": ["domain:a;b,c\\d\r\nEND:VEVENT"]}
    (entry,) = entries(calendar([hostile], EN))
    assert "a\\;b\\,c\\\\d" in entry["SUMMARY"]
    assert re.search(r"(?<!\\)[;,]", entry["SUMMARY"]) is None


def test_a_pattern_has_an_entry_each_time() -> None:
    first, second = entries(calendar([RECURRING], EN))
    assert (first["DTSTART"], first["DTEND"]) == ("20260316T050000Z", "20260316T130000Z")
    assert first["UID"] != second["UID"]
    # Seen once: RFC 5545 wants an end to be later than the beginning.
    assert second["DTSTART"] == "20260320T063000Z"
    assert "DTEND" not in second


def test_ids_are_one_of_a_kind() -> None:
    uids = [entry["UID"] for entry in entries(calendar(EVERY, EN))]
    assert len(set(uids)) == len(uids) == len(EVERY) + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_atom_is_read_by_a_parser(language: str) -> None:
    feed = ET.fromstring(atom(EVERY, messages(language), updated=UPDATED))
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}updated") == "2026-04-05T00:00:00Z"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Fanous"
    found = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(set(ids)) == len(EVERY)
    assert ids[0] == f"urn:fanous:event:{EVERY[-1]['event_id']}"  # the newest first
    for entry in found:
        assert entry.findtext(f"{ATOM}title") and entry.findtext(f"{ATOM}summary")
        stamp = entry.findtext(f"{ATOM}updated")
        assert stamp and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp)


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_of_direction_are_ours_and_stay(language: str) -> None:
    """A control character of data is made visible once; the marks around it are no such thing."""
    made = calendar(EVERY, messages(language)) + atom(EVERY, messages(language), updated={})
    assert "⟨U+" not in made.decode().replace("\r\n ", "")


def test_an_id_never_changes_with_content() -> None:
    changed = BLOCKING | {"observers": 99, "state": "ongoing", "end_latest": None}
    ids = [
        re.findall(rb"urn:fanous:event:\w+", atom([event], EN, updated={}))
        for event in (BLOCKING, changed)
    ]
    assert ids[0] == ids[1] == [b"urn:fanous:event:57225a147e492dde"]


def test_hostile_text_is_no_markup() -> None:
    hostile = BLOCKING | {"targets": ["domain:<script>&\x00\x1b.example"]}
    feed = ET.fromstring(atom([hostile], EN, updated={}))
    title = feed.findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert "<script>&" in title
    assert "\x1b" not in title and "\x00" not in title


def test_no_events_are_whole_files_too() -> None:
    assert len(ET.fromstring(atom([], EN, updated={})).findall(f"{ATOM}entry")) == 0
    assert entries(calendar([], EN)) == []
    assert len(events_csv([]).decode().splitlines()) == 1


def test_csv_has_a_row_an_event_in_the_promised_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(events_csv(EVERY).decode("utf-8-sig"))))
    assert list(rows[0]) == list(EVENT_COLUMNS)
    assert (
        list(EVENT_COLUMNS[:15])
        == (
            "event_id kind cc asns targets direction onset_earliest onset_latest end_earliest "
            "end_latest mechanisms observers measurements witnesses state"
        ).split()
    )
    assert [row["event_id"] for row in rows] == [event["event_id"] for event in EVERY]
    first = rows[0]
    assert first["asns"] == "64512;64513"
    assert first["targets"] == "service:telegram;domain:shop.example"
    assert (first["part_of"], first["synthetic"]) == ("", "false")
    assert ALREADY["onset_earliest"] is None and rows[2]["onset_earliest"] == ""
    assert rows[3]["base_rate_a_year"] == str(SILENCE["base_rate_a_year"])
