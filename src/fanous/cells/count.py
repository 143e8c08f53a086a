"""Verdicts counted into cells: one target on one network in one layer in one hour.

Decides what a cell counts (measurements, distinct sessions, probes and software versions, outcomes,
deciding rules) and that a layer without any subject of its own has no cell.

Most cells hold one measurement or two, and a set for each of many small groups is slow: the least
and the greatest value of a cell say whether there is one, two, or more to be counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from fanous.model.outcome import LAYERS, Outcome, State
from fanous.rules.registry import RULES, RULES_VERSION

__all__ = ["CELLS_QUERY", "COUNTED_QUERY", "STATE"]

_HOUR = 3_600_000_000
_NAMED = ("session", "probe", "software_version")  # what distinct values are counted of

_OUTCOMES = sorted(outcome.value for outcome in Outcome)
_STATES = sorted(state.value for state in State)
_RULES = sorted({rule.id for layer in RULES.values() for rule in layer.rules})


def _listed(words: Sequence[str]) -> str:
    quoted = (f"'{word}'" for word in words)
    return f"[{', '.join(quoted)}]"


# Words become their place in a list: numbers are grouped several times as fast.
_VERDICT = {
    "state": _STATES,
    "overall": _OUTCOMES,
    "overall_rule": _RULES,
    **{layer.value: _OUTCOMES for layer in LAYERS},
    **{f"{layer}_rule": _RULES for layer in LAYERS},
}
_SAID_AS = {"overall": "outcome", "overall_rule": "deciding_rule"}
_NUMBERED = ", ".join(
    f"list_position({_listed(words)}, {_SAID_AS.get(name, name)})::UTINYINT AS {name}"
    for name, words in _VERDICT.items()
)
_NOT_HANDLED = _STATES.index("not_handled") + 1

# What a cell needs of each verdict: small enough to keep for a whole day. Names are only ever
# compared, so that 64 bits of each are enough: two in a cell would be taken for one once in 10^19.
COUNTED_QUERY = f"""
    WITH said AS MATERIALIZED (
        SELECT kind, {_NUMBERED} FROM kinds
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


def _counts(layer: str) -> str:
    """What is counted of a group of measurements, with the least and greatest of what varies."""
    ends = {**{name: name for name in _NAMED}, "rule": f"{layer}_rule"}
    if layer == "overall":
        ends["state"] = "state"
    return ", ".join(
        (
            "count(*) AS measurements",
            *(
                f"count(*) FILTER ({layer} = {number}) AS {outcome}"
                for number, outcome in enumerate(_OUTCOMES, 1)
            ),
            *(f"min({of}) AS {name}, max({of}) AS last_{name}" for name, of in ends.items()),
        )
    )


def _nothing(layer: str) -> int:
    """The number of the rule that says that a layer was not tried."""
    return _RULES.index(f"{layer}.no_data") + 1


def _layer(layer: str) -> str:
    resolver = "resolver_asn" if layer == "dns" else "NULL::BIGINT"
    return f"""
        SELECT base, '{layer}' AS layer, {resolver} AS resolver_asn, {_counts(layer)},
            NULL::UTINYINT AS state,
            NULL::UTINYINT AS last_state
        FROM based WHERE {layer}_rule <> {_nothing(layer)}
        GROUP BY base{", resolver_asn" if layer == "dns" else ""}
    """


_VARIES = " OR ".join(f"{name} <> last_{name}" for name in (*_NAMED, "rule", "state"))

# The measurements of the few cells that hold more than two, not all alike.
_EACH_LAYER = " UNION ALL ".join(
    f"SELECT c.cell, b.{layer}_rule AS rule, {', '.join(f'b.{n}' for n in _NAMED)}, "
    f"{'b.state' if layer == 'overall' else 'NULL::UTINYINT AS state'} "
    f"FROM varied c JOIN based b ON b.base = c.base WHERE c.layer = '{layer}'{where}"
    for layer, where in (
        *((layer.value, f" AND b.{layer}_rule <> {_nothing(layer)}"
           + (" AND b.resolver_asn IS NOT DISTINCT FROM c.resolver_asn" if layer == "dns" else ""))
          for layer in LAYERS),
        ("overall", ""),
    )
)  # fmt: skip


def _distinct(name: str) -> str:
    """How many distinct values a cell has. Two of three measurements or more are counted apart."""
    return f"""CASE WHEN c.{name} IS NULL THEN 0 WHEN c.{name} = c.last_{name} THEN 1
        WHEN c.measurements = 2 THEN 2 ELSE {name}_of.n END"""


def _apart(name: str) -> str:
    return f"""LEFT JOIN (SELECT cell, count(*) AS n FROM (
            SELECT DISTINCT cell, {name} FROM placed WHERE {name} IS NOT NULL) GROUP BY cell
        ) {name}_of ON {name}_of.cell = c.cell"""


def _text(word: str, column: str) -> str:
    return f"{_listed(_STATES if word == 'state' else _RULES)}[{column}]"


STATE = _text("state", "state")  # the state of a row of `counted`, as its word


def _tally(word: str) -> str:
    """Counts by a word, as JSON text, keys in order."""
    first = f"'{{\"' || {_text(word, f'c.{word}')} || '\": '"
    last = f"', \"' || {_text(word, f'c.last_{word}')} || '\": 1}}'"
    return f"""CASE WHEN c.{word} = c.last_{word} THEN {first} || c.measurements || '}}'
        WHEN c.measurements = 2 THEN {first} || '1' || {last} ELSE {word}_of.tally END"""


def _tallied_apart(word: str) -> str:
    return f"""LEFT JOIN (SELECT cell, '{{' || array_to_string(list_sort(list(
                '"' || {_text(word, word)} || '": ' || n)), ', ') || '}}' AS tally
            FROM (SELECT cell, {word}, count(*) AS n FROM placed WHERE {word} IS NOT NULL
                GROUP BY ALL) GROUP BY cell
        ) {word}_of ON {word}_of.cell = c.cell"""


CELLS_QUERY = f"""
    WITH timed AS MATERIALIZED (
        SELECT * EXCLUDE (start_time, test_name),
            epoch_us(start_time) // {_HOUR} AS hour
        FROM counted WHERE state <> {_NOT_HANDLED}
    ), bases AS MATERIALIZED (
        SELECT row_number() OVER () AS base, * FROM (
            SELECT target, probe_cc, probe_asn, hour, bool_or(synthetic) AS synthetic,
                {_counts("overall")}
            FROM timed GROUP BY target, probe_cc, probe_asn, hour)
    ), based AS MATERIALIZED (
        SELECT b.base, t.* FROM timed t
        JOIN bases b ON b.target = t.target AND b.probe_cc = t.probe_cc
            AND b.probe_asn = t.probe_asn AND b.hour = t.hour
    ), cells_of AS MATERIALIZED (
        SELECT row_number() OVER () AS cell, * FROM (
            SELECT base, 'overall' AS layer, NULL::BIGINT AS resolver_asn,
                * EXCLUDE (base, target, probe_cc, probe_asn, hour, synthetic)
            FROM bases UNION ALL {" UNION ALL ".join(map(_layer, LAYERS))})
    ), varied AS MATERIALIZED (
        SELECT cell, base, layer, resolver_asn FROM cells_of WHERE measurements > 2 AND ({_VARIES})
    ), placed AS MATERIALIZED ({_EACH_LAYER})
    SELECT b.target, b.probe_cc, b.probe_asn, c.resolver_asn, c.layer,
        make_timestamptz(b.hour * {_HOUR}) AS hour, c.measurements,
        {_distinct("session")} AS sessions, {_distinct("probe")} AS probes,
        {_distinct("software_version")} AS software_versions,
        c.ok, c.down, c.blocked, c.unknown, {_tally("state")} AS states, {_tally("rule")} AS rules,
        b.synthetic, '{RULES_VERSION}' AS rules_version
    FROM cells_of c JOIN bases b ON b.base = c.base
    {" ".join(map(_apart, _NAMED))}
    {" ".join(map(_tallied_apart, ("rule", "state")))}
"""
