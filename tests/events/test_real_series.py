"""Kenya 2023 and Uganda 2026: dated truth, held against what the real rows are told as."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fanous import pipeline
from fanous.events.stored import detect, read_events, read_refused
from fanous.store.store import Store

Said = dict[str, Any]
OUT_OF_SCOPE = {30844, 36866, 15399}
EXAM_NETWORKS = {33771, 37061, 36926}


def told(folder: Path, *sources: Path) -> list[Said]:
    for source in sources:
        if not source.exists():
            pytest.skip(f"{source.name} is not among the real data")
    pipeline.ingest(sources, folder / "store")
    pipeline.build(folder / "store")
    store = Store(folder / "store")
    detect(store)
    assert read_refused(store) == []
    return read_events(store)


@pytest.fixture(scope="module")
def kenya(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    series = shared / "ooni" / "series"
    names = ("2023-KE-telegram.csv.gz", "2023-KE-web_connectivity-telegram.org.csv.gz")
    return told(tmp_path_factory.mktemp("kenya"), *(series / name for name in names))


@pytest.fixture(scope="module")
def uganda(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    source = shared / "ooni" / "series" / "2026-UG-twitter.com-analysis.csv"
    return told(tmp_path_factory.mktemp("uganda"), source)


def of_kind(events: list[Said], *kinds: str) -> list[Said]:
    return [event for event in events if event["kind"] in kinds]


def test_kenya_is_one_national_event_on_telegram(kenya: list[Said]) -> None:
    (event,) = of_kind(kenya, "blocking", "already_blocked")
    assert event["targets"] == ["service:telegram"]
    assert event["state"] == "ended"
    assert {12455, *EXAM_NETWORKS} <= set(event["asns"])
    assert not OUT_OF_SCOPE & set(event["asns"])
    assert set(event["asns_clear"]) >= OUT_OF_SCOPE
    assert "2023-11-08" <= event["onset_latest"][:10] <= "2023-11-09"
    assert event["end_earliest"] >= "2023-11-24T18:45"
    assert event["end_latest"] <= "2023-11-26T11:29:59Z"


def test_kenya_holds_a_continuous_cut_of_one_network(kenya: list[Said]) -> None:
    (event,) = of_kind(kenya, "blocking")
    (part,) = (part for part in event["parts"] if part["kind"] == "blocking")
    assert part["asns"] == [12455]
    assert "2023-11-08T09:36" <= part["onset_earliest"] < part["onset_latest"]
    assert part["onset_latest"] <= "2023-11-09T19:36:59Z"
    assert "2023-11-24T18:45" <= part["end_earliest"] < part["end_latest"]
    assert part["end_latest"] <= "2023-11-26T11:29:59Z"
    assert part["share"] == 1.0


def test_kenya_holds_a_pattern_of_exam_hours(kenya: list[Said]) -> None:
    (national,) = of_kind(kenya, "blocking")
    (event,) = of_kind(kenya, "recurring")
    assert event["part_of"] == national["event_id"]
    (part,) = event["parts"]
    assert part in national["parts"]
    assert set(part["asns"]) == EXAM_NETWORKS
    assert part["weekdays"] == [0, 1, 2, 3, 4]
    start, end = part["hours_utc"]
    assert 3 <= start <= 6 and 12 <= end <= 15
    first = part["occurrences"][0]
    assert first[0].startswith("2023-11-08")
    days = [datetime.fromisoformat(each[0]) for each in part["occurrences"]]
    assert all(day.weekday() < 5 for day in days)
    assert len(days) >= 8


def test_kenya_has_nothing_before(kenya: list[Said]) -> None:
    assert min(event["onset_latest"] for event in kenya) >= "2023-11-08"


def test_uganda_is_one_event_within_its_dates(uganda: list[Said]) -> None:
    (event,) = of_kind(uganda, "blocking", "already_blocked", "recurring")
    assert (event["targets"], event["members"]) == (["service:x"], ["domain:twitter.com"])
    assert event["kind"] == "blocking"
    assert event["onset_earliest"] < event["onset_latest"]
    assert "2026-01-17T22:10" <= event["onset_latest"] <= "2026-01-18T05:46:59Z"
    assert "2026-01-23T21:32" <= event["end_earliest"] < event["end_latest"]
    assert event["end_latest"] <= "2026-01-24T13:50:59Z"


def test_ugandas_gap_is_no_more_than_a_silence(uganda: list[Said]) -> None:
    """Four longer gaps of the file have no such cause: of this one alone nobody can tell."""
    assert of_kind(uganda, "silence") == []
