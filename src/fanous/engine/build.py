"""A day's verdicts and cells from its stored observations: a pure, idempotent function.

Decides how a run goes: the pool of the whole day first, then the judge over each part, then the
cells over all of them; one commit a day. No raw file is touched. Which days, and in which parts, is
`plan`'s; what the tables hold is `built`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fanous.cells.count import COUNTED_QUERY, STATE, make_cells
from fanous.certificates.read import read_certificates
from fanous.control.pool import DEFAULT_NETWORKS
from fanous.engine.before import open_history
from fanous.engine.built import OUTCOMES_QUERY, VERDICTS_QUERY, decisions_query
from fanous.engine.defective import register_defects
from fanous.engine.gather import open_shards
from fanous.engine.plan import Day, Part, parts
from fanous.engine.validated import register_validations
from fanous.engine.write import of_day, rank, write_days
from fanous.model.reject import RejectReason
from fanous.model.tables import CERTIFICATES, REJECTS
from fanous.rules.judge import Pool, judge, make_pool
from fanous.rules.registry import RULES_VERSION
from fanous.rules.rule_set import RuleSet
from fanous.store.arrow import arrow_table
from fanous.store.query import connect, keep_joins, view_shards
from fanous.store.store import Build, Shard, Store
from fanous.store.views import endpoint_verdicts

if TYPE_CHECKING:
    import duckdb

__all__ = ["JUDGED", "build_days", "judge_in_full", "judge_part", "open_part", "validate_days"]

JUDGED = ("measurements", "dns", "tcp", "tls", "http", "control", "control_endpoints")
_MADE = {"verdicts": VERDICTS_QUERY, "endpoint_outcomes": OUTCOMES_QUERY}
_OF_CHAINS = ("certificates", "validations")
_OF_DAYS = ("cells", "decisions")
_RULES_LENGTH = 12  # of a digest: enough to tell a store's rule sets apart

Written = dict[str, list[Shard]]


def build_days(store: Store, days: list[Day], *, threads: int | None = None) -> list[Build]:
    """Judge some days, count their cells, write them, and commit each day's build."""
    rules = RuleSet.current()
    store.keep_rules(rules)
    connection = connect(threads=threads)
    _prepare(connection, rules)
    open_history(connection, store, days)
    cut = list(parts(days))
    networks = days[0].networks
    written: Written = defaultdict(list)
    if len(cut) > 1:
        open_part(connection, store, days, Part(tuple(s for day in days for s in day.shards)))
        validate_days(connection, store, days)
        _write(connection, store, _OF_CHAINS, days, written)
        make_pool(connection, networks=networks)
    for number, part in enumerate(cut):
        open_part(connection, store, days, part)
        if len(cut) == 1:
            validate_days(connection, store, days)
            _write(connection, store, _OF_CHAINS, days, written)
        judge_part(connection, networks, pool=Pool.SAME if len(cut) == 1 else Pool.MADE)
        _keep(connection, first=number == 0)
        rank(connection)
        _write(connection, store, _MADE, days, written)
    make_cells(connection)
    _write(connection, store, _OF_DAYS, days, written)
    return [_commit_day(connection, store, day, written[day.day]) for day in days]


def _write(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    names: Iterable[str],
    days: list[Day],
    written: Written,
) -> None:
    for name in names:
        for day, shard in write_days(connection, store, name, [day.day for day in days]):
            written[day].append(shard)


def _prepare(connection: duckdb.DuckDBPyConnection, rules: RuleSet) -> None:
    keep_joins(connection)
    connection.execute("SET VARIABLE rules = ?", [rules.digest[:_RULES_LENGTH]])
    register_defects(connection)


def judge_part(connection: duckdb.DuckDBPyConnection, networks: int, *, pool: Pool) -> None:
    """Judge what is open, with views of what is stored of it: each is read once."""
    judge(connection, pool=pool, networks=networks)
    for name, query in _MADE.items():
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")


