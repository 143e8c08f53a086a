"""Verdicts counted into cells: one target on one network in one layer in one hour.

Decides what a cell counts (measurements, distinct sessions, probes and software versions, outcomes,
deciding rules) and that a layer without any subject of its own has no cell.

What is kept of a verdict is numbers (`COUNTED_QUERY`); cells are counted in arrays of them, because
a set for each of many small groups is what a database is slowest at: it took four times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fanous.cells.tally import Numbers, codes, distinct, numbered, tallied
from fanous.model.outcome import LAYERS, Outcome, State
from fanous.model.tables import TABLES
from fanous.rules.registry import RULES, RULES_VERSION

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["COUNTED_QUERY", "STATE", "make_cells"]

_HOUR = 3_600_000_000
_NAMED = ("session", "probe", "software_version")  # what distinct values are counted of
_AT_ONCE = 250_000  # measurements: bounds memory, whatever the day's size

_OUTCOMES = sorted(outcome.value for outcome in Outcome)
_STATES = sorted(state.value for state in State)
_RULES = sorted({rule.id for layer in RULES.values() for rule in layer.rules})


def _listed(words: Sequence[str]) -> str:
    quoted = (f"'{word}'" for word in words)
    return f"[{', '.join(quoted)}]"


# Words become their place in a list: numbers are grouped several times as fast.
_NUMBERED = ", ".join(
    (
        f"list_position({_listed(_STATES)}, state)::UTINYINT AS state",
        *(
            f"list_position({_listed(_OUTCOMES)}, {said})::UTINYINT AS {name}"
            for name, said in (("overall", "outcome"), *((layer, layer) for layer in LAYERS))
        ),
        *(
            f"list_position(w.rules, {said})::UTINYINT AS {name}"
            for name, said in (
                ("overall_rule", "deciding_rule"),
                *((f"{layer}_rule", f"{layer}_rule") for layer in LAYERS),
            )
        ),
    )
)
_NOT_HANDLED = _STATES.index("not_handled") + 1

# What a cell needs of each verdict: small enough to keep for a whole day. Names are only ever
# compared, so that 64 bits of each are enough: two in a cell would be taken for one once in 10^19.
COUNTED_QUERY = f"""
    WITH said AS MATERIALIZED (
        SELECT kind, {_NUMBERED} FROM kinds, (SELECT {_listed(_RULES)} AS rules) w
    )
    SELECT m.target, m.probe_cc, m.probe_asn, m.resolver_asn, m.start_time, m.test_name,
        m.synthetic, CASE WHEN m.report_id IS NOT NULL THEN hash(m.report_id) END AS session,
        CASE WHEN m.probe_id IS NOT NULL THEN hash(m.probe_id) END AS probe,
        CASE WHEN m.software_version IS NOT NULL THEN hash(m.software_version) END
            AS software_version,
        coalesce(s.state, {_NOT_HANDLED})::UTINYINT AS state,
        s.* EXCLUDE (kind, state)
    FROM measurements m
    LEFT JOIN kind_of k ON k.record = m.record LEFT JOIN said s ON s.kind = k.kind
"""

STATE = f"{_listed(_STATES)}[state]"  # the state of a row of `counted`, as its word

_NO_RESOLVER = -1  # no AS number is below 0
_TEXTS = ("target", "probe_cc")
_LAYERS = (*(layer.value for layer in LAYERS), "overall")
_SMALL = ("state", *_LAYERS, *(f"{layer}_rule" for layer in _LAYERS))
_PLACED = f"""
    SELECT target, probe_cc, probe_asn, coalesce(resolver_asn, {_NO_RESOLVER}) AS resolver,
        epoch_us(start_time) // {_HOUR} AS hour, coalesce(synthetic, false) AS synthetic,
        {", ".join((*_NAMED, *_SMALL))}
    FROM counted WHERE state <> {_NOT_HANDLED}
