"""A day's verdicts and cells from its stored observations: a pure, idempotent function.

Decides which lines of a measurement count (one uid with different bytes: the smallest SHA-256 wins,
the others are rejects of reason `duplicate`) and when a day is up to date: its key hashes every
input, so a new shard, a new rule set or a changed duplicate makes it dirty, and nothing else does.
No raw file is touched.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from fanous.cells.count import CELLS_QUERY
from fanous.certificates.read import read_certificates
from fanous.model.reject import RejectReason
from fanous.model.tables import BUILT_TABLES, CERTIFICATES, REJECTS, TABLES
from fanous.rules.judge import judge, rules_digest
from fanous.rules.registry import RULES_VERSION
from fanous.store.arrow import arrow_schema, arrow_table
from fanous.store.query import connect, view_shards
from fanous.store.store import NO_DAY, Build, Shard, Store

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["ENDPOINTS_QUERY", "VERDICTS_QUERY", "Day", "batches", "build_days", "plan"]

LARGEST_BATCH = 20_000  # bounds the memory of one run of the judge
SMALLEST_BATCH = 4_000
BUILD_VERSION = "1"  # raised when the same observations and rules would give other tables

_JUDGED = ("measurements", "dns", "tcp", "tls", "http", "control", "control_endpoints")


@dataclass(frozen=True, slots=True)
class Day:
    """A day to build: its shards, the records that lost to another line, and the key of it all."""

    day: str
    shards: tuple[Shard, ...]
    duplicates: tuple[tuple[int, str], ...]  # record, and the hash of the line that was kept
    key: str

    @property
    def measurements(self) -> int:
        """Measurements received for the day, duplicates included."""
        return sum(shard.rows for shard in self.shards if shard.table == "measurements")


def plan(store: Store) -> tuple[list[Day], list[str]]:
    """Days that are not up to date, and built days that no source holds any more."""
    shards: dict[str, list[Shard]] = defaultdict(list)
    for manifest in store.manifests():
        for shard in manifest.shards:
            if shard.day != NO_DAY:
                shards[shard.day].append(shard)
    duplicates = _duplicates(store, shards)
    built = {build.day: build.key for build in store.builds()}
    days = []
    for day in sorted(shards):
        mine = tuple(sorted(shards[day]))
        lost = tuple(sorted(duplicates.get(day, ())))
        key = _key(mine, lost)
        if built.get(day) != key:
            days.append(Day(day, mine, lost, key))
    return days, sorted(set(built) - set(shards))


def _key(shards: Iterable[Shard], duplicates: Iterable[tuple[int, str]]) -> str:
    """A hash of every input of a day's build."""
    inputs = [
        RULES_VERSION,
        rules_digest(),
        CELLS_QUERY,
        BUILD_VERSION,
        [(shard.table, shard.name) for shard in shards],
        list(duplicates),
    ]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()


def _duplicates(store: Store, shards: dict[str, list[Shard]]) -> dict[str, list[tuple[int, str]]]:
    """By day: records whose uid is carried by another line with a smaller hash (any day's)."""
    connection = connect()
    parts = [shard for day in shards.values() for shard in day if shard.table == "measurements"]
    view_shards(connection, store, "measurements", sorted(parts))
    rows = connection.execute(
        """
        WITH repeated AS (
            SELECT measurement_uid FROM measurements GROUP BY measurement_uid HAVING count(*) > 1
        ), ranked AS (
            SELECT m.record, strftime(m.start_time, '%Y-%m-%d') AS day,
                row_number() OVER same AS place, first_value(m.line_sha256) OVER same AS kept
            FROM measurements m JOIN repeated r ON r.measurement_uid = m.measurement_uid
            WINDOW same AS (PARTITION BY m.measurement_uid
                ORDER BY m.line_sha256, m.source_id, m.member, m.line)
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

    A verdict rests on its own measurement, so the grouping changes nothing in the tables. `share`
    is into how many parts large work should fall.
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


def build_days(store: Store, days: list[Day], *, threads: int | None = None) -> list[Build]:
    """Judge some days, count their cells, write them, and commit each day's build."""
    connection = connect(threads=threads)
    _open_days(connection, store, days)
    judge(connection)
    for name, query in (
        ("verdicts", VERDICTS_QUERY),
        ("endpoint_verdicts", ENDPOINTS_QUERY),
        ("cells", CELLS_QUERY),
    ):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    connection.register("certificates", _certificates(connection, store, days))
    return [_commit_day(connection, store, day) for day in days]


def _certificates(connection: duckdb.DuckDBPyConnection, store: Store, days: list[Day]) -> pa.Table:
    """What each distinct certificate of the days says."""
    shards = [shard for day in days for shard in day.shards if shard.table == "certificates_der"]
    view_shards(connection, store, "certificates_der", shards)
    found = connection.execute("SELECT DISTINCT sha256, der FROM certificates_der ORDER BY sha256")
    return arrow_table(CERTIFICATES, read_certificates(found.fetchall()))


def _commit_day(connection: duckdb.DuckDBPyConnection, store: Store, day: Day) -> Build:
    """Write one day's part of what was built."""
    written = [
        store.write_shard(table.name, day.day, _fetch(connection, table.name, day.day))
        for table in BUILT_TABLES
    ]
    if day.duplicates:
        written.append(_write_duplicates(connection, store, day))
    mine = f"FROM verdicts WHERE {_of_day('start_time', day.day)}"
    build = Build(
        day=day.day,
        key=day.key,
        rules_version=RULES_VERSION,
        measurements=day.measurements - len(day.duplicates),
        duplicates=len(day.duplicates),
        not_handled=_counts(
            connection,
            f"SELECT test_name, count(*) {mine} AND state = 'not_handled' GROUP BY 1",
        ),
        states=_counts(connection, f"SELECT state, count(*) {mine} GROUP BY 1"),
        shards=tuple(sorted(written)),
    )
    store.commit_build(build)
    return build


def _of_day(column: str, day: str) -> str:
    """A condition on a time column: within one UTC day."""
    return (
        f"{column} >= TIMESTAMPTZ '{day} 00:00:00+00' "
        f"AND {column} < TIMESTAMPTZ '{day} 00:00:00+00' + INTERVAL 1 DAY"
    )


def _open_days(connection: duckdb.DuckDBPyConnection, store: Store, days: list[Day]) -> None:
    """Views over the days' observations, without the lines that lost."""
    duplicates = [row for day in days for row in day.duplicates]
    connection.execute("CREATE TEMP TABLE lost (record BIGINT, kept VARCHAR)")
    if duplicates:
        connection.executemany("INSERT INTO lost VALUES (?, ?)", duplicates)
    for name in _JUDGED:
        shards = [shard for day in days for shard in day.shards if shard.table == name]
        view_shards(connection, store, name if not duplicates else f"stored_{name}", shards, name)
        if duplicates:
            connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM stored_{name} "
                "WHERE record NOT IN (SELECT record FROM lost)"
            )


