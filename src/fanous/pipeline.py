"""READ THIS FIRST: the whole flow as a handful of calls.

    raw archive ─ ingest ─► observations ─ build ─► verdicts, cells ─ detect ─► events
    signal files ─ ingest ─► series ────────────────────────────────── detect ─► events
    report: pages of all of it

Every verb of the command line is one of these functions, and each can be run again alone: it does
what is not done yet and leaves the rest. Decides the order of stages and how work is spread; leaves
the work itself to the stages.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from fanous.engine.ingest import Ingested
from fanous.engine.local import Quarantined, map_tasks
from fanous.engine.plan import batches, plan
from fanous.engine.signals import IngestedSignals, forget_replaced, ingest_signals
from fanous.engine.tasks import BuildTask, IngestTask, ReferencePaths, run_build, run_ingest
from fanous.errors import StoreError
from fanous.model.reject import RejectReason
from fanous.progress import Progress
from fanous.reference.load import load_reference
from fanous.sources.find import find_sources
from fanous.store.collect import collect
from fanous.store.store import Build, Store

__all__ = ["BuildSummary", "IngestSummary", "Progress", "build", "default_workers", "ingest"]

NO_REFERENCE = ReferencePaths()
_CLOCK_SLACK_SECONDS = 24 * 3600  # a probe's clock may be ahead, or its day begin before ours
BATCHES_A_WORKER = 4


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What became of the named sources. `refused` could not be read at all: each with its reason.

    `unused` are lines of the reference data that could not be used, each with what to do.
    """

    sources: int = 0
    new: int = 0
    measurements: int = 0
    rejects: dict[str, int] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    opinions: int = 0
    signals: tuple[IngestedSignals, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """Days built anew, days dropped because no source holds them, orphans removed."""

    built: tuple[Build, ...] = ()
    dropped: tuple[str, ...] = ()
    orphans: int = 0


def default_workers() -> int:
    """As many processes as this one may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ingest(
    paths: Iterable[Path],
    store: Path,
    *,
    reference: ReferencePaths = NO_REFERENCE,
    workers: int = 1,
    progress: Progress | None = None,
    now: Callable[[], float] = time.time,
    declared: Mapping[str, str] | None = None,
) -> IngestSummary:
    """Take sources into a store: observations, series, rejects; each source committed on its own.

    `declared` holds for files of signals that do not say the same themselves (`signals.base`).
    Raises InputError for a path that doesn't exist, StoreError for a store that cannot be written.
    """
    found = find_sources(paths)
    # Fail here, not in every worker.
    loaded = load_reference(reference.folder, ip2asn=reference.ip2asn)
    Store(store, create=True).keep_reference(loaded.snapshot, datetime.fromtimestamp(now(), UTC))
    Store(store).keep_roots(loaded.trust)
    latest = round((now() + _CLOCK_SLACK_SECONDS) * 1_000_000)
    # Largest first: the last task to end should be a small one.
    tasks = [
        IngestTask(store, source.path, source.name, reference, latest)
        for source in sorted(found.sources, key=lambda source: -source.byte_count)
    ]
    shown = progress or Progress()
    total = sum(source.byte_count for source in found.sources)
    shown.begin("ingest", files=len(tasks), total_bytes=total)
    done: list[Ingested] = []
    refused: list[str] = []
    try:
        for item in map_tasks(run_ingest, tasks, workers=workers):
            if isinstance(item, Quarantined):
                refused.append(item.task.name)
                continue
            done.append(item)
            rejects = sum(item.rejects.values())
            shown.advance(
                byte_count=item.byte_count, measurements=item.measurements, rejects=rejects
            )
    finally:
        shown.end()
    _keep_names(Store(store), done)
    summary = _summary(done, found.ignored, tuple(sorted(refused)))
    signals = tuple(ingest_signals(Store(store), file, declared) for file in found.signals)
    if signals:
        forget_replaced(Store(store))
    return replace(summary, unused=tuple(str(error) for error in loaded.refused), signals=signals)


def _keep_names(store: Store, done: list[Ingested]) -> None:
    """Equal files that two processes read at once: each knew of one name, and the last one won."""
    names: dict[str, list[str]] = defaultdict(list)
    for item in done:
        names[item.source_id].append(item.name)
    for source_id, found in names.items():
        manifest = store.manifest(source_id) if len(found) > 1 else None
        if manifest is not None:
            store.commit(replace(manifest, names=tuple(found)))


def _summary(
    done: list[Ingested], ignored: tuple[str, ...], refused: tuple[str, ...]
) -> IngestSummary:
    rejects: Counter[str] = Counter()
    for item in done:
        rejects.update(item.rejects)
    unread = tuple(sorted(f"{item.name} ({why})" for item in done if (why := _unread(item))))
    return IngestSummary(
        sources=len(done),
        new=sum(item.new for item in done),
        measurements=sum(item.measurements for item in done),
        opinions=sum(item.opinions for item in done),
        rejects=dict(sorted(rejects.items())),
        ignored=ignored,
        refused=(*refused, *unread),
    )


def _unread(item: Ingested) -> str:
    """Why nothing could be read of a source; nothing where something was."""
    if item.measurements or item.opinions or sum(item.rejects.values()) != 1:
        return ""
    (reason,) = item.rejects
    told = (RejectReason.UNREADABLE_SOURCE, RejectReason.UNKNOWN_TABLE)
    return reason if reason.startswith(told) else ""


def build(
    store: Path,
    *,
    workers: int = 1,
    control_networks: int | None = None,
    progress: Progress | None = None,
) -> BuildSummary:
    """Judge the days whose inputs changed; drop those no source holds; collect old orphans.

    `control_networks` chooses, for this store, how many other networks make a control.
    """
    opened = Store(store)
    if control_networks is not None:
        opened.set_control_networks(control_networks)
    days, gone = plan(opened)
    for day in gone:
        opened.forget_build(day)
    groups = batches(days, share=workers * BATCHES_A_WORKER)
    tasks = [
        BuildTask(store, tuple(group), max(1, default_workers() // workers)) for group in groups
    ]
    shown = progress or Progress()
    shown.begin("build", files=len(tasks), total_bytes=0)
    built: list[Build] = []
    try:
        for item in map_tasks(run_build, tasks, workers=workers):
            if isinstance(item, Quarantined):
                raise StoreError(
                    f"building {item.task.days[0].day} was killed twice",
                    remedy="The machine may be short of memory: run again with --workers 1.",
                )
            built.extend(item)
            measurements = sum(result.measurements for result in item)
            shown.advance(byte_count=0, measurements=measurements, rejects=0)
    finally:
        shown.end()
    return BuildSummary(tuple(sorted(built, key=lambda b: b.day)), tuple(gone), collect(opened))
