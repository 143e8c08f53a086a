"""Raw files, reference data and the truth of a scenario, on disk.

Decides paths, and that records lie in the file of the hours in which they arrived, in the order of
the drawing: what comes late lies in a later file. The same scenario and seed give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from fanous.errors import UsageError
from fanous.evaluation.countries.abroad import abroad
from fanous.evaluation.countries.drawing import Drawing, draw
from fanous.evaluation.countries.raw.acting import Stage
from fanous.evaluation.countries.raw.sessions import Sessions, clock
from fanous.evaluation.countries.raw.world import simulated_world
from fanous.evaluation.countries.scenario import Scenario
from fanous.evaluation.countries.truth import Truth, truth_of
from fanous.evaluation.countries.truth_file import write_truth_file
from fanous.evaluation.simulator.archive import archive_path, write_gzip_lines
from fanous.evaluation.simulator.reference import write_reference
from fanous.evaluation.simulator.scenario import Window
from fanous.evaluation.simulator.scene import World

__all__ = ["RawSummary", "simulate_raw"]

_LISTED_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RawSummary:
    """What was written: counts of files and records, and the truth."""

    files: int
    measurements: int
    truth: Truth


def simulate_raw(scenario: Scenario, seed: int, out: Path) -> RawSummary:
    """Write `out/raw`, `out/reference` and `out/truth.json`.

    Besides the scenario's countries the archive holds a few networks abroad (XW), as an archive of
    the world does. Raises UsageError if `out/raw` is there already, since measurements of two runs
    must not mix. Takes about three seconds for 1,000 measurements.
    """
    if (out / "raw").exists():
        raise UsageError(f"{out / 'raw'}: already exists", remedy="Name a new or empty folder.")
    world = World(simulated_world(scenario), Window(scenario.begins, scenario.ends), seed=seed)
    drawing = draw(scenario, seed)
    stages = [
        Stage(item, world, Sessions(item)) for item in (drawing, draw(abroad(scenario), seed))
    ]
    written = [_write(out, stage) for stage in stages]
    added = (scenario.begins - _LISTED_BEFORE).date()
    write_reference(
        out / "reference", world.scenario, root_pem=world.authority.root_pem, added=added
    )
    truth = truth_of(drawing)
    write_truth_file(out / "truth.json", truth)
    return RawSummary(
        files=sum(written),
        measurements=sum(len(stage.drawing.records) for stage in stages),
        truth=truth,
    )


def _write(out: Path, stage: Stage) -> int:
    """Write every file of a drawing; how many there are."""
    encoder = msgspec.json.Encoder()
    files = _rows_by_path(stage.drawing, stage.sessions)
    for path, rows in sorted(files.items()):
        write_gzip_lines(out / path, _lines(encoder, stage, rows))
    return len(files)


def _lines(encoder: msgspec.json.Encoder, stage: Stage, rows: list[int]) -> Iterator[bytes]:
    return (encoder.encode(stage.record(row)) for row in rows)


def _rows_by_path(drawing: Drawing, sessions: Sessions) -> dict[str, list[int]]:
    records, targets = drawing.records, drawing.scenario.targets
    files: dict[str, list[int]] = {}
    for row in range(len(records)):
        target = targets[records.target[row]]
        path = archive_path(
            cc=sessions.country(row),
            test_name="telegram" if target.is_service else "web_connectivity",
            session_started=clock(int(records.arrived[row])),
        )
        files.setdefault(path, []).append(row)
    return files
