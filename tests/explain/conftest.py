"""Explanations of records made by hand, and a small built store of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fanous.explain.case import Case
from fanous.explain.find import find_in_file
from fanous.pipeline import build, ingest
from fanous.reference.load import load_reference
from fanous.sources.base import Context
from fanous.store.store import Store
from tests.making import LATEST, NOW, many, measurement, write_source

MakeCase = Callable[[object], Case]


@pytest.fixture
def case_of(tmp_path: Path) -> MakeCase:
    """A record as a case, judged alone."""

    def make(record: object) -> Case:
        path = write_source(tmp_path / "one.jsonl", [record])
        return find_in_file(path, "", Context(load_reference()), latest=LATEST).case

    return make


def defective(case: Case) -> Case:
    """A case as if a known defect covered it, and another the probe's opinion."""
    words = ["clock", "defect:signal_directory_retired", "defect:whatsapp_stale_addresses"]
    return replace(case, verdict={**case.verdict, "validity": words})


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Nine measurements, three of them reset; one line was a duplicate."""
    folder = tmp_path_factory.mktemp("explain")
    twice = measurement(1, host="site1.example") | {"annotations": {}}
    write_source(folder / "raw" / "a.jsonl", [*many(9), twice])
    ingest([folder / "raw"], folder / "store", now=lambda: NOW)
    build(folder / "store")
    return Store(folder / "store")