"""


def make_cells(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the relation `cells` of all rows of `counted`.

    A cell is of one target: a large day is counted a share of its targets at a time.
    """
    found = connection.execute("SELECT count(*) FROM counted").fetchall()
    shares = -(-found[0][0] // _AT_ONCE)
    if shares <= 1:
        connection.register("cells", _cells(connection.sql(_PLACED).to_arrow_table()))
        return
    for share in range(shares):
        mine = f"{_PLACED} AND hash(target) % {shares} = {share}"
        connection.register("some_cells", _cells(connection.sql(mine).to_arrow_table()))
        head = "INSERT INTO cells" if share else "CREATE OR REPLACE TEMP TABLE cells AS"
        connection.execute(f"{head} SELECT * FROM some_cells")
        connection.unregister("some_cells")


def _cells(placed: pa.Table) -> pa.Table:
    """The cells of some measurements, in no order."""
    import pyarrow as pa

    row = {name: placed[name].to_numpy() for name in ("probe_asn", "resolver", "hour", *_SMALL)}
    row |= {name: codes(placed[name]) for name in (*_TEXTS, *_NAMED)}
    row["synthetic"] = placed["synthetic"].to_numpy()
    base, _ = numbered(row["target"], row["probe_cc"], row["probe_asn"], row["hour"])
    row["base"] = base
    made = np.bincount(base, weights=row["synthetic"]) > 0
    row["any_synthetic"] = made[base]
    words: dict[str, Any] = {name: placed[name].unique() for name in _TEXTS}
    return pa.concat_tables([_layer(layer, row, words) for layer in _LAYERS])


def _layer(layer: str, row: dict[str, Numbers], words: dict[str, Any]) -> pa.Table:
    """The cells of a layer: of the measurements that say anything of it."""
    import pyarrow as pa

    said = np.flatnonzero(row[f"{layer}_rule"] != _place(f"{layer}.no_data"))
    keys = ("base", "resolver") if layer == "dns" else ("base",)
    cell, first = numbered(*(row[key][said] for key in keys))
    size, first = len(first), said[first]
    named = (layer, f"{layer}_rule", "state", *_NAMED)
    resolver = row["resolver"][first]
    absent = resolver == _NO_RESOLVER if layer == "dns" else np.full(size, True)
    columns = {
        **{name: _words(row[name][first], words[name]) for name in _TEXTS},
        "probe_asn": pa.array(row["probe_asn"][first]),
        "resolver_asn": pa.array(resolver, mask=absent),
        "layer": _words(np.zeros(size, np.int64), pa.array([layer])),
        "hour": pa.array(row["hour"][first] * _HOUR, pa.timestamp("us", tz="UTC")),
        **_counts(layer, {name: row[name][said] for name in named}, cell, size),
        "synthetic": pa.array(row["any_synthetic"][first]),
        "rules_version": _words(np.zeros(size, np.int64), pa.array([RULES_VERSION])),
    }
    return pa.table(columns).select(TABLES["cells"].names)


def _counts(
    layer: str, row: dict[str, Numbers], cell: Numbers, size: int
) -> dict[str, pa.Array[Any]]:
    """What is counted of each of `size` cells; `cell` is each row's."""
    import pyarrow as pa

    each = np.bincount(cell * len(_OUTCOMES) + row[layer] - 1, minlength=size * len(_OUTCOMES))
    outcomes = each.reshape(size, len(_OUTCOMES))
    states = pa.nulls(size, pa.dictionary(pa.int32(), pa.string()))
    if layer == "overall":
        states = tallied(cell, row["state"], _STATES)
    return {
        "measurements": pa.array(np.bincount(cell, minlength=size)),
        **{f"{name}s": pa.array(distinct(cell, row[name], size)) for name in _NAMED},
        **{name: pa.array(outcomes[:, at].copy()) for at, name in enumerate(_OUTCOMES)},
        "states": states,
        "rules": tallied(cell, row[f"{layer}_rule"], _RULES),
    }


def _place(rule: str) -> int:
    """The number of a rule's id; 0, which no row has, for what is none."""
    return _RULES.index(rule) + 1 if rule in _RULES else 0


def _words(numbers: Numbers, words: pa.Array[Any]) -> pa.Array[Any]:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(numbers.astype(np.int32), words)
