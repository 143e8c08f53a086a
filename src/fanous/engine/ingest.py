"""One source into the store: parse, gather by day, write shards, commit its manifest last.

A pure, idempotent function of (bytes, parser version, reference digest): the same source gives the
same shards whatever the process or the order of files. Memory is bounded by writing a shard every
few thousand measurements, cut at the same lines each time.
"""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from fanous.engine.shards import ShardWriter
from fanous.model.reject import Reject, RejectReason
from fanous.model.tables import REJECTS
from fanous.sources.base import Context, Parsed
from fanous.sources.lines import source_digest
from fanous.sources.ooni.envelope import PARSER_VERSION
from fanous.sources.parse import parse_source
from fanous.sources.tables.known import TABLE_PARSER_VERSION, is_table_name
from fanous.store.arrow import arrow_table
from fanous.store.store import NO_DAY, Manifest, Shard, Store

__all__ = ["Ingested", "ingest_source"]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one source; `new` is false when the store already had it."""

    name: str
    source_id: str
    new: bool
    measurements: int
    rejects: dict[str, int]
    byte_count: int
    opinions: int = 0


@dataclass(slots=True)
class _Gathered:
    """What a source has given so far."""

    rejects: list[Reject] = field(default_factory=list)
    shards: list[Shard] = field(default_factory=list)
    tests: Counter[str] = field(default_factory=Counter)
    leftovers: Counter[str] = field(default_factory=Counter)
    opinions: int = 0
    lines: int = 0
    scrubbed: int = 0
    coerced: int = 0


def ingest_source(
    store: Store, path: Path, name: str, context: Context, *, latest: int
) -> Ingested:
    """Take one source in, unless the store has it in this version already.

    `name` is what it is called in messages (never an absolute path of a reader's machine).
    """
    try:
        source_id, size = source_digest(path), path.stat().st_size
    except OSError as error:
        return _unreadable(name, error)
    known = store.manifest(source_id)
    version = _parser_version(path)
    if known is not None and _current(known, context, version):
        store.commit(_renamed(known, name))
        return Ingested(
            name, source_id, False, known.measurements, known.rejects, size, known.opinions
        )
    gathered = _gather(store, path, source_id, context, latest)
    manifest = _manifest(gathered, source_id, name, context, version)
    store.commit(manifest)
    return Ingested(
        name, source_id, True, manifest.measurements, manifest.rejects, size, manifest.opinions
    )


def _parser_version(path: Path) -> str:
    """The version of the parser that reads a file; another version may give other rows."""
    return TABLE_PARSER_VERSION if is_table_name(path.name) else PARSER_VERSION


def _current(manifest: Manifest, context: Context, version: str) -> bool:
    return (manifest.parser_version, manifest.reference_digest) == (
        version,
        context.reference.digest,
    )


def _renamed(manifest: Manifest, name: str) -> Manifest:
    return replace(manifest, names=(name,))


def _unreadable(name: str, error: OSError) -> Ingested:
    reason = f"{RejectReason.UNREADABLE_SOURCE}: {error.strerror}"
    return Ingested(name, "", False, 0, {reason: 1}, 0)


def _gather(store: Store, path: Path, source_id: str, context: Context, latest: int) -> _Gathered:
    """Parse the source to its end, writing shards on the way."""
    gathered, writer = _Gathered(), ShardWriter(store, context)
    was_enabled = gc.isenabled()
    gc.disable()  # parsing makes no cycles; collecting costs a tenth of the time
    try:
        for item in parse_source(path, source_id, context, latest=latest):
            _take(gathered, item)
            if isinstance(item, Parsed):
                writer.add(item)
        writer.flush()
    finally:
        if was_enabled:
            gc.enable()
    gathered.shards = writer.shards
    if gathered.rejects:
        rows = sorted(_reject_row(reject) for reject in gathered.rejects)
        data = arrow_table(REJECTS, [_without_none(row) for row in rows])
        gathered.shards.append(store.write_shard(REJECTS.name, NO_DAY, data))
    return gathered


def _take(gathered: _Gathered, item: Parsed | Reject) -> None:
    """Count one record."""
    if isinstance(item, Reject):
        gathered.rejects.append(item)
        gathered.lines += 1 if item.byte_count or item.line_sha256 else 0
        return
    gathered.lines += 1
    gathered.opinions += len(item.rows.get("opinions", ()))
    if item.leftovers:
        gathered.leftovers.update(item.leftovers)
    if "measurements" not in item.rows:
        return
    row = item.rows["measurements"][0]
    gathered.tests[str(row[7])] += 1
    gathered.coerced += bool(row[32])
    gathered.scrubbed += bool(row[33])


def _reject_row(reject: Reject) -> tuple[str, str, int, str, str, str, str, int]:
    return (
        reject.source_id,
        reject.member or "",
        reject.line,
        reject.reason.value,
        reject.path,
        reject.detail,
        reject.line_sha256,
        reject.byte_count,
    )


def _without_none(row: tuple[str, str, int, str, str, str, str, int]) -> tuple[object, ...]:
    """An absent member is null in the table; it was the empty string to sort by."""
    return (row[0], row[1] or None, *row[2:])


def _manifest(
    gathered: _Gathered, source_id: str, name: str, context: Context, version: str
) -> Manifest:
    rejects = Counter(reject.reason.value for reject in gathered.rejects)
    return Manifest(
        source_id=source_id,
        names=(name,),
        parser_version=version,
        reference_digest=context.reference.digest,
        lines=gathered.lines,
        measurements=sum(gathered.tests.values()),
        opinions=gathered.opinions,
        rejects=dict(sorted(rejects.items())),
        tests=dict(sorted(gathered.tests.items())),
        leftovers=dict(sorted(gathered.leftovers.items())),
        scrubbed=gathered.scrubbed,
        coerced=gathered.coerced,
        shards=tuple(sorted(gathered.shards)),
    )
