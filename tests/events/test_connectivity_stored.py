from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanous import pipeline
from fanous.cells.volume import STORED_VOLUME
from fanous.events.connectivity_read import is_connectivity
from fanous.events.connectivity_stored import connectivity_id, stored_connectivity, stored_series
from fanous.events.stored import detect, inputs_key, read_events, read_log
from fanous.store.store import Store
from tests.making import NOW
from tests.making_events import blocked_source, built
from tests.making_signals import DAY, START, cut, events, flat, series
from tests.making_store_signals import blackout_files, signal_file, store_of

LATER = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("signals")
    made = store_of(folder, *blackout_files(folder / "files"))
    detect(made, now=LATER)
    return made


def test_a_blackout_of_files_is_an_event_of_the_store(store: Store) -> None:
    whole, part = sorted(read_events(store), key=lambda event: event["entity"], reverse=True)
    assert (whole["entity"], whole["cc"], whole["kind"]) == (
        "country:XA",
        "XA",
        "connectivity_loss",
    )
    assert (whole["direction"], whole["state"], whole["asns"]) == ("lost", "ended", [64500])
    assert whole["synthetic"] and whole["depth"] > 0.9 and len(whole["witnesses"]) == 2
    assert (part["entity"], part["cc"], part["part_of"]) == ("asn:64500", "XA", whole["event_id"])
    assert [line["action"] for line in read_log(store)] == ["announced", "announced"]
    assert detect(store).unchanged


def test_files_and_store_find_the_same(store: Store) -> None:
    found = stored_connectivity(store, inputs_key(store))
    listed, sources = stored_series(store)
    assert list(found.events) == events(*listed)
    assert set(sources) == {"country:XA", "asn:64500"}


def test_a_deeper_loss_keeps_its_id_and_another_of_the_day_has_its_own() -> None:
    (one,) = events(series(cut(flat(40), 20, 5, 0.6)))
    (two,) = events(series(cut(flat(40), 20, 5, 0.0)))
    assert one.kind == "partial" and two.kind == "connectivity_loss"
    assert connectivity_id(one) == connectivity_id(two) != connectivity_id(two, 1)


def test_a_later_file_revises_and_takes_back(tmp_path: Path) -> None:
    values = cut(flat(40), 20, 5, 0.05)
    store = store_of(tmp_path, signal_file(tmp_path / "a.csv", values[: 23 * 24]))
    detect(store, now=LATER)
    pipeline.ingest(
        [signal_file(tmp_path / "b.csv", values[23 * 24 :], start=START + 23 * DAY)],
        store.folder,
        now=lambda: NOW,
    )
    detect(store, now=LATER)
    assert [line["action"] for line in read_log(store)] == ["announced", "revised"]
    (event,) = read_events(store)
    assert event["state"] == "ended"
    (store.folder / "signals").rename(store.folder / "gone")
    detect(store, now=LATER)
    assert read_events(store) == [] and read_log(store)[-1]["action"] == "withdrawn"


def test_what_is_open_where_nothing_is_newer_goes_on(tmp_path: Path) -> None:
    store = store_of(tmp_path, signal_file(tmp_path / "a.csv", cut(flat(40), 20, 99, 0.05)))
    detect(store)
    assert [event["state"] for event in read_events(store)] == ["ongoing"]
    later = signal_file(tmp_path / "b.csv", flat(9), entity="country:XB", start=START + 99 * DAY)
    pipeline.ingest([later], store.folder, now=lambda: NOW)
    detect(store)
    assert [event["state"] for event in read_events(store)] == ["unclear"]


def test_events_of_blocking_stay_what_they_were(tmp_path: Path) -> None:
    store = built(tmp_path, blocked_source(tmp_path / "raw.jsonl.gz"))
    detect(store, now=LATER)
    before = read_events(store)
    pipeline.ingest(blackout_files(tmp_path / "files"), store.folder, now=lambda: NOW)
    detect(store, now=LATER)
    after = read_events(store)
    assert [event for event in after if not is_connectivity(event)] == before
    assert sum(map(is_connectivity, after)) == 2
    volume = [s for s in stored_series(store)[0] if s.signal == STORED_VOLUME]
    assert [s.entity for s in volume] == ["country:XA"]  # its networks have no other signal


def test_fewer_stored_measurements_alone_are_no_loss(tmp_path: Path) -> None:
    """A store holds what was fetched of it."""
    import numpy as np

    from fanous.events.connectivity_stored import _is_volume

    values = np.where(np.arange(60) < 40, 1_000.0, 10.0)
    stored, published = (
        events(series(values, signal, step=DAY, scale="count"))
        for signal in (STORED_VOLUME, "ooni-measurements")
    )
    assert _is_volume(stored[0])
    assert not _is_volume(published[0])  # what OONI counts is a signal as others are
    (other,) = events(series(cut(flat(40), 20, 5, 0.05)))
    assert not _is_volume(other)


def test_an_event_rests_on_the_sources_of_its_time(tmp_path: Path) -> None:
    one = signal_file(tmp_path / "a.csv", cut(flat(40), 20, 5, 0.05))
    other = signal_file(tmp_path / "b.csv", flat(40), start=START + 400 * DAY)
    store = store_of(tmp_path, one, other)
    detect(store)
    (event,) = read_events(store)
    assert len(event["witnesses"]) == 1
    assert len(stored_series(store)[1]["country:XA"]) == 2
