from __future__ import annotations

import json
from pathlib import Path

import pytest

from fanous.errors import InputError
from fanous.register.grading.measured import Measured, read_measured
from tests.register.grading.evidence_of import at, cells, measured

SIGNAL: dict[str, object] = {
    "entity": "country:IR", "kind": "connectivity_loss", "onset_earliest": "2019-11-16T14:00:00Z",
    "onset_latest": "2019-11-16T18:20:00Z", "end_earliest": None, "end_latest": None,
    "depth": {"bgp": 0.5, "ping-slash24": 0.95}, "t90_t10_minutes": {"ping-slash24": 90,
    "bgp": None}, "step_minutes": 10, "residual": 0.05, "signals": ["bgp", "ping-slash24"],
    "occurrences": 1, "why": "x",
}  # fmt: skip
EVENT: dict[str, object] = {
    "event_id": "e1", "kind": "blocking", "cc": "UG", "asns": [20294], "targets": ["service:x"],
    "direction": "blocked", "onset_earliest": "2026-01-17T22:10:00Z",
    "onset_latest": "2026-01-18T05:46:00+03:00", "end_earliest": None, "end_latest": None,
    "mechanisms": ["tls"], "observers": 3, "measurements": 40, "witnesses": [], "state": "ended",
    "versions": {},
}  # fmt: skip
COVERAGE = {"entity": "country:IR", "signal": "bgp", "first": "2019-11-14T00:00:00Z",
            "last": "2019-11-23T14:05:00Z", "points": 2700, "expected": 2800}  # fmt: skip


def lines(path: Path, *items: object) -> Path:
    path.write_text("\n".join(i if isinstance(i, str) else json.dumps(i) for i in items) + "\n\n")
    return path


def test_the_shapes_of_issues_four_and_five(tmp_path: Path) -> None:
    found = read_measured(
        [lines(tmp_path / "s.jsonl", SIGNAL)],
        [lines(tmp_path / "c.jsonl", COVERAGE)],
        [lines(tmp_path / "e.jsonl", EVENT)],
    )
    (event,) = found.signal_events()
    assert event.t90_t10_minutes == {"ping-slash24": 90.0}
    assert event.step_minutes == {"bgp": 10.0, "ping-slash24": 10.0}
    assert event.residual == {"bgp": 0.05, "ping-slash24": 0.05}
    assert event.end_latest is None
    assert event.id == "country:IR@2019-11-16T14:00:00Z"
    (blocking,) = found.blocking_events()
    assert blocking.onset_latest == at("2026-01-18T02:46")
    (coverage,) = found.coverage()
    assert not coverage.dead
    assert set(found.digests()) == {"s.jsonl", "c.jsonl", "e.jsonl"}
    assert found.unread == []


def test_signals_that_tell_what_each_saw(tmp_path: Path) -> None:
    """The whole event's number is its deepest signal's: it is not given to the others."""
    line = SIGNAL | {
        "depth": 0.95,
        "residual": 0.05,
        "signals": [
            {"signal": "ioda.probing", "operator": "ioda", "role": "onset", "depth": 0.95,
             "residual": 0.05, "t90_t10_minutes": 90.0, "step_minutes": 10},
            {"signal": "feed-9", "operator": "somebody", "role": "unmoved", "depth": None},
        ],
        "networks": [{"entity": "asn:58224", "onset_earliest": "2019-11-16T16:20:00Z"}],
    }  # fmt: skip
    (event,) = read_measured([lines(tmp_path / "s.jsonl", line)]).signal_events()
    assert event.depth == {"ioda.probing": 0.95}
    assert event.t90_t10_minutes == {"ioda.probing": 90.0}
    assert event.operators == {"ioda.probing": "ioda", "feed-9": "somebody"}
    assert event.networks == (("asn:58224", at("2019-11-16T16:20")),)


@pytest.mark.parametrize(
    "line",
    ["not json", "[]", "{}", json.dumps(SIGNAL | {"onset_earliest": "2019-11-16T14:00:00"}),
     json.dumps(SIGNAL | {"onset_latest": None}), json.dumps(SIGNAL | {"depth": {"bgp": "x"}})],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path, line: str) -> None:
    found = read_measured([lines(tmp_path / "s.jsonl", line, SIGNAL)])
    assert len(found.signal_events()) == 1
    (told,) = found.unread
    assert told.startswith(f"{tmp_path / 's.jsonl'}:1: ")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_measured([tmp_path / "none.jsonl"])


def test_cells_are_chosen_by_target_and_day() -> None:
    found: Measured = measured(counted=cells("a", ok=1) + cells("b", ok=1))
    assert len(found.cells(["a"], at("2020-03-05"), at("2020-03-06"))) == 3
    assert len(found.cells([], at("2020-03-05"), at("2020-03-06"))) == 6
    found.look_up = lambda targets, first, last, cc: cells("c", ok=1, networks=1, days=1)
    assert len(found.cells(["a"], at("2020-03-05"), at("2020-03-06"))) == 4
