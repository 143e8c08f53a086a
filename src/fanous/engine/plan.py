"""Which days are to be built: a day's key hashes every input of its verdicts.

Decides which lines of a measurement count (one uid with different bytes: the smallest SHA-256 wins,
the others are rejects of reason `duplicate`; a raw line wins over the rows of a table, which hold
less), when a day is up to date, and how work is cut: small
days share a run of the judge, a large day is judged in parts.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fanous.control.pool import DEFAULT_NETWORKS
from fanous.engine.before import history_of
from fanous.engine.validated import trust_store
from fanous.model.tables import OPINIONS
from fanous.rules.registry import RULES_VERSION
from fanous.rules.rule_set import RuleSet
from fanous.store.query import connect, view_shards
from fanous.store.store import NO_DAY, Shard, Store

__all__ = ["BUILD_VERSION", "Day", "Part", "batches", "parts", "plan"]

LARGEST_BATCH = 120_000  # bounds the memory of one run of the judge
SMALLEST_BATCH = 4_000
BUILD_VERSION = "3"  # raised when the same observations and rules would give other tables


@dataclass(frozen=True, slots=True)
class Day:
    """A day to build: its shards by source, the records that lost to another line, and its key."""

    day: str
    sources: tuple[tuple[Shard, ...], ...]
    duplicates: tuple[tuple[int, str], ...]  # record, and the hash of the line that was kept
    key: str
    networks: int = DEFAULT_NETWORKS
    history: tuple[Shard, ...] = ()  # of the days before

    @property
    def shards(self) -> tuple[Shard, ...]:
        """Every shard of the day."""
        return tuple(shard for source in self.sources for shard in source)

    @property
    def measurements(self) -> int:
        """Measurements received for the day, duplicates included."""
        return _measurements(self.shards)


@dataclass(frozen=True, slots=True)
class Part:
    """What one run of the judge holds: shards, and which of `of` equal shares of their records."""

    shards: tuple[Shard, ...]
    share: int = 0
    of: int = 1


def plan(store: Store) -> tuple[list[Day], list[str]]:
    """Days that are not up to date, and built days that no source holds any more."""
    networks = store.control_networks
    sources: dict[str, list[tuple[Shard, ...]]] = defaultdict(list)
    for manifest in store.manifests():
        by_day: dict[str, list[Shard]] = defaultdict(list)
        for shard in manifest.shards:
            if shard.day != NO_DAY and shard.table != OPINIONS.name:  # nobody judges those
                by_day[shard.day].append(shard)
        for day, shards in by_day.items():
            sources[day].append(tuple(sorted(shards)))
    duplicates = _duplicates(store, sources)
    built = {build.day: build.key for build in store.builds()}
    common = [RULES_VERSION, RuleSet.current().digest, BUILD_VERSION, networks]
    common.append(trust_store(tuple(store.roots())).digest)
    days = []
    for day in sorted(sources):
        mine, lost = tuple(sorted(sources[day])), tuple(sorted(duplicates.get(day, ())))
        history = history_of(day, sources)
        key = _key(common, (*mine, history), lost)
        if built.get(day) != key:
            days.append(Day(day, mine, lost, key, networks, history))
    return days, sorted(set(built) - set(sources))


def _key(
    common: list[object],
    sources: Iterable[tuple[Shard, ...]],
    duplicates: Iterable[tuple[int, str]],
) -> str:
    """A hash of every input of a day's build."""
    shards = sorted({(shard.table, shard.name) for source in sources for shard in source})
    inputs = [common, shards, list(duplicates)]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()


def _measurements(shards: Iterable[Shard]) -> int:
    return sum(shard.rows for shard in shards if shard.table == "measurements")


def _duplicates(
    store: Store, sources: dict[str, list[tuple[Shard, ...]]]
) -> dict[str, list[tuple[int, str]]]:
    """By day: records whose uid is carried by another line with a smaller hash (any day's)."""
    connection = connect()
    every = [
        shard
        for day in sources.values()
        for source in day
        for shard in source
        if shard.table == "measurements"
    ]
    view_shards(connection, store, "measurements", sorted(every))
    rows = connection.execute(
        """
        WITH repeated AS (
            SELECT measurement_uid FROM measurements GROUP BY measurement_uid HAVING count(*) > 1
        ), ranked AS (
            SELECT m.record, strftime(m.start_time, '%Y-%m-%d') AS day,
                row_number() OVER same AS place, first_value(m.line_sha256) OVER same AS kept
            FROM measurements m JOIN repeated r ON r.measurement_uid = m.measurement_uid
            WINDOW same AS (PARTITION BY m.measurement_uid
                ORDER BY contains(m.parser_version, 'obs_web'), m.line_sha256, m.source_id,
                    m.member, m.line)
        )
        SELECT day, record, kept FROM ranked WHERE place > 1 ORDER BY day, record
        """
    ).fetchall()
    lost: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for day, record, kept in rows:
        lost[day].append((record, kept))
    return lost


def batches(days: list[Day], *, share: int = 1) -> list[list[Day]]:
    """Days in groups worth one run of the judge: preparing its queries outlasts a small day.

    A verdict rests on its own measurement and its day's pool, so the grouping changes nothing in
    the tables. `share` is into how many parts large work should fall.
    """
    total = sum(day.measurements for day in days)
    measurements = min(max(total // share, SMALLEST_BATCH), LARGEST_BATCH)
    groups: list[list[Day]] = []
    size = 0
    for day in days:
        if not groups or size + day.measurements > measurements:
            groups.append([])
            size = 0
        groups[-1].append(day)
        size += day.measurements
    return groups


def parts(days: list[Day]) -> Iterator[Part]:
    """The runs of the judge for one batch: one, or several for a day that is larger than a batch.

    Sources are taken in order of their id, so that the same sources are cut the same way.
    """
    held: list[Shard] = []
    for source in (source for day in days for source in day.sources):
        size = _measurements(source)
        if held and _measurements(held) + size > LARGEST_BATCH:
            yield Part(tuple(held))
            held = []
        if size > LARGEST_BATCH:
            of = -(-size // LARGEST_BATCH)
            yield from (Part(source, share, of) for share in range(of))
        else:
            held.extend(source)
    if held:
        yield Part(tuple(held))