def _fetch(connection: duckdb.DuckDBPyConnection, name: str, day: str) -> pa.Table:
    """A day's part of a built table in its contract's columns, types and order."""
    columns = ", ".join(f"t.{column}" for column in TABLES[name].names)
    if name == "certificates":
        return _certificates_of(connection, day)
    if name == "cells":
        source, time, order = "cells t", "t.hour", ", ".join(TABLES[name].sort)
    else:
        source, time = f"{name} t JOIN measurements m ON m.record = t.record", "m.start_time"
        order = "m.probe_cc, m.target, m.start_time, t.record"
        order += ", t.layer, t.sequence" if name == "endpoint_verdicts" else ""
    table = connection.sql(
        f"SELECT {columns} FROM {source} WHERE {_of_day(time, day)} ORDER BY {order}"
    ).to_arrow_table()
    return cast("pa.Table", table.cast(arrow_schema(name)))


def _certificates_of(connection: duckdb.DuckDBPyConnection, day: str) -> pa.Table:
    """The certificates that a day's handshakes showed."""
    table = connection.sql(
        f"""SELECT c.* FROM certificates c WHERE c.sha256 IN (
            SELECT unnest(t.certificates) FROM tls t JOIN measurements m ON m.record = t.record
            WHERE {_of_day("m.start_time", day)}) ORDER BY c.sha256"""
    ).to_arrow_table()
    return cast("pa.Table", table.cast(arrow_schema("certificates")))


def _write_duplicates(connection: duckdb.DuckDBPyConnection, store: Store, day: Day) -> Shard:
    """The lines that lost, as rejects."""
    rows = connection.execute(
        """
        SELECT m.source_id, m.member, m.line, ?, 'measurement_uid',
            m.measurement_uid || ' was kept from the line with SHA-256 ' || l.kept,
            m.line_sha256, m.byte_count
        FROM stored_measurements m JOIN lost l ON l.record = m.record
        WHERE list_contains(?, m.record)
        ORDER BY 1, 2, 3
        """,
        [RejectReason.DUPLICATE.value, [record for record, _ in day.duplicates]],
    ).fetchall()
    return store.write_shard(REJECTS.name, day.day, arrow_table(REJECTS, rows))


def _counts(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return dict(sorted(connection.execute(query).fetchall()))


VERDICTS_QUERY = f"""
    SELECT m.measurement_uid, m.record, m.line_sha256, m.source_id, m.member, m.line, m.test_name,
        m.input, m.target, m.start_time, m.probe_cc, m.probe_asn, m.probe_network_name,
        m.resolver_asn, coalesce(m.probe_id, m.report_id) AS observer, m.report_id,
        v.state, v.outcome, v.reachable, v.dns, v.tcp, v.tls, v.http,
        v.dns_rule, v.tcp_rule, v.tls_rule, v.http_rule, v.deciding_rule, v.mechanisms,
        m.probe_blocking, m.synthetic, '{RULES_VERSION}' AS rules_version,
        m.parser_version, m.reference_digest
    FROM measurements m JOIN measurement_verdicts v ON v.record = m.record
"""
ENDPOINTS_QUERY = """
    SELECT m.measurement_uid, j.record, j.layer, j.sequence, j.depth, j.endpoint, j.counts, j.rule,
        j.outcome, j.evidence, j.mechanism, j.facts, j.fired
    FROM judged j JOIN measurements m ON m.record = j.record
"""
