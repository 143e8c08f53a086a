from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.evaluation.countries import Truth, random_country, simulate_sightings
from fanous.evaluation.countries.drawing import Drawing
from fanous.evaluation.countries.sightings import arrival_times, sightings_of
from tests.making import FUZZ

from .making import SERVICE, WEB, at, block, drawn, nuisance, scenario

COLUMNS = {
    "target": pa.string(),
    "input": pa.string(),
    "test_name": pa.string(),
    "probe_cc": pa.string(),
    "probe_asn": pa.int64(),
    "resolver_asn": pa.int64(),
    "start_time": pa.timestamp("us", tz="UTC"),
    "observer": pa.uint64(),
    "software_version": pa.string(),
    "state": pa.string(),
    "outcome": pa.string(),
    "layer": pa.string(),
    "rule": pa.string(),
    "mechanism": pa.string(),
    "control": pa.string(),
    "measurement_uid": pa.string(),
    "synthetic": pa.bool_(),
}


def times(drawing: Drawing) -> list[Any]:
    return [row["start_time"] for row in sightings_of(drawing).to_pylist()]


@settings(FUZZ, max_examples=25)
@given(st.integers(0, 100_000))
def test_any_country_is_a_table_of_sightings(seed: int) -> None:
    made = random_country(seed)
    table, truth = simulate_sightings(made, seed)
    assert {field.name: field.type for field in table.schema} == COLUMNS
    assert list(table.column_names) == list(COLUMNS)
    assert table.num_rows == truth.sightings == len(set(table["measurement_uid"].to_pylist()))
    assert {*table["probe_cc"].to_pylist()} <= {"XC", "XD"}
    assert all(table["synthetic"].to_pylist())
    for name in ("target", "probe_asn", "start_time", "observer", "state", "rule"):
        assert table[name].null_count == 0
    assert simulate_sightings(made, seed)[0].equals(table)


def test_another_seed_draws_another_table() -> None:
    assert not simulate_sightings(scenario(), 1)[0].equals(simulate_sightings(scenario(), 2)[0])


def test_a_block_shows_in_its_days_and_nowhere_else() -> None:
    table, truth = simulate_sightings(scenario(block()), 1)
    assert isinstance(truth, Truth)
    web = [row for row in table.to_pylist() if row["target"] == WEB]
    inside = [row for row in web if at(5) <= row["start_time"] < at(12)]
    assert {row["outcome"] for row in inside} == {"blocked"}
    assert {row["mechanism"] for row in inside} == {"tls.reset"}
    assert {row["outcome"] for row in web if row not in inside} == {"ok"}


def test_services_are_named_as_in_the_store() -> None:
    table, _ = simulate_sightings(scenario(), 1)
    for row in table.to_pylist():
        if row["target"] == SERVICE:
            assert (row["test_name"], row["input"]) == ("telegram", None)
        else:
            assert row["test_name"] == "web_connectivity"
            assert row["input"].startswith("http")


def test_sightings_are_in_the_order_of_time_or_of_arrival() -> None:
    by_time = times(drawn())
    assert by_time == sorted(by_time)
    late = nuisance("late_data", 0, 20, share=0.3, hours=40.0)
    drawing = drawn(late, nuisance("out_of_order", 0, 20))
    assert sorted(times(drawing)) == by_time != times(drawing)
    arrived = arrival_times(drawing)
    assert (arrived[1:] >= arrived[:-1]).all() and len(arrived) == len(drawing.distinct)


def test_only_what_was_sent_under_another_name_is_there_twice() -> None:
    drawing = drawn(nuisance("duplicates", 0, 20, share=0.2))
    table = sightings_of(drawing)
    assert len(set(table["measurement_uid"].to_pylist())) == table.num_rows
    assert len(drawn().records) < table.num_rows < len(drawing.records)


def test_a_month_of_a_large_country_is_quick() -> None:
    from time import process_time

    began = process_time()
    rows = sum(simulate_sightings(random_country(seed), seed)[0].num_rows for seed in range(10))
    assert rows > 10_000
    assert process_time() - began < timedelta(seconds=20).total_seconds()
