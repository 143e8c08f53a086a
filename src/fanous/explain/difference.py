"""What a change of rules moves: the same stored observations, judged by one rule set and another.

Decides what counts as moved (anything that people are shown, or the rule that explains it) and how
moves are counted. Each set runs in a locked connection of its own over tables in memory, a batch of
days at a time: SQL text may come from a file. No raw file is read, nothing in the store changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from fanous.control.history import BEFORE
from fanous.engine.before import open_history
from fanous.engine.build import JUDGED, open_part, validate_days
from fanous.engine.plan import Day, Part, batches, plan
from fanous.errors import InputError
from fanous.rules.foreign import lock
from fanous.rules.judge import Pool, judge
from fanous.rules.rule_set import RuleSet
from fanous.store.query import connect, keep_joins, rows
from fanous.store.store import Build, Store

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["Move", "Tally", "moves"]

# What is compared; the first two are what people are shown.
_COMPARED = ("state", "deciding_rule", "outcome", "reachable", "dns", "tcp", "tls", "http",
             "dns_rule", "tcp_rule", "tls_rule", "http_rule", "mechanisms")  # fmt: skip
_ABOUT = ("measurement_uid", "line_sha256", "start_time", "probe_cc", "probe_asn", "target",
          "input")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One measurement that the rule sets tell differently. `details` says it is seen in neither
    state nor deciding rule, but in a layer, a mechanism or whether the content was had."""

    measurement_uid: str
    line_sha256: str
    start_time: str
    probe_cc: str
    probe_asn: int
    target: str
    input: str | None
    old_state: str
    new_state: str
    old_rule: str | None
    new_rule: str | None
    details: bool


@dataclass
class Tally:
    """Counts of moves. `measurements` and `judged` count all that were judged, moved or not."""

    measurements: int = 0
    judged: Counter[tuple[str, str]] = field(default_factory=Counter)
    moved: int = 0
    transitions: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    targets: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, move: Move) -> None:
        """Count one move."""
        self.moved += 1
        key = (move.old_state, move.new_state, move.old_rule or "", move.new_rule or "")
        self.transitions[key] += 1
        self.countries[move.probe_cc] += 1
        self.targets[move.probe_cc, move.target] += 1


class _Unbuilt(Store):
    """A store seen as if no day had been built, so that the plan names every day."""

    def builds(self) -> Iterator[Build]:
        """None."""
        return iter(())


def moves(store: Store, old: RuleSet, new: RuleSet, tally: Tally) -> Iterator[Move]:
    """Every measurement that moves, in order of time and uid within a batch; counts go to `tally`.

    Raises InputError if a rule set cannot run over what this store holds.
    """
    days, _ = plan(_Unbuilt(store.folder))
    for group in batches(days, share=max(1, len(days))):
        before, after = _verdicts(store, group, old), _verdicts(store, group, new)
        tally.measurements += after.num_rows
        tally.judged.update(_counts(after))
        for move in _compared(before, after):
            tally.add(move)
            yield move


def _verdicts(store: Store, days: list[Day], rules: RuleSet) -> pa.Table:
    """The verdicts of some days under a rule set, with what they are about."""
    import duckdb

    connection = connect()
    shards = tuple(shard for day in days for shard in day.shards)
    open_part(connection, store, days, Part(shards))
    validate_days(connection, store, days)
    open_history(connection, store, days)
    _load(connection)
    keep_joins(connection)
    lock(connection)
    about = ", ".join(f"m.{name}" for name in _ABOUT)
    compared = ", ".join(f"v.{name}" for name in _COMPARED)
    try:
        judge(connection, rules, pool=Pool.SAME)
        made = connection.sql(
            f"SELECT m.record, {about}, {compared} FROM measurements m "
            "JOIN measurement_verdicts v ON v.record = m.record"
        ).to_arrow_table()
        return cast("pa.Table", made)
    except duckdb.Error as error:
        raise InputError(
            f"rule set {rules.digest[:12]} (version {rules.version}) cannot run over this store: "
            f"{str(error).splitlines()[0]}",
            remedy="It may be of a version of Fanous whose tables had other columns.",
        ) from error
    finally:
        connection.close()


def _load(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn the views over files into tables in memory: a locked connection reads no file."""
    for name in (*JUDGED, *BEFORE):
        connection.execute(f"CREATE TEMP TABLE loaded_{name} AS SELECT * FROM {name}")
        connection.execute(f"DROP VIEW IF EXISTS {name}")
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM loaded_{name}")


def _counts(judged: pa.Table) -> dict[tuple[str, str], int]:
    """Measurements by country and target."""
    counted = judged.group_by(["probe_cc", "target"]).aggregate([([], "count_all")])
    names = ("probe_cc", "target", "count_all")
    return {(cc, target): n for cc, target, n in zip(*(counted[k].to_pylist() for k in names),
                                                     strict=True)}  # fmt: skip


def _compared(before: pa.Table, after: pa.Table) -> Iterator[Move]:
    """The rows of two judgements that differ."""
    connection = connect(threads=1)
    connection.register("before_", before)
    connection.register("after_", after)
    about = ", ".join(f"b.{name}" for name in _ABOUT)
    differ = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in _COMPARED)
    query = f"""
        SELECT {about}, a.state AS old_state, b.state AS new_state,
            a.deciding_rule AS old_rule, b.deciding_rule AS new_rule
        FROM before_ a JOIN after_ b ON a.record = b.record
        WHERE {differ} ORDER BY b.start_time, b.measurement_uid, b.line_sha256"""
    for row in rows(connection, query):
        yield _move(row)
    connection.close()


def _move(row: dict[str, Any]) -> Move:
    seen = (row["old_state"], row["old_rule"]) != (row["new_state"], row["new_rule"])
    return Move(**{**row, "start_time": row["start_time"].isoformat()}, details=not seen)
