"""`fanous events`: each format, the log, what was refused, and which events are asked for."""

from __future__ import annotations

import csv
import io
import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.making_events import blocked_source, built

FIELDS = (
    "event_id kind cc asns targets direction onset_earliest onset_latest end_earliest end_latest "
    "mechanisms observers measurements witnesses state versions"
).split()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two countries with one block each."""
    folder = tmp_path_factory.mktemp("events")
    sources = [
        blocked_source(folder / "raw" / f"{cc}.jsonl", cc=cc, days=range(20)) for cc in ("XA", "XB")
    ]
    built(folder, *sources)
    return folder / "store"


@pytest.fixture
def events_store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_jsonl_is_a_contract(fanous: Command, events_store: Path) -> None:
    ended = fanous("events", "--store", events_store, "--format", "jsonl")
    assert ended.code == 0
    assert "2 announcements" in ended.err
    found = lines(ended.out)
    assert [event["cc"] for event in found] == ["XA", "XB"]
    for event in found:
        assert list(event)[: len(FIELDS)] == FIELDS
        assert event["targets"] == ["domain:shop.example"]
        assert event["onset_latest"] == "2026-03-10T03:00:00Z"
    again = fanous("events", "--store", events_store, "--format", "jsonl")
    assert again.out == ended.out
    assert "announcements" not in again.err


def test_each_format(fanous: Command, events_store: Path) -> None:
    def out(form: str) -> str:
        ended = fanous("events", "--store", events_store, "--format", form)
        assert ended.code == 0
        return ended.out

    assert "shop.example" in out("table") and "XB" in out("table")
    rows = list(csv.DictReader(io.StringIO(out("csv").lstrip("\ufeff"))))
    assert [row["cc"] for row in rows] == ["XA", "XB"]
    assert out("ics").count("BEGIN:VEVENT") == 2
    feed = ET.fromstring(out("atom").encode())
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 2


def test_the_log(fanous: Command, events_store: Path) -> None:
    found = lines(fanous("events", "--store", events_store, "--log").out)
    assert [line["action"] for line in found] == ["announced", "announced"]
    assert all(set(line) >= {"at", "event_id", "digest", "inputs", "event"} for line in found)


def test_what_was_refused(fanous: Command, events_store: Path) -> None:
    ended = fanous("events", "--store", events_store, "--refused")
    assert (ended.code, ended.out) == (0, "")


@pytest.mark.parametrize(
    ("options", "countries"),
    [
        (("--cc", "XB"), ["XB"]),
        (("--cc", "xb"), ["XB"]),
        (("--target", "shop.example"), ["XA", "XB"]),
        (("--target", "telegram"), []),
        (("--since", "2026-03-18"), ["XA", "XB"]),
        (("--since", "2026-03-19"), []),
        (("--since", "20260319"), []),
        (("--since", "20260318"), ["XA", "XB"]),
        (("--since", "2026-03-18T06:30:00+03:30"), ["XA", "XB"]),
        (("--since", "2026-03-18 03:00:01"), []),
    ],
)
def test_which_are_asked_for(
    fanous: Command, events_store: Path, options: tuple[str, ...], countries: list[str]
) -> None:
    ended = fanous("events", "--store", events_store, "--format", "jsonl", *options)
    assert ended.code == 0
    assert [event["cc"] for event in lines(ended.out)] == countries


@pytest.mark.parametrize(
    "day", ["yesterday", "2026-02-30", "2026-03", "", "0001-01-01T00:00:00+05:00"]
)
def test_a_bad_day_is_refused(fanous: Command, events_store: Path, day: str) -> None:
    ended = fanous("events", "--store", events_store, "--since", day)
    assert ended.code == 2
    assert "not a day" in ended.err and "2026-01-31" in ended.err


def test_no_events_do_not_say_that_nothing_is_blocked(fanous: Command, events_store: Path) -> None:
    ended = fanous("events", "--store", events_store, "--cc", "XX")
    assert (ended.code, ended.out) == (0, "")
    assert "That does not say that nothing is blocked." in ended.err


def test_a_damaged_log_is_named(fanous: Command, events_store: Path) -> None:
    fanous("events", "--store", events_store)
    log = events_store / "events" / "log.jsonl"
    log.write_text("{\n", encoding="utf-8")
    ended = fanous("events", "--store", events_store, "--log")
    assert ended.code == 4
    assert "log.jsonl, line 1: damaged" in ended.err


def test_in_persian(fanous: Command, events_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANOUS_LANGUAGE", "fa")
    for form in ("table", "ics", "atom"):
        ended = fanous("events", "--store", events_store, "--format", form)
        assert ended.code == 0
        assert "shop.example" in ended.out.replace("\r\n ", "")
        assert "⟨U+" not in ended.out.replace("\r\n ", "")


def test_the_log_and_the_refused_are_asked_for_apart(fanous: Command, events_store: Path) -> None:
    assert fanous("events", "--store", events_store, "--log", "--refused").code == 2
