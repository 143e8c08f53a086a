"""The overview: what the store holds, what it refused, and what still waits."""

from __future__ import annotations

from pathlib import Path

from fanous.reports.overview import read_overview, reject_rows
from fanous.store.query import open_store
from fanous.store.store import Store
from tests.making import measurement
from tests.reports.conftest import make_store


def test_counts(store: Store) -> None:
    connection = open_store(store)
    report = read_overview(connection, store)
    duplicates = report.rejects["duplicate"]
    assert report.received == report.judged + sum(report.not_handled.values()) + duplicates
    assert report.judged == sum(report.states.values())
    assert report.judged == sum(sum(day.values()) for day in report.days.values())
    assert report.rejects == {"duplicate": 1, "not_a_measurement": 1, "not_json": 1}
    assert len(reject_rows(connection)) == 3
    assert report.countries == ("XA", "XB")
    assert (report.waiting, report.synthetic, len(report.sources)) == (0, 0, 1)


def test_days_wait_until_they_are_built(tmp_path: Path) -> None:
    store = make_store(tmp_path, [measurement(1)])
    assert read_overview(open_store(store), store).waiting == 0
    for path in (store.folder / "builds").iterdir():
        path.write_text(path.read_text().replace('"rules_version": "', '"rules_version": "old'))
    assert read_overview(open_store(store), store).waiting == 1


def test_an_empty_store(tmp_path: Path) -> None:
    store = make_store(tmp_path, [])
    report = read_overview(open_store(store), store)
    assert (report.received, report.judged, report.first, report.countries) == (0, 0, None, ())
