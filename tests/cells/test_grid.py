"""The dense grid: nothing measured is a row with n = 0, and never a fine one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fanous.cells import grid
from fanous.cells.columns import cell_schema
from fanous.cells.grid import dense_cells
from fanous.cells.judged import STEP_MICROSECONDS
from fanous.cells.read import cells
from fanous.errors import UsageError
from fanous.store.query import connect
from tests.cells.judged_rows import MIDNIGHT, RESET, Judged, connection_of

if TYPE_CHECKING:
    import pyarrow as pa

HOUR = timedelta(hours=1)
FIRST = round(MIDNIGHT.timestamp() * 1_000_000) // STEP_MICROSECONDS["hour"]


def grown(sparse: pa.Table, *window: int | None, **asked: object) -> list[dict[str, Any]]:
    bounds = (window[0], window[1]) if window else (None, None)
    found = dense_cells(connect(threads=1), sparse, "hour", bounds, asked)
    assert found.schema == cell_schema("hour")
    return sorted(found.to_pylist(), key=lambda row: (row["probe_asn"] or 0, row["hour"]))


def sparse(*judged: Judged) -> pa.Table:
    return cells(connection_of(list(judged)))


def test_hours_between_are_there_with_nothing_in_them() -> None:
    found = sparse(Judged(minute=5), Judged(minute=185, rule=RESET))
    rows = grown(found, state="insufficient")
    assert [row["hour"] for row in rows] == [MIDNIGHT + HOUR * n for n in range(4)]
    assert [row["measurements"] for row in rows] == [1, 0, 0, 1]
    assert [row["state"] for row in rows] == [
        "ok",
        "insufficient",
        "insufficient",
        "likely_blocked",
    ]
    empty = rows[1]
    assert empty["observers"] == empty["ok"] == empty["blocked"] == 0
    assert empty["blocked_share"] is empty["consensus"] is empty["ambiguity"] is None
    assert (empty["rules"], empty["states"], empty["mechanisms"]) == ("{}", "{}", [])
    assert empty["core_members"] is empty["members_blocked"] is empty["measured_members"] is None


def test_a_window_is_filled_to_its_ends_for_every_series() -> None:
    rows = grown(sparse(Judged(minute=61), Judged(minute=130, asn=64503)), FIRST, FIRST + 6)
    assert [row["measurements"] for row in rows] == [0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert {row["probe_asn"] for row in rows[:6]} == {64502}


def test_nothing_measured_in_a_window_is_a_series_of_what_was_asked() -> None:
    asked = {"target": "domain:shop.example", "layer": "overall", "state": "insufficient"}
    rows = grown(cell_schema("hour").empty_table(), FIRST, FIRST + 2, **asked)
    assert [(row["target"], row["measurements"], row["state"]) for row in rows] == [
        ("domain:shop.example", 0, "insufficient")
    ] * 2
    assert grown(cell_schema("hour").empty_table(), FIRST, None, **asked) == []


def test_an_empty_cell_of_a_group_has_an_empty_profile() -> None:
    empty = cell_schema("hour").empty_table()
    (row,) = grown(empty, FIRST, FIRST + 1, target="service:x", core_members=5)
    assert (row["core_members"], row["members_measured"], row["members_blocked"]) == (5, 0, 0)
    assert row["measured_members"] == row["blocked_members"] == []
    assert row["state"] is None  # nothing said how members make one


def test_a_slip_of_the_hand_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "ROWS_AT_MOST", 5)
    with pytest.raises(UsageError, match="1 series of 6 cells"):
        grown(sparse(Judged()), FIRST, FIRST + 6)


def test_days_are_whole_days() -> None:
    found = cells(connection_of([Judged(), Judged(minute=3 * 1440)]), by="day", dense=True)
    days = found["day"].to_pylist()
    assert days == [MIDNIGHT + timedelta(days=n) for n in range(4)]
