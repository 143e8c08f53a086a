"""One file of signals into the store: read, write shards, commit its manifest last.

A pure, idempotent function of (bytes, declarations, name, reader version): the same file gives the
same shards. A file that gives nothing is kept as a reject with its reason, and stops nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fanous.model.reject import RejectReason
from fanous.model.tables import REJECTS
from fanous.sources.find import SourceFile
from fanous.sources.lines import source_digest
from fanous.sources.signals.base import FormatRefused, Read, SignalProblem
from fanous.sources.signals.read import beside, read_file
from fanous.sources.signals.registry import SIGNAL_FORMATS
from fanous.store.arrow import arrow_table
from fanous.store.signals import (
    SignalSource,
    commit_signals,
    forget_signals,
    signal_source,
    signal_source_id,
    signal_sources,
    write_reports,
    write_series,
)
from fanous.store.store import NO_DAY, Shard, Store

__all__ = ["SIGNAL_READER_VERSION", "IngestedSignals", "forget_replaced", "ingest_signals"]

SIGNAL_READER_VERSION = "1"  # raised when the same file would give other series


@dataclass(frozen=True, slots=True)
class IngestedSignals:
    """What became of one file; `new` is false when the store already had it."""

    name: str
    new: bool
    series: int
    points: int
    problems: tuple[SignalProblem, ...] = ()


def ingest_signals(
    store: Store, file: SourceFile, declared: Mapping[str, str] | None = None
) -> IngestedSignals:
    """Take one file in, unless the store has it in this version already."""
    said = dict(declared or {})
    try:
        content = source_digest(file.path)
    except OSError as error:
        detail = f"cannot be read: {error.strerror}"
        problem = SignalProblem(file.name, 0, detail, "Fetch it again.")
        return IngestedSignals(file.name, False, 0, 0, (problem,))
    source_id = signal_source_id(content, {**said, **_beside(file.path)}, file.name)
    known = signal_source(store, source_id)
    if known is not None and known.reader_version == SIGNAL_READER_VERSION:
        commit_signals(store, replace(known, names=(file.name,)))
        return IngestedSignals(file.name, False, known.series, known.points)
    result = Read()
    read_file(file.path, file.name, result, said)
    placed = [item for item in result.series if not item.entity.startswith("file:")]
    unplaced = {item.entity for item in result.series} - {item.entity for item in placed}
    result.problems += [_unplaced(file.name, entity) for entity in sorted(unplaced)]
    result.series = placed
    source = _source(store, source_id, content, said, file.name, result)
    commit_signals(store, source)
    return IngestedSignals(file.name, True, source.series, source.points, tuple(result.problems))


def forget_replaced(store: Store) -> None:
    """Take back sources that gave nothing while nobody said whose they are, where the same bytes
    gave series since."""
    sources = list(signal_sources(store))
    used = {source.content for source in sources if not source.is_empty}
    for source in sources:
        if source.is_empty and source.content in used:
            forget_signals(store, source)


def _beside(path: Path) -> dict[str, str]:
    """What lies beside a file; one that cannot be read is told when the file is."""
    try:
        return beside(path)
    except FormatRefused:
        return {}


def _unplaced(name: str, entity: str) -> SignalProblem:
    return SignalProblem(
        name, 0, f"{entity}: nothing says whose this is",
        "Name it with --entity country:IR, or put a line `# entity: country:IR` at its head.",
    )  # fmt: skip


def _source(
    store: Store, source_id: str, content: str, said: dict[str, str], name: str, result: Read
) -> SignalSource:
    formats = [SIGNAL_FORMATS[found] for found in result.formats]
    shards = []
    if result.series:
        shards.append(write_series(store, source_id, result.series))
    if result.reports:
        shards.append(write_reports(store, source_id, result.reports))
    if result.problems:
        shards.append(_rejects(store, source_id, result.problems))
    return SignalSource(
        source_id=source_id,
        content=content,
        names=(name,),
        formats=tuple(each.name for each in formats),
        publishers=tuple(each.manifest.publisher for each in formats),
        licences=tuple(each.manifest.licence for each in formats),
        declared=said,
        reader_version=SIGNAL_READER_VERSION,
        series=len(result.series),
        points=sum(int(np.count_nonzero(~np.isnan(item.values))) for item in result.series),
        reports=len(result.reports),
        rejects=len(result.problems),
        shards=tuple(sorted(shards)),
    )


def _rejects(store: Store, source_id: str, problems: Sequence[SignalProblem]) -> Shard:
    rows = sorted(
        (source_id, "", p.line, RejectReason.BAD_SIGNAL.value, "", f"{p.detail}. {p.remedy}", "", 0)
        for p in problems
    )
    data = arrow_table(REJECTS, [(row[0], None, *row[2:]) for row in rows])
    return store.write_shard(REJECTS.name, NO_DAY, data)
