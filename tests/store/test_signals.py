from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.errors import StoreError
from fanous.model.series import OutageReport, Series
from fanous.store.digest import table_digest
from fanous.store.query import open_store, rows
from fanous.store.signals import (
    SignalSource,
    commit_signals,
    forget_signals,
    read_reports,
    read_series,
    signal_source_id,
    signal_sources,
    write_reports,
    write_series,
)
from fanous.store.store import Shard, Store
from tests.making_signals import START, flat, series


def source(*shards: Shard, source_id: str = "ab", name: str = "a.csv") -> SignalSource:
    return SignalSource(source_id, "cd", (name,), ("plain",), ("P",), ("CC0",), {}, "1", 1, 2, 0, 0,
                        shards)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", create=True)


@given(
    values=st.lists(st.one_of(st.none(), st.floats(0, 1e12)), min_size=1, max_size=30),
    step=st.sampled_from((60, 300, 3_600, 86_400)),
)
def test_a_series_comes_back_whole(
    tmp_path_factory: pytest.TempPathFactory, values: list[float | None], step: int
) -> None:
    folder = tmp_path_factory.mktemp("s")
    kept = Store(folder, create=True)
    given_series = Series("asn:64500", "bgp", "RIS", "prefixes", step, START,
                          np.array([np.nan if v is None else v for v in values]), "level", False,
                          "country:XA", "نام", "f.csv", True)  # fmt: skip
    shard = write_series(kept, "ab", [given_series])
    (found,) = read_series(kept, [source(shard)])
    np.testing.assert_array_equal(found.values, given_series.values)
    for name in Series.__slots__:
        if name != "values":
            assert getattr(found, name) == getattr(given_series, name), name


def test_missing_is_null_in_the_table_and_never_zero(store: Store) -> None:
    values = flat(1)
    values[3] = np.nan
    commit_signals(store, source(write_series(store, "ab", [series(values)])))
    (row,) = rows(open_store(store), "SELECT * FROM series")
    assert row["values"][3] is None and row["values"][4] > 0
    assert row["source_id"] == "ab" and row["step"] == 3600
    assert len(table_digest(open_store(store), "series")) == 64


def test_reports_come_back(store: Store) -> None:
    reports = [
        OutageReport("country:XB", "IODA", START + 60, None, "outage"),
        OutageReport("country:XA", "Radar", START, START + 3600, "what", "why", "where"),
    ]
    shard = write_reports(store, "ab", reports)
    assert read_reports(store, [source(shard)]) == reports[::-1]
    assert read_series(store, [source(shard)]) == []


def test_the_order_of_series_does_not_matter(store: Store) -> None:
    listed = [series(flat(2)), series(flat(2, seed=2), "bgp"), series(flat(2), entity="asn:1")]
    assert write_series(store, "ab", listed) == write_series(store, "ab", listed[::-1])


def test_names_are_gathered_and_a_source_can_be_taken_back(store: Store) -> None:
    commit_signals(store, source(name="b.csv"))
    commit_signals(store, source(name="a.csv"))
    commit_signals(store, source(source_id="aa"))
    assert [(s.source_id, s.names) for s in signal_sources(store)] == [
        ("aa", ("a.csv",)), ("ab", ("a.csv", "b.csv"))]  # fmt: skip
    forget_signals(store, source())
    assert [s.source_id for s in signal_sources(store)] == ["aa"]


def test_what_is_declared_and_the_name_are_part_of_the_identity() -> None:
    one = signal_source_id("cd", {"entity": "country:XA"}, "x/a.csv")
    assert one == signal_source_id("cd", {"entity": "country:XA"}, "y/a.csv")
    others = {
        signal_source_id("ce", {"entity": "country:XA"}, "a.csv"),
        signal_source_id("cd", {"entity": "country:XB"}, "a.csv"),
        signal_source_id("cd", {"entity": "country:XA"}, "b.csv"),
    }
    assert len(others | {one}) == 4


def test_a_manifest_of_another_version_is_named(store: Store) -> None:
    commit_signals(store, source())
    path = store.folder / "signals" / "ab.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "unknown": 1}))
    with pytest.raises(StoreError, match="another version"):
        list(signal_sources(store))
