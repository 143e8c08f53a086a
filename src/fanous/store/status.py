"""What a store holds, counted from its manifests and builds, with a check that nothing got lost.

Decides the sum that must hold: every line read is a measurement, an opinion of others or a rejected
line, and every measurement is judged, not yet handled, or a duplicate. (The rows of one measurement
in a table are one line.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from fanous import __version__
from fanous.model.reject import RejectReason
from fanous.model.tables import TABLES
from fanous.store.digest import table_digest
from fanous.store.query import open_store, rows
from fanous.store.signals import signal_sources
from fanous.store.store import FORMAT, Store

__all__ = ["Status", "read_status"]

_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Status:
    """A store's numbers. `days_to_build` is 0 when everything received has been judged.

    `references` says what each reference digest at work stands for (`reference.snapshot`).
    """

    sources: int
    lines: int
    measurements: int
    opinions: int
    lines_rejected: int
    duplicates: int
    judged: int
    not_handled: dict[str, int]
    states: dict[str, int]
    tests: dict[str, int]
    leftovers: dict[str, int]
    rejects: dict[str, int]
    reject_examples: list[str]
    coerced: int
    scrubbed: int
    days_built: int
    days_to_build: int
    shards: int
    versions: dict[str, str]
    adds_up: bool
    signal_sources: int = 0
    signal_series: int = 0
    signal_points: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    references: list[dict[str, object]] = field(default_factory=list)


def read_status(store: Store, *, days_to_build: int, digests: bool = False) -> Status:
    """Count a store. With `digests`, also hash every table's content."""
    manifests, builds = list(store.manifests()), list(store.builds())
    tests, rejects, leftovers = Counter[str](), Counter[str](), Counter[str]()
    not_handled, states = Counter[str](), Counter[str]()
    for manifest in manifests:
        tests.update(manifest.tests)
        rejects.update(manifest.rejects)
        leftovers.update(manifest.leftovers)
    signals = list(signal_sources(store))
    if bad := sum(source.rejects for source in signals):
        rejects[RejectReason.BAD_SIGNAL] = bad
    for build in builds:
        not_handled.update(build.not_handled)
        states.update(build.states)
    lines = sum(manifest.lines for manifest in manifests)
    measurements = sum(manifest.measurements for manifest in manifests)
    opinions = sum(manifest.opinions for manifest in manifests)
    duplicates = sum(build.duplicates for build in builds)
    judged = sum(states.values()) - states["not_handled"]
    if duplicates:
        rejects["duplicate"] = duplicates
    adds_up = lines >= measurements + opinions and (
        days_to_build > 0 or judged + sum(not_handled.values()) + duplicates == measurements
    )
    used = sorted({manifest.reference_digest for manifest in manifests})
    versions = {
        "fanous": __version__,
        "format": str(FORMAT),
        "parser": _joined(manifest.parser_version for manifest in manifests),
        "reference": _joined(used),
        "rules": _joined(build.rules_version for build in builds),
    }
    return Status(
        sources=len(manifests),
        lines=lines,
        measurements=measurements,
        opinions=opinions,
        lines_rejected=lines - measurements - opinions,
        duplicates=duplicates,
        judged=judged,
        not_handled=dict(sorted(not_handled.items())),
        states=dict(sorted(states.items())),
        tests=dict(sorted(tests.items())),
        leftovers=dict(sorted(leftovers.items())),
        rejects=dict(sorted(rejects.items())),
        reject_examples=_examples(store) if rejects else [],
        coerced=sum(manifest.coerced for manifest in manifests),
        scrubbed=sum(manifest.scrubbed for manifest in manifests),
        days_built=len(builds),
        days_to_build=days_to_build,
        shards=sum(len(m.shards) for m in manifests)
        + sum(len(b.shards) for b in builds)
        + sum(len(s.shards) for s in signals),
        signal_sources=len(signals),
        signal_series=sum(source.series for source in signals),
        signal_points=sum(source.points for source in signals),
        versions=versions,
        adds_up=adds_up,
        digests=_digests(store) if digests else {},
        references=[kept for digest in used if (kept := store.reference(digest))],
    )


def _joined(values: Iterable[str]) -> str:
    """The distinct versions at work; more than one means that part of the store is older."""
    return ", ".join(sorted(set(values)))


def _examples(store: Store) -> list[str]:
    """The first rejects: file, line, reason, what was found."""
    names = {manifest.source_id: manifest.names[0] for manifest in store.manifests()}
    names |= {source.source_id: source.names[0] for source in signal_sources(store)}
    found = rows(
        open_store(store),
        f"SELECT * FROM rejects ORDER BY reason, source_id, member, line LIMIT {_EXAMPLES}",
    )
    return [
        f"{names.get(row['source_id'], row['source_id'])}"
        f"{'!' + row['member'] if row['member'] else ''}:{row['line']}: {row['reason']}: "
        f"{row['detail']}" + (f" ({row['path']})" if row["path"] else "")
        for row in found
    ]


def _digests(store: Store) -> dict[str, str]:
    connection = open_store(store)
    return {name: table_digest(connection, name) for name in TABLES}
