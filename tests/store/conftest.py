"""A store that is built once and only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous import pipeline
from fanous.engine.tasks import ReferencePaths
from fanous.store.store import Store
from tests.making import NOW, many, other_measurement, write_reference, write_source


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Twelve measurements of four days, one of another test, one line that is none."""
    folder = tmp_path_factory.mktemp("built")
    write_source(folder / "raw" / "a.jsonl.gz", [*many(8), b"nonsense", other_measurement(99)])
    write_source(folder / "raw" / "b.jsonl", many(6, first=6))
    reference = ReferencePaths(write_reference(folder / "reference"))
    store = folder / "store"
    pipeline.ingest([folder / "raw"], store, reference=reference, now=lambda: NOW)
    pipeline.build(store)
    return Store(store)


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", create=True)
