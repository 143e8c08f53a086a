from __future__ import annotations

import json
from pathlib import Path

from fanous.register.grading.results import FOLDER
from fanous.store.store import Store
from tests.cli.conftest import Command

SIGNAL = {
    "entity": "country:IR", "kind": "connectivity_loss", "onset_earliest": "2019-11-16T14:00:00Z",
    "onset_latest": "2019-11-16T18:20:00Z", "end_earliest": None, "end_latest": None,
    "depth": {"bgp": 0.6, "ping-slash24": 0.95}, "t90_t10_minutes": {"ping-slash24": 90},
    "step_minutes": 10, "residual": {"ping-slash24": 0.043}, "signals": ["bgp", "ping-slash24"],
}  # fmt: skip


def test_grades_are_kept_and_shown(fanous: Command, tmp_path: Path) -> None:
    store = tmp_path / "store"
    Store(store, create=True)
    signals = tmp_path / "signals.jsonl"
    signals.write_text(json.dumps(SIGNAL) + "\nnonsense\n")
    ended = fanous("register", "grade", "--store", str(store), "--signals", str(signals),
                   "--claim", "S2-16", "--format", "json")  # fmt: skip
    assert ended.code == 0
    grades = {item["element"]: item for item in json.loads(ended.out)}
    assert grades["occurrence"]["grade"] == "consistent"
    assert grades["vendor"]["grade"] == "not_measurable"
    assert set(grades["occurrence"]["inputs"]) == {
        "signals.jsonl", "store", "events", "coverage"}  # fmt: skip
    assert "signals.jsonl:2" in ended.err
    assert len(list((store / FOLDER).iterdir())) == 1
    shown = fanous("register", "show", "S2-16", "--store", str(store)).out
    assert "Do measurements fit: consistent (that it happened" in shown
    assert "they would also fit: a cut of the power supply; a cut cable" in shown


def test_without_evidence_there_is_no_coverage(fanous: Command, tmp_path: Path) -> None:
    store = tmp_path / "store"
    Store(store, create=True)
    ended = fanous("register", "grade", "--store", str(store))
    assert "no_coverage" in ended.out
    assert "contradicted" not in ended.out
    assert "not_measurable" in ended.err


def test_what_is_not_there(fanous: Command, tmp_path: Path) -> None:
    assert fanous("register", "grade", "--store", str(tmp_path / "none")).code == 4
    store = tmp_path / "store"
    Store(store, create=True)
    assert fanous("register", "grade", "--store", str(store), "--claim", "X-1").code == 2
