"""The two tasks as values that can cross to another process, and the functions that run them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fanous.engine.build import build_days
from fanous.engine.ingest import Ingested, ingest_source
from fanous.engine.plan import Day
from fanous.reference.load import load_reference
from fanous.sources.base import Context
from fanous.store.store import Build, Store

__all__ = ["BuildTask", "IngestTask", "ReferencePaths", "run_build", "run_ingest"]


@dataclass(frozen=True, slots=True)
class ReferencePaths:
    """Where reference data lie; each process loads them once."""

    folder: Path | None = None
    ip2asn: Path | None = None


@dataclass(frozen=True, slots=True)
class IngestTask:
    """One source to take in. `latest`: microseconds after which no start time is believed."""

    store: Path
    path: Path
    name: str
    reference: ReferencePaths
    latest: int


@dataclass(frozen=True, slots=True)
class BuildTask:
    """Some days to build in one run of the judge."""

    store: Path
    days: tuple[Day, ...]
    threads: int


def run_ingest(task: IngestTask) -> Ingested:
    """Take one source in."""
    context = _context(task.reference)
    return ingest_source(Store(task.store), task.path, task.name, context, latest=task.latest)


def run_build(task: BuildTask) -> list[Build]:
    """Build some days."""
    return build_days(Store(task.store), list(task.days), threads=task.threads)


@lru_cache(1)
def _context(reference: ReferencePaths) -> Context:
    return Context(load_reference(reference.folder, ip2asn=reference.ip2asn))
