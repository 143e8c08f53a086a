"""Cells: counts that add up, and nothing for an hour without measurements."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fanous import pipeline
from fanous.cells import count
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.situations.named import SITUATIONS


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Three measurements in one hour, one in the next but one."""
    return _built(tmp_path_factory.mktemp("cells"))


def _built(folder: Path) -> list[dict[str, Any]]:
    chosen = (("works", 12, "a"), ("works", 12, "a"), ("tls_reset", 12, "b"), ("works", 14, "b"))
    with (folder / "raw.jsonl").open("w", encoding="utf-8") as handle:
        for number, (name, hour, session) in enumerate(chosen):
            raw = {**SITUATIONS[name][1], "report_id": session}
            raw["measurement_start_time"] = f"2026-01-05 {hour}:00:0{number}"
            handle.write(json.dumps(raw) + "\n")
    store = folder / "store"
    pipeline.ingest([folder / "raw.jsonl"], store)
    pipeline.build(store)
    return rows(open_store(Store(store)), "SELECT * FROM cells ORDER BY layer, hour")


def test_hours_without_measurements_have_no_row(cells: list[dict[str, Any]]) -> None:
    hours = {row["hour"] for row in cells if row["layer"] == "overall"}
    assert hours == {datetime(2026, 1, 5, hour, tzinfo=UTC) for hour in (12, 14)}


def test_outcomes_and_rules_add_up(cells: list[dict[str, Any]]) -> None:
    for row in cells:
        outcomes = row["ok"] + row["down"] + row["blocked"] + row["unknown"]
        assert outcomes == row["measurements"] == sum(json.loads(row["rules"]).values())


def test_a_cell_counts_sessions_and_states(cells: list[dict[str, Any]]) -> None:
    first = next(row for row in cells if row["layer"] == "overall")
    assert (first["measurements"], first["sessions"], first["probes"]) == (3, 2, 0)
    assert json.loads(first["states"]) == {"likely_blocked": 1, "ok": 2}
    assert first["target"] == "domain:news.example"
    assert first["synthetic"] is True


def test_only_dns_is_kept_apart_by_resolver(cells: list[dict[str, Any]]) -> None:
    for row in cells:
        assert (row["resolver_asn"] == 64510) == (row["layer"] == "dns")


def test_a_layer_that_was_not_tried_has_no_cell(cells: list[dict[str, Any]]) -> None:
    http = [row["measurements"] for row in cells if row["layer"] == "http"]
    assert http == [2, 1]


def test_a_large_day_is_counted_a_share_at_a_time(
    cells: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(count, "_AT_ONCE", 1)
    assert _built(tmp_path) == cells
