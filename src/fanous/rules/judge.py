"""The judge: observations and their control in, verdicts out. The only place with two inputs.

Runs in one DuckDB connection over the relations `measurements`, `dns`, `tcp`, `tls`, `http`,
`control` and `control_endpoints` (stored or just parsed: the same path). Facts become a bit mask a
subject in SQL; the few distinct masks are decided by `rule.decide`, the one matcher; the decisions
are joined back. DNS comes first because an address that it finds forged says nothing of the target.
How layers make a measurement's verdict is in `combine`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fanous.control.relations import RELATIONS as CONTROL_RELATIONS
from fanous.model.outcome import LAYERS, Layer
from fanous.rules.combine import COMBINE
from fanous.rules.registry import RULES
from fanous.rules.rule import LayerRules, decide
from fanous.rules.subjects import RELATIONS as SUBJECT_RELATIONS
from fanous.rules.subjects import SUBJECTS

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["judge", "rules_digest"]

_MATERIALISED = {"dns_view", "address_view", "genuine_view", "hop_view", "control_view"}


def judge(connection: duckdb.DuckDBPyConnection, rules: Mapping[Layer, LayerRules] = RULES) -> None:
    """Create `judged` (a row a subject) and `measurement_verdicts` from the observations.

    `rules` lets a test plant other rules; facts and relations are the product's.
    """
    relations = {**SUBJECT_RELATIONS, **CONTROL_RELATIONS}
    for name in _in_order(relations):
        kind = "TABLE" if name in _MATERIALISED else "VIEW"
        connection.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS {relations[name]}")
    for layer in LAYERS:
        _judge_layer(connection, rules[layer])
        if layer is Layer.DNS:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE forged AS {_FORGED}")
    every = " UNION ALL ".join(f"SELECT * FROM judged_{layer}" for layer in LAYERS)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW judged AS {every}")
    for name, query in COMBINE.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")


# Addresses that an accused answer gave and nothing vouches for.
_FORGED = """
    SELECT DISTINCT q.record, q.ip
    FROM (SELECT d.record, unnest(d.answers) AS ip FROM dns_view d
          JOIN judged_dns j ON j.record = d.record AND j.sequence = d.sequence
          WHERE j.outcome = 'blocked') q
    LEFT JOIN genuine_view g ON g.record = q.record AND g.ip = q.ip
    WHERE g.ip IS NULL
"""


def rules_digest() -> str:
    """SHA-256 over everything a verdict follows from: facts, rules, relations, combination."""
    parts = [
        *(f"{fact.name}={fact.sql}" for layer in RULES.values() for fact in layer.facts),
        *(repr((rule.id, sorted(rule.when), rule.outcome, rule.mechanism, rule.artefact,
                rule.evidence)) for layer in RULES.values() for rule in layer.rules),
        *(f"{name}={query}" for name, query in CONTROL_RELATIONS.items()),
        *(f"{name}={query}" for name, query in SUBJECT_RELATIONS.items()),
        *(f"{name}={query}" for name, query in SUBJECTS.items()),
        *(f"{name}={query}" for name, query in COMBINE.items()),
        _FORGED,
    ]  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _in_order(relations: Mapping[str, str]) -> list[str]:
    """Relations such that each comes after those it names."""
    done: list[str] = []

    def add(name: str) -> None:
        for other in relations:
            if other != name and other in relations[name] and other not in done:
                add(other)
        if name not in done:
            done.append(name)

    for name in relations:
        add(name)
    return done


def _mask_sql(layer: LayerRules) -> str:
    """The bit mask of a subject's facts, as SQL."""
    terms = (
        f"CASE WHEN coalesce(({fact.sql}), false) THEN {1 << bit}::BIGINT ELSE 0 END"
        for bit, fact in enumerate(layer.facts)
    )
    return " + ".join(terms)


def _judge_layer(connection: duckdb.DuckDBPyConnection, layer: LayerRules) -> None:
    """Make `judged_<layer>`: one row a subject with its decision."""
    name = layer.layer.value
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE masked_{name} AS
        SELECT record, sequence, depth, endpoint, counts, content, {_mask_sql(layer)} AS mask
        FROM ({SUBJECTS[name]})"""
    )
    masks = connection.execute(f"SELECT DISTINCT mask FROM masked_{name} ORDER BY mask").fetchall()
    connection.register("decisions", _decisions(layer, [mask for (mask,) in masks]))
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE judged_{name} AS
        SELECT m.record, '{name}' AS layer, m.sequence, m.depth, m.endpoint, m.counts, m.content,
            d.* EXCLUDE (mask)
        FROM masked_{name} m JOIN decisions d ON d.mask = m.mask"""
    )
    connection.unregister("decisions")


def _decisions(layer: LayerRules, masks: list[int]) -> pa.Table:
    """What each distinct combination of facts amounts to."""
    import pyarrow as pa

    required = layer.required()
    columns: dict[str, list[Any]] = {name: [] for name in _DECISION_TYPES}
    for mask in masks:
        decision, names = decide(layer, mask, required), layer.names(mask)
        rule = decision.rule
        values = (
            mask,
            rule.id,
            decision.rank,
            rule.outcome.value,
            rule.evidence.value,
            rule.mechanism,
            rule.artefact,
            names,
            list(decision.fired),
        )
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    types = {name: _arrow(word) for name, word in _DECISION_TYPES.items()}
    return pa.table({name: pa.array(columns[name], types[name]) for name in types})


_DECISION_TYPES = {
    "mask": "int64",
    "rule": "string",
    "rank": "int64",
    "outcome": "string",
    "evidence": "string",
    "mechanism": "string",
    "artefact": "bool",
    "facts": "list<string>",
    "fired": "list<string>",
}


def _arrow(word: str) -> Any:
    import pyarrow as pa

    plain = {"int64": pa.int64(), "string": pa.string(), "bool": pa.bool_()}
    return pa.list_(pa.string()) if word.startswith("list") else plain[word]
