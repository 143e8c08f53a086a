"""The judge: observations and their control in, verdicts out. The only place with two inputs.

Runs in one DuckDB connection over the relations `measurements`, `dns`, `tcp`, `tls`, `http`,
`control`, `control_endpoints` and `validations` (stored or just parsed: the same path). Facts
become a bit mask a subject in SQL; the few distinct masks are decided by `rule.decide`, the one
matcher; the decisions are joined back by number. DNS comes first because an address that it finds
forged says nothing of the target. How layers make a measurement's verdict is in `combine`.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fanous.control.history import REACHED
from fanous.control.measured import MEASURED
from fanous.control.pool import DEFAULT_NETWORKS, POOL
from fanous.model.outcome import LAYERS, Evidence, Layer, Outcome
from fanous.reference.service import SERVICE_COLUMNS
from fanous.reference.services import service_rows
from fanous.rules.rule import Decision, LayerRules, decide
from fanous.rules.rule_set import RuleSet

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["Pool", "judge", "make_pool"]

_MEASURED = tuple(MEASURED)
_MADE_ONCE = (*POOL, *REACHED)  # over more than one part of a day


class Pool(Enum):
    """Where the control by other networks comes from."""

    EMPTY = "each measurement is judged alone"
    SAME = "from the measurements that are judged"
    MADE = "it was made before, over more than what is judged now"


def judge(
    connection: duckdb.DuckDBPyConnection,
    rule_set: RuleSet | None = None,
    *,
    pool: Pool = Pool.EMPTY,
    networks: int = DEFAULT_NETWORKS,
) -> None:
    """Create `judged` (a row a subject), `decisions` and `measurement_verdicts`.

    `rule_set` is what verdicts follow from (default: this version's); `networks` how many others
    make a control.
    """
    rules = rule_set or RuleSet.current()
    _prepare(connection, networks)
    for name, query in {**rules.queries["control"], **rules.queries["relations"]}.items():
        if name in _MADE_ONCE and pool is Pool.MADE:
            continue
        limit = " LIMIT 0" if name in _MADE_ONCE and pool is Pool.EMPTY else ""
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}{limit}")
    taken = 0
    for layer in LAYERS:
        taken = _judge_layer(connection, rules, layer, taken)
        if layer is Layer.DNS:
            forged = rules.queries["subjects"]["forged"]
            connection.execute(f"CREATE OR REPLACE TEMP TABLE forged AS {forged}")
    for name in ("judged", "decisions"):
        every = " UNION ALL ".join(
            f"SELECT '{layer}' AS layer, * FROM {name}_{layer}" for layer in LAYERS
        )
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {every}")
    for name, query in rules.queries["combine"].items():
        kind = "VIEW" if name == "measurement_verdicts" else "TABLE"
        connection.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS {query}")


def make_pool(
    connection: duckdb.DuckDBPyConnection,
    rule_set: RuleSet | None = None,
    *,
    networks: int = DEFAULT_NETWORKS,
) -> None:
    """Make the pool, and what history is read from, of what there is now: for Pool.MADE."""
    queries = (rule_set or RuleSet.current()).queries["control"]
    _prepare(connection, networks)
    for name in (*_MEASURED, *_MADE_ONCE):
        if name in queries:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {queries[name]}")


# Relations that are empty where nobody made them: nothing validated, no days before.
_OPTIONAL = {
    "validations": "chain VARCHAR[], server_name VARCHAR, day BIGINT, result VARCHAR",
    "before_tls": "record BIGINT, server_name VARCHAR, ip VARCHAR, success BOOLEAN, "
    "no_tls_verify BOOLEAN",
    "before_measurements": "record BIGINT, start_time TIMESTAMPTZ, probe_asn BIGINT",
}


def _prepare(connection: duckdb.DuckDBPyConnection, networks: int) -> None:
    """What queries lean on besides the observations."""
    import duckdb

    connection.execute(f"SET VARIABLE control_networks = {int(networks)}")
    connection.register("services", _services())
    for name, columns in _OPTIONAL.items():
        try:
            connection.execute(f"SELECT 1 FROM {name} LIMIT 0")
        except duckdb.CatalogException:
            connection.execute(f"CREATE TEMP TABLE {name} ({columns})")


@lru_cache
def _services() -> pa.Table:
    """The declared endpoints of services."""
    import pyarrow as pa

    schema = pa.schema([(name, _arrow(word)) for name, word in SERVICE_COLUMNS])
    columns = list(zip(*service_rows(), strict=True))
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def _mask_sql(layer: LayerRules) -> str:
    """The bit mask of a subject's facts, as SQL: what is neither true nor false is no fact."""
    terms = [
        f"CASE WHEN ({fact.sql}) THEN {1 << bit} ELSE 0 END" for bit, fact in enumerate(layer.facts)
    ]
    return f"{_added(terms)}::BIGINT"


def _added(terms: list[str]) -> str:
    """A sum as pairs of halves: preparing a long chain takes longer than adding it up."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return f"({_added(terms[:half])} + {_added(terms[half:])})"


def _judge_layer(
    connection: duckdb.DuckDBPyConnection, rules: RuleSet, layer: Layer, taken: int
) -> int:
    """Make `judged_<layer>` and `decisions_<layer>`; numbers of decisions begin after `taken`."""
    name, layer_rules = layer.value, rules.layers[layer]
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE masked_{name} AS
        SELECT record, sequence, depth, counts, content, {_mask_sql(layer_rules)} AS mask
        FROM ({rules.queries["subjects"][name]})"""
    )
    masks = connection.execute(f"SELECT DISTINCT mask FROM masked_{name} ORDER BY mask").fetchall()
    decisions = _decisions(layer_rules, [mask for (mask,) in masks], taken)
    connection.register("decided", decisions)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE decisions_{name} AS SELECT * FROM decided")
    connection.unregister("decided")
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW judged_{name} AS
        SELECT m.record, m.sequence, m.depth, m.counts, m.content, d.decision,
            (CASE WHEN d.class = 0 THEN 0 WHEN m.content THEN d.class ELSE d.class + 9 END
                * 128 + d.rank) * 4096 + least(m.sequence, 4095) AS weight
        FROM masked_{name} m JOIN decisions_{name} d ON d.mask = m.mask"""
    )
    return taken + len(masks)


_OUTCOMES = {Outcome.OK: 0, Outcome.DOWN: 1, Outcome.UNKNOWN: 2}
_EVIDENCE = {Evidence.SCORED: 0, Evidence.DISCARDED: 1, Evidence.NONE: 2}


def _class(decision: Decision) -> int:
    """How early a subject with this decision speaks for its layer: blame is 0, then 1 to 9."""
    rule = decision.rule
    if rule.accuses:
        return 0
    return 1 + 3 * _OUTCOMES[rule.outcome] + _EVIDENCE[rule.evidence]


def _decisions(layer: LayerRules, masks: list[int], taken: int) -> pa.Table:
    """What each distinct combination of facts amounts to."""
    import pyarrow as pa

    required = layer.required()
    columns: dict[str, list[Any]] = {name: [] for name in _DECISION_TYPES}
    for number, mask in enumerate(masks):
        decision = decide(layer, mask, required)
        rule = decision.rule
        values = (
            taken + number,
            mask,
            rule.id,
            decision.rank,
            _class(decision),
            rule.outcome.value,
            rule.evidence.value,
            rule.mechanism,
            rule.artefact,
            rule.locus.value,
            layer.names(mask),
            list(decision.fired),
        )
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    types = {name: _arrow(word) for name, word in _DECISION_TYPES.items()}
    return pa.table({name: pa.array(columns[name], types[name]) for name in types})


_DECISION_TYPES = {
    "decision": "int64",
    "mask": "int64",
    "rule": "string",
    "rank": "int64",
    "class": "int64",
    "outcome": "string",
    "evidence": "string",
    "mechanism": "string",
    "artefact": "bool",
    "locus": "string",
    "facts": "list<string>",
    "fired": "list<string>",
}


def _arrow(word: str) -> Any:
    import pyarrow as pa

    plain = {"int64": pa.int64(), "string": pa.string(), "bool": pa.bool_()}
    return pa.list_(pa.string()) if word.startswith("list") else plain[word]
