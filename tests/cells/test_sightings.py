"""Sightings: one row a judged measurement, what a voice is, and that the same comes out again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from fanous import pipeline
from fanous.cells.sightings import SIGHTING_COLUMNS, sighting_schema, sightings
from fanous.errors import UsageError
from fanous.store.query import open_store
from fanous.store.store import Store
from tests.making import (
    NOW,
    START,
    changed,
    measurement,
    other_measurement,
    reset_measurement,
    write_source,
)

Rows = list[dict[str, Any]]
TOMORROW = START + timedelta(days=1)


def built(folder: Path, *records: object) -> Store:
    """A store of some records, judged."""
    store = folder / "store"
    pipeline.ingest([write_source(folder / "raw.jsonl", records)], store, now=lambda: NOW)
    pipeline.build(store)
    return Store(store)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two sites on two days, one blocked; a country besides; a test that has no verdict."""
    return built(
        tmp_path_factory.mktemp("sightings"),
        measurement(1),
        reset_measurement(2, host="news.example", start=START + timedelta(hours=1)),
        reset_measurement(3, host="news.example", start=TOMORROW),
        changed(measurement(4, start=TOMORROW), "probe_cc", "XB"),
        changed(measurement(5), "test_keys.control_failure", "unknown_failure")
        | {"test_keys": {**measurement(5)["test_keys"], "control": None, "control_failure": "x"}},
        other_measurement(9),
    )


def test_a_row_a_judged_measurement_in_the_columns_of_the_contract(store: Store) -> None:
    table = sightings(store)
    assert table.schema == sighting_schema()
    assert table.column_names == [name for name, _, _ in SIGHTING_COLUMNS]
    assert table.num_rows == 5
    assert table.schema.field("observer").type == pa.uint64()
    starts = [row["start_time"] for row in table.to_pylist()]
    assert starts == sorted(starts)


def test_what_a_sighting_says(store: Store) -> None:
    found: Rows = sightings(store, targets=["domain:news.example"]).to_pylist()
    assert [row["outcome"] for row in found] == ["blocked", "blocked"]
    for row in found:
        assert row["rule"] == "tls.reset_control_ok"
        assert (row["layer"], row["mechanism"]) == ("tls", "tls.reset")
        assert row["control"] == "ok"
        assert row["probe_asn"] == 64502 and row["resolver_asn"] == 64501
        assert row["software_version"] == "3.26.0"


def test_a_helper_that_failed_is_told_from_one_that_spoke(store: Store) -> None:
    controls = Counter(row["control"] for row in sightings(store).to_pylist())
    assert controls == {"ok": 4, "none": 1}


def test_country_time_and_targets_choose(store: Store) -> None:
    assert sightings(store, "XB").num_rows == 1
    assert sightings(store, "XC").num_rows == 0
    assert sightings(store, since=TOMORROW).num_rows == 2
    assert sightings(store, until=TOMORROW).num_rows == 3
    assert sightings(store, "XA", since=TOMORROW, targets=["domain:shop.example"]).num_rows == 0
    assert sightings(store, targets=[]).num_rows == 0
    local = TOMORROW.astimezone(datetime.now().astimezone().tzinfo)
    assert sightings(store, since=local) == sightings(store, since=TOMORROW)


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="zone"):
        sightings(store, since=datetime(2026, 3, 4))


def test_a_store_and_its_connection_give_the_same_twice(store: Store) -> None:
    assert sightings(store) == sightings(open_store(store)) == sightings(store)


def test_a_day_s_repeats_are_one_voice_and_nobody_is_followed_to_the_next(tmp_path: Path) -> None:
    later = [START + timedelta(hours=hour) for hour in (0, 1, 2, 30)]
    records = [measurement(number, start=start) for number, start in enumerate(later)]
    named = [
        measurement(10 + number, start=start) | {"probe_id": "one"}
        for number, start in enumerate(later)
    ]
    other = [measurement(20, start=START) | {"probe_id": "two"}]
    moved = [measurement(21, start=START) | {"probe_id": "two", "software_version": "3.27.0"}]
    found = sightings(built(tmp_path, *records, *named, *other, *moved)).to_pylist()
    voices: dict[int, set[int]] = {}
    for row in found:
        voices.setdefault(int(row["measurement_uid"][-2:], 16), set()).add(row["observer"])
    of = {number: next(iter(seen)) for number, seen in voices.items()}
    assert of[0] == of[1] == of[2] != of[3]
    assert of[10] == of[11] == of[12] != of[13]
    assert of[20] == of[21] != of[10] != of[0]


def test_another_network_kind_of_network_or_version_is_another_voice(tmp_path: Path) -> None:
    plain = measurement(0)
    records = [
        plain,
        measurement(1) | {"probe_asn": "AS64511"},
        measurement(2) | {"software_version": "3.27.0"},
        measurement(3) | {"resolver_asn": "AS64503"},
        changed(measurement(4), "annotations.network_type", "mobile"),
        changed(measurement(5), "annotations.platform", "android"),
        measurement(6) | {"resolver_ip": "198.51.100.54", "report_id": "another"},
    ]
    found = sightings(built(tmp_path, *records)).to_pylist()
    assert len({row["observer"] for row in found}) == 6


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    records = [reset_measurement(1), measurement(2), measurement(3)]
    one = built(tmp_path / "one", *records)
    two = built(tmp_path / "two", *records[::-1])
    assert sightings(one) == sightings(two)


def test_times_are_utc(store: Store) -> None:
    (first, *_) = sightings(store)["start_time"].to_pylist()
    assert first == START.astimezone(UTC)


def test_only_the_columns_named_are_read(store: Store) -> None:
    some = sightings(store, columns=["target", "observer"])
    assert some.column_names == ["target", "observer"]
    assert some.equals(sightings(store).select(["target", "observer"]))
