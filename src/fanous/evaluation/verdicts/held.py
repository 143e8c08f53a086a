"""Which rules decided and which held in a measurement, read from the judge's endpoint rows.

The only place of the evaluation that knows the relation `judged`. A layer without any endpoint is
decided by its last rule, which leans on nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fanous.rules.registry import RULES

if TYPE_CHECKING:
    import duckdb

__all__ = ["HeldRules", "collect_held"]

Place = tuple[str, int]  # what a measurement's file is called, and its line


@dataclass(slots=True)
class HeldRules:
    """Rule ids of one measurement: those that decided an endpoint, and all whose facts held."""

    decided: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)


def collect_held() -> tuple[dict[Place, HeldRules], Callable[[duckdb.DuckDBPyConnection], None]]:
    """A mapping to read afterwards, and the function that fills it from a judged batch."""
    found: dict[Place, HeldRules] = defaultdict(_without_endpoints)

    def inspect(connection: duckdb.DuckDBPyConnection) -> None:
        rows = connection.execute(
            """SELECT CASE WHEN coalesce(m.member, '') = '' THEN m.source_id
                ELSE m.source_id || '!' || m.member END, m.line, d.layer, d.rule, d.fired
            FROM judged j JOIN decisions d ON d.decision = j.decision
            JOIN measurements m ON m.record = j.record"""
        ).fetchall()
        for place in {(file, line) for file, line, *_ in rows}:
            found[place].decided.clear()
        for file, line, _, rule, fired in rows:
            found[(file, line)].decided.add(rule)
            found[(file, line)].held.update(fired)
        for place, layers in _layers(rows).items():
            untried = {rules.rules[-1].id for name, rules in RULES.items() if name not in layers}
            found[place].decided |= untried

    return found, inspect


def _layers(rows: list[tuple[Any, ...]]) -> dict[Place, set[str]]:
    """The layers in which each measurement has an endpoint."""
    found: dict[Place, set[str]] = defaultdict(set)
    for file, line, layer, *_ in rows:
        found[(file, line)].add(layer)
    return found


def _without_endpoints() -> HeldRules:
    nothing = {rules.rules[-1].id for rules in RULES.values()}
    return HeldRules(set(nothing), set(nothing))
