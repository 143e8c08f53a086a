"""Verdicts of files without a store: each measurement judged alone, with its own control.

The same parser and the same judge as a store's build; only the tables stay in memory, a few
thousand measurements at a time. Rejects come in the order of lines, between the verdicts. What a
known defect says of a measurement stands behind the rule's sentence; it moves no verdict.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fanous.engine.defective import covering
from fanous.engine.memory import in_memory
from fanous.model.outcome import LAYERS
from fanous.model.reject import Reject
from fanous.reference.defects import Defect
from fanous.rules.judge import judge
from fanous.rules.registry import rule_named
from fanous.sources.base import Context, Parsed
from fanous.sources.find import SourceFile, readable
from fanous.sources.parse import parse_source
from fanous.store.query import rows

if TYPE_CHECKING:
    import duckdb

    Inspect = Callable[[duckdb.DuckDBPyConnection], None]

__all__ = ["Refused", "Verdict", "judge_alone"]

BATCH_MEASUREMENTS = 2_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """One measurement's verdict, in the fields of `fanous verdicts --format jsonl`."""

    file: str
    line: int
    measurement_uid: str
    test_name: str
    input: str | None
    probe_cc: str
    probe_asn: int
    state: str
    outcome: str
    reachable: bool | None
    layers: dict[str, str]
    mechanisms: list[str]
    rules: dict[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that gave no measurement: where, and why."""

    file: str
    line: int
    reject: Reject


def judge_alone(
    sources: Iterable[SourceFile], context: Context, *, latest: int, inspect: Inspect | None = None
) -> Iterator[Verdict | Refused]:
    """Verdicts of every measurement of the named files, in the order of files and lines.

    `inspect` is shown each judged batch: a connection with `judged` and the observations.
    """
    parsed = _parse_all(sources, context, latest)
    while batch := list(itertools.islice(parsed, BATCH_MEASUREMENTS)):
        context.certificates.trim()
        connection = in_memory((item for _, item in batch if isinstance(item, Parsed)), context)
        verdicts = _judge(connection, inspect)
        for name, item in batch:
            if isinstance(item, Reject):
                file = f"{name}!{item.member}" if item.member else name
                yield Refused(file, item.line, item)
            else:
                yield _verdict(name, verdicts[item.record])


def _parse_all(
    sources: Iterable[SourceFile], context: Context, latest: int
) -> Iterator[tuple[str, Parsed | Reject]]:
    """Records of all files. The file's name serves as source id: equal files are judged apart.

    Opinions of others are passed over: nobody judges them.
    """
    for source in sources:
        name = readable(str(source.path))
        for item in parse_source(source.path, name, context, latest=latest):
            if isinstance(item, Reject) or "measurements" in item.rows:
                yield name, item


def _judge(
    connection: duckdb.DuckDBPyConnection, inspect: Inspect | None
) -> dict[int, dict[str, Any]]:
    """Judge what a connection holds; verdicts by record."""
    judge(connection)
    if inspect is not None:
        inspect(connection)
    found = rows(
        connection,
        """SELECT v.*, m.member, m.line, m.measurement_uid, m.test_name, m.input, m.probe_cc,
            m.probe_asn
        FROM measurement_verdicts v JOIN measurements m ON m.record = v.record""",
    )
    defective = covering(connection)
    return {row["record"]: {**row, "defects": defective.get(row["record"], ())} for row in found}


def _verdict(name: str, row: dict[str, Any]) -> Verdict:
    """A row of the judge as the published object."""
    handled = row["state"] != "not_handled"
    fields = {
        key: row[key]
        for key in (
            "line",
            "measurement_uid",
            "test_name",
            "input",
            "probe_cc",
            "probe_asn",
            "state",
            "outcome",
            "reachable",
            "mechanisms",
        )
    }
    return Verdict(
        file=f"{name}!{row['member']}" if row["member"] else name,
        layers={str(layer): str(row[layer]) for layer in LAYERS},
        rules={str(layer): str(row[f"{layer}_rule"]) for layer in LAYERS} if handled else {},
        why=_why(row) if handled else "Fanous gives this test no verdict yet.",
        **fields,
    )


def _why(row: dict[str, Any]) -> str:
    """The deciding rule's sentence, and what known defects add to it."""
    rule = rule_named(row["deciding_rule"])
    said = [rule.why] if rule else []
    return " ".join([*said, *map(_of_defect, row["defects"])])


def _of_defect(defect: Defect) -> str:
    if defect.is_of_opinion:
        return f"The probe's own opinion has a known defect: {defect.sentence}"
    return f"A known defect covers a failure seen here: {defect.sentence}"
