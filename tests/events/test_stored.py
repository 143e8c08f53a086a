"""Events of a store: found once, kept, announced, and never lost to a damaged line."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanous.cells import sightings as sightings_module
from fanous.errors import StoreError
from fanous.events.announce import digest
from fanous.events.stored import detect, inputs_key, read_events, read_log, read_refused
from fanous.rules.registry import RULES_VERSION
from fanous.store.store import Store
from tests.making import tree_bytes
from tests.making_events import blocked_source, built

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stored")
    built(folder, blocked_source(folder / "raw" / "a.jsonl"))
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    """A copy to be written to."""
    shutil.copytree(made / "store", tmp_path / "store")
    return Store(tmp_path / "store")


def test_before_detection_there_is_nothing(store: Store) -> None:
    assert read_events(store) == read_refused(store) == read_log(store) == []


def test_the_block_is_found_and_announced(store: Store) -> None:
    detected = detect(store, now=NOW)
    assert (detected.events, detected.refused, detected.announced) == (1, 0, 1)
    (event,) = read_events(store)
    assert (event["cc"], event["targets"]) == ("XA", ["domain:shop.example"])
    assert event["onset_earliest"] == "2026-03-09T15:00:00Z"
    assert event["onset_latest"] == "2026-03-10T03:00:00Z"
    assert event["end_earliest"] == "2026-03-17T15:00:00Z"
    assert event["end_latest"] == "2026-03-18T03:00:00Z"
    assert (event["state"], event["mechanisms"]) == ("ended", ["tls.reset"])
    assert set(event["versions"]) == {"rules", "detectors"}
    assert all(uid.startswith("2026") for uid in event["witnesses"])
    (line,) = read_log(store)
    assert (line["action"], line["at"]) == ("announced", "2026-04-01T00:00:00Z")
    assert line["inputs"] == inputs_key(store)
    assert line["event"] == event


def test_days_judged_by_other_rules_are_left_out_and_a_break_is_announced(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rule sets in one series would show a change at their border that nobody made."""
    detect(store, now=NOW)
    for module in ("fanous.events.stored", "fanous.cells.sightings"):
        monkeypatch.setattr(f"{module}.RULES_VERSION", "99", raising=True)
    monkeypatch.setattr(
        "fanous.cells.sightings._JUDGED",
        sightings_module._JUDGED.replace(
            f"rules_version = '{RULES_VERSION}'", "rules_version = '99'"
        ),
    )
    monkeypatch.setattr("fanous.events.stored.DETECTORS_VERSION", "99")
    assert detect(store, now=NOW).events == 0
    actions = [line["action"] for line in read_log(store)]
    assert actions == ["announced", "break", "withdrawn"]


def test_nothing_to_do_nothing_done(store: Store) -> None:
    first = detect(store, now=NOW)
    before = tree_bytes(store.folder / "events")
    again = detect(store)
    assert again.unchanged and not first.unchanged
    assert (again.events, again.announced) == (first.events, 0)
    assert tree_bytes(store.folder / "events") == before


def test_what_was_removed_is_made_again(store: Store) -> None:
    """Removing the file is what a damaged one's error says to do."""
    detect(store, now=NOW)
    before = read_events(store)
    (store.folder / "events" / "events.jsonl").unlink()
    detected = detect(store, now=NOW)
    assert not detected.unchanged and detected.announced == 0
    assert read_events(store) == before
    assert len(read_log(store)) == 1


@pytest.mark.parametrize("name", ["events.jsonl", "refused.jsonl", "log.jsonl"])
def test_a_damaged_line_is_named(store: Store, name: str) -> None:
    detect(store, now=NOW)
    path = store.folder / "events" / name
    path.write_text('{"event_id": "a"}\n{"event_id": \n', encoding="utf-8")
    read = {"events.jsonl": read_events, "refused.jsonl": read_refused, "log.jsonl": read_log}
    with pytest.raises(StoreError, match=rf"{name}, line 2: damaged") as caught:
        read[name](store)
    assert "fanous events" in caught.value.remedy


def test_a_separator_of_lines_within_a_name_is_no_end_of_a_line(store: Store) -> None:
    path = store.folder / "events" / "events.jsonl"
    path.parent.mkdir()
    event = {"targets": ["a\u2028b\u0085c"]}
    path.write_text(json.dumps(event, ensure_ascii=False) + "\n", encoding="utf-8")
    assert read_events(store) == [event]


def test_a_damaged_log_is_not_written_over(store: Store) -> None:
    detect(store, now=NOW)
    log = store.folder / "events" / "log.jsonl"
    log.write_text(log.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    (store.folder / "events" / "state.json").unlink()
    before = log.read_bytes()
    with pytest.raises(StoreError, match=r"log.jsonl, line 2"):
        detect(store, now=NOW)
    assert log.read_bytes() == before


def test_days_that_come_later_revise_and_end_as_from_scratch(tmp_path: Path) -> None:
    early = blocked_source(tmp_path / "raw" / "a.jsonl", range(14))
    late = blocked_source(tmp_path / "raw" / "b.jsonl", range(14, 22))
    store = built(tmp_path / "live", early)
    detect(store, now=NOW)
    (ongoing,) = read_events(store)
    assert (ongoing["state"], ongoing["end_latest"]) == ("ongoing", None)
    first = read_log(store)
    store = built(tmp_path / "live", early, late)
    detect(store, now=NOW)
    log = read_log(store)
    assert log[:1] == first
    assert [line["action"] for line in log] == ["announced", "revised"]
    scratch = built(tmp_path / "scratch", late, early)
    detect(scratch, now=NOW)
    assert digest(read_events(store)) == digest(read_events(scratch))
    assert {line["event_id"] for line in log} == {ongoing["event_id"]}


def test_an_empty_store_has_no_events(tmp_path: Path) -> None:
    detected = detect(Store(tmp_path / "store", create=True))
    assert (detected.events, detected.announced) == (0, 0)