def judge_in_full(connection: duckdb.DuckDBPyConnection, *, pool: Pool = Pool.EMPTY) -> None:
    """Judge measurements in memory, with `verdicts` and `endpoint_verdicts` as a store's."""
    _prepare(connection, RuleSet.current())
    judge_part(connection, DEFAULT_NETWORKS, pool=pool)
    in_full = endpoint_verdicts("judged", "decisions", "d.decision = j.decision")
    connection.execute(f"CREATE TEMP VIEW endpoint_verdicts AS {in_full}")


def _keep(connection: duckdb.DuckDBPyConnection, *, first: bool) -> None:
    """Add a part to what the whole day's cells and decisions are made of."""
    ((days,),) = connection.execute("SELECT count(DISTINCT day) FROM place").fetchall()
    decisions = decisions_query(one_day=days == 1)
    for name, query in (("counted", COUNTED_QUERY), ("made_decisions", decisions)):
        head = f"CREATE OR REPLACE TEMP TABLE {name} AS" if first else f"INSERT INTO {name}"
        connection.execute(f"{head} {query}")


def open_part(
    connection: duckdb.DuckDBPyConnection, store: Store, days: list[Day], part: Part
) -> None:
    """Views over a part's observations, without the lines that lost."""
    duplicates = [row for day in days for row in day.duplicates]
    connection.execute("CREATE OR REPLACE TEMP TABLE lost (record BIGINT, kept VARCHAR)")
    if duplicates:
        connection.executemany("INSERT INTO lost VALUES (?, ?)", duplicates)
    kept = ["record NOT IN (SELECT record FROM lost)"] if duplicates else []
    share = [f"record % {part.of} = {part.share}"] if part.of > 1 else []
    for name in JUDGED:
        shards = [shard for shard in part.shards if shard.table == name]
        open_shards(connection, store, name, shards, where=" AND ".join(kept + share))


def validate_days(connection: duckdb.DuckDBPyConnection, store: Store, days: list[Day]) -> None:
    """Each distinct chain of the days, validated and read once, and never again."""
    shards = [shard for day in days for shard in day.shards if shard.table == "certificates_der"]
    view_shards(connection, store, "certificates_der", shards)
    for name in ("validations", "certificates"):
        before = [shard for shard in _built_before(store, days) if shard.table == name]
        view_shards(connection, store, f"known_{name}", before, name)
    register_validations(connection, tuple(store.roots()), known="known_validations")
    unread = connection.execute(
        """SELECT DISTINCT sha256, der FROM certificates_der
        WHERE sha256 NOT IN (SELECT sha256 FROM known_certificates) ORDER BY sha256"""
    )
    connection.register("read", arrow_table(CERTIFICATES, read_certificates(unread.fetchall())))
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE certificates AS
        SELECT * FROM read UNION SELECT * FROM known_certificates"""
    )


def _built_before(store: Store, days: list[Day]) -> Iterator[Shard]:
    """Shards of the days' present builds: a new rule re-reads no certificate."""
    for day in days:
        if build := store.build(day.day):
            yield from build.shards


def _commit_day(
    connection: duckdb.DuckDBPyConnection, store: Store, day: Day, written: list[Shard]
) -> Build:
    """Commit what was written of a day."""
    made = list(written)
    if day.duplicates:
        made.append(_write_duplicates(connection, store, day))
    mine = f"FROM counted WHERE {of_day('start_time', day.day)}"
    build = Build(
        day=day.day,
        key=day.key,
        rules_version=RULES_VERSION,
        measurements=day.measurements - len(day.duplicates),
        duplicates=len(day.duplicates),
        not_handled=_counts(
            connection,
            f"SELECT test_name, count(*) {mine} AND {STATE} = 'not_handled' GROUP BY 1",
        ),
        states=_counts(connection, f"SELECT {STATE}, count(*) {mine} GROUP BY 1"),
        shards=tuple(sorted(made)),
    )
    store.commit_build(build)
    return build


def _write_duplicates(connection: duckdb.DuckDBPyConnection, store: Store, day: Day) -> Shard:
    """The lines that lost, as rejects."""
    stored = [shard for shard in day.shards if shard.table == "measurements"]
    view_shards(connection, store, "stored_measurements", stored, "measurements")
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
