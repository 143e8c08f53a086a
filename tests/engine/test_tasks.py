from __future__ import annotations

import pickle
from pathlib import Path

from fanous.engine import tasks
from fanous.engine.plan import plan
from fanous.engine.tasks import BuildTask, IngestTask, ReferencePaths, run_build, run_ingest
from fanous.store.store import Store
from tests.making import LATEST, measurement, write_reference, write_source


def test_tasks_are_values_that_cross_to_another_process(tmp_path: Path) -> None:
    source = write_source(tmp_path / "a.jsonl", [measurement()])
    store = Store(tmp_path / "store", create=True)
    reference = ReferencePaths(write_reference(tmp_path / "reference"))
    ingest = IngestTask(store.folder, source, "a.jsonl", reference, LATEST)
    done = run_ingest(pickle.loads(pickle.dumps(ingest)))
    assert (done.name, done.new, done.measurements) == ("a.jsonl", True, 1)
    assert pickle.loads(pickle.dumps(done)) == done
    days, _ = plan(store)
    build = BuildTask(store.folder, tuple(days), 1)
    (built,) = run_build(pickle.loads(pickle.dumps(build)))
    assert (built.day, built.measurements, built.states) == ("2026-03-04", 1, {"ok": 1})
    assert pickle.loads(pickle.dumps(built)) == built


def test_each_process_loads_its_reference_once(tmp_path: Path) -> None:
    reference = ReferencePaths(write_reference(tmp_path / "reference"))
    assert tasks._context(reference) is tasks._context(ReferencePaths(reference.folder))
    assert tasks._context(reference) is not tasks._context(ReferencePaths())
