from __future__ import annotations

from pathlib import Path

import pytest

from fanous.engine.signals import forget_replaced, ingest_signals
from fanous.sources.find import SourceFile
from fanous.store.query import open_store, rows
from fanous.store.signals import signal_sources
from fanous.store.store import Store
from tests.making import tree_bytes
from tests.making_signals import flat
from tests.making_store_signals import blackout_files, signal_file

PLAIN = "time_utc,probing\n2026-01-01T00:00:00Z,5\n2026-01-01T01:00:00Z,6\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", create=True)


def take(store: Store, path: Path, **declared: str) -> tuple[int, int, bool]:
    done = ingest_signals(store, SourceFile(path, path.name), declared)
    return done.series, done.points, done.new


def test_a_file_is_taken_once(store: Store, tmp_path: Path) -> None:
    path = signal_file(tmp_path / "a.csv", flat(2))
    assert take(store, path) == (1, 48, True)
    before = tree_bytes(store.folder)
    assert take(store, path) == (1, 48, False)
    assert tree_bytes(store.folder) == before
    (source,) = signal_sources(store)
    assert source.formats == ("plain",) and len(source.content) == 64


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    files = blackout_files(tmp_path / "files")
    one, two = (Store(tmp_path / name, create=True) for name in ("one", "two"))
    for path in files:
        take(one, path)
    for path in files[::-1]:
        take(two, path)
    assert tree_bytes(one.folder) == tree_bytes(two.folder)


def test_a_bad_row_is_kept_as_a_reject_and_the_rest_is_used(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("# entity: country:XA\n" + PLAIN + "yesterday,7\n")
    assert take(store, path)[:2] == (1, 2)
    (row,) = rows(open_store(store), "SELECT * FROM rejects")
    assert (row["reason"], row["line"]) == ("bad_signal", 5)
    assert "yesterday" in row["detail"]
    (source,) = signal_sources(store)
    assert source.rejects == 1 and row["source_id"] == source.source_id


def test_a_file_that_nobody_declares_waits_for_a_word(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(PLAIN)
    done = ingest_signals(store, SourceFile(path, "a.csv"), {})
    assert not done.series and "nothing says whose" in done.problems[0].detail
    assert take(store, path, entity="country:XA") == (1, 2, True)
    forget_replaced(store)
    (source,) = signal_sources(store)  # what could not be used before is no longer told
    assert source.declared == {"entity": "country:XA"} and not source.rejects


def test_a_file_that_cannot_be_read_stops_nobody(store: Store, tmp_path: Path) -> None:
    done = ingest_signals(store, SourceFile(tmp_path / "gone.csv", "gone.csv"), {})
    assert not done.new and "cannot be read" in str(done.problems[0])
    path = tmp_path / "b.csv"
    path.write_text(PLAIN)
    (tmp_path / "b.csv.toml").write_text("not toml")
    done = ingest_signals(store, SourceFile(path, "b.csv"), {})
    assert not done.series and "beside it" in done.problems[0].detail
