from __future__ import annotations

from datetime import UTC, datetime

from fanous.store.measured import StoreVerdicts
from fanous.store.query import open_store, rows
from fanous.store.store import Store

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def test_days_add_up_to_the_verdicts(built: Store) -> None:
    found = StoreVerdicts(built)([], FIRST, LAST)
    connection = open_store(built)
    (every,) = rows(connection, "SELECT count(*) AS n, count(*) FILTER (outcome = 'blocked') AS b "
                                "FROM verdicts")  # fmt: skip
    assert sum(cell.measurements for cell in found) == every["n"] > 0
    assert sum(cell.blocked for cell in found) == every["b"] > 0
    assert all(cell.blocked == 0 or cell.mechanisms for cell in found)
    assert all(cell.day.tzinfo and cell.day.hour == 0 for cell in found)
    assert all(0 < cell.observers <= cell.measurements for cell in found)
    assert {cell.method for cell in found} == {"ndt", "web_connectivity"}


def test_targets_and_windows_are_chosen(built: Store) -> None:
    every = StoreVerdicts(built)
    (target, *_) = sorted({cell.target for cell in every([], FIRST, LAST)})
    assert {cell.target for cell in every([target], FIRST, LAST)} == {target}
    assert every(["domain:nobody.example' OR 1=1 --"], FIRST, LAST) == []
    assert every([], FIRST, FIRST) == []
    assert every([], FIRST, LAST, "XA") == every([], FIRST, LAST)
    assert every([target], FIRST, LAST, "XB") == []


def test_an_empty_store(empty: Store) -> None:
    found = StoreVerdicts(empty)
    assert found([], FIRST, LAST) == []
    assert set(found.digests()) == {"store"}
