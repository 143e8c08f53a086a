"""Judged measurements counted for readers: by hour or day, with the voices behind the counts.

Decides what is counted of each cell, as SQL over `verdicts` and `measurements`. Sessions, probes
and voices do not add up over hours or members, so they are counted anew; a test holds the hours
equal to the stored `cells`. Outcomes are weighed by voice: each has one say, its own share of
each outcome, and one probe's forty repeats weigh no more than another's one. The state is that of
the outcome with the most say; where none has more than the others, it is insufficient.
"""

from __future__ import annotations

from fanous.cells.sightings import observer_of
from fanous.model.outcome import LAYERS
from fanous.rules.catalogue import state_of
from fanous.rules.registry import RULES

__all__ = ["LAYER_NAMES", "STEP_MICROSECONDS", "counted_query"]

LAYER_NAMES = ("overall", *(layer.value for layer in LAYERS))
STEP_MICROSECONDS = {"hour": 3_600_000_000, "day": 86_400_000_000}

_SHARE_DIGITS = 9  # sums of fractions in another order differ in the last bits
_KEY = "target, probe_cc, probe_asn, resolver, start"
_CONCLUSIVE = ("ok", "down", "blocked")

# A published id begins with when the backend received the measurement.
_RECEIVED = r"^\d{14}\.\d{6}_"
_LAG = f"""CASE WHEN regexp_matches(m.measurement_uid, '{_RECEIVED}') THEN
    epoch(try_strptime(substr(m.measurement_uid, 1, 14), '%Y%m%d%H%M%S'))
        - epoch_us(v.start_time) // 1000000 END::BIGINT"""


def _rules() -> str:
    """Every rule with its state and mechanism, as rows in SQL."""
    known = {rule.id: rule for layer in RULES.values() for rule in layer.rules}
    rows = (
        f"('{name}', '{state_of(rule)}', "
        + (f"'{rule.mechanism}')" if rule.mechanism else "NULL::VARCHAR)")
        for name, rule in sorted(known.items())
    )
    return f"(VALUES {', '.join(rows)}) AS r(rule, rule_state, mechanism)"


def _judged(layer: str, by: str, named: str, conditions: str) -> str:
    """One row a measurement that has something to say of the layer."""
    overall = layer == "overall"
    outcome, rule = (
        ("v.outcome", "v.deciding_rule") if overall else (f"v.{layer}", f"v.{layer}_rule")
    )
    spoke = "true" if overall else f"{rule} <> '{layer}.no_data'"
    return f"""
        SELECT {named} AS target, v.probe_cc, v.probe_asn,
            {"coalesce(v.resolver_asn, -1)" if layer == "dns" else "-1::BIGINT"} AS resolver,
            epoch_us(v.start_time) // {STEP_MICROSECONDS[by]} AS start,
            {outcome} AS outcome, {rule} AS rule,
            {"v.state" if overall else "r.rule_state"} AS state, r.mechanism,
            m.report_id, m.probe_id, m.software_version, {observer_of("m")} AS observer,
            v.synthetic, v.rules_version, v.measurement_uid, {_LAG} AS lag
        FROM verdicts v JOIN measurements m ON m.record = v.record
        LEFT JOIN {_rules()} ON r.rule = {rule}
        WHERE v.state <> 'not_handled' AND {spoke} AND {conditions}
    """


_SAID = ", ".join(
    f"round(favg(n_{name} / n_conclusive) FILTER (n_conclusive > 0), {_SHARE_DIGITS}) "
    f"AS {name}_say, count(*) FILTER (n_{name} > 0) AS {name}_observers"
    for name in _CONCLUSIVE
)
_VOICES = f"""
    SELECT {_KEY}, count(*) AS observers, count(*) FILTER (n_conclusive > 0)
        AS conclusive_observers, {_SAID}
    FROM (
        SELECT {_KEY}, observer, count(*) FILTER (outcome <> 'unknown') AS n_conclusive,
            {", ".join(f"count(*) FILTER (outcome = '{o}') AS n_{o}" for o in _CONCLUSIVE)}
        FROM judged GROUP BY ALL
    ) GROUP BY ALL
"""


def _tally(word: str, name: str) -> str:
    """Counts by a word, as JSON text, keys in order: as stored cells have them."""
    return f"""
        SELECT {_KEY}, '{{' || array_to_string(list_sort(list('"' || {word} || '": ' || n)), ', ')
            || '}}' AS {name}
        FROM (SELECT {_KEY}, {word}, count(*) AS n FROM judged GROUP BY ALL) GROUP BY ALL
    """


_MECHANISMS = f"""
    SELECT {_KEY}, list(mechanism ORDER BY n DESC, mechanism) AS mechanisms
    FROM (SELECT {_KEY}, mechanism, count(*) AS n FROM judged
        WHERE outcome = 'blocked' AND mechanism IS NOT NULL GROUP BY ALL) GROUP BY ALL
"""

_STATES = ("blocked", "likely_blocked", "impaired")
_COUNTED = f"""
    SELECT {_KEY}, count(*) AS measurements, count(DISTINCT report_id) AS sessions,
        count(DISTINCT probe_id) AS probes, count(DISTINCT software_version) AS software_versions,
        {", ".join(f"count(*) FILTER (outcome = '{o}') AS {o}" for o in (*_CONCLUSIVE, "unknown"))},
        {", ".join(f"count(*) FILTER (state = '{s}') AS state_{s}" for s in _STATES)},
        bool_or(synthetic) AS synthetic, max(rules_version) AS rules_version,
        quantile_disc(lag, 0.5) AS arrival_lag_seconds,
        min(measurement_uid) FILTER (outcome = 'blocked') AS witness
    FROM judged GROUP BY ALL
"""

_STATE = """CASE
    WHEN coalesce(conclusive_observers, 0) = 0
        THEN CASE WHEN state_impaired > 0 THEN 'impaired' ELSE 'insufficient' END
    WHEN blocked_say > ok_say AND blocked_say > down_say
        THEN CASE WHEN state_blocked > state_likely_blocked THEN 'blocked'
            ELSE 'likely_blocked' END
    WHEN ok_say > blocked_say AND ok_say > down_say THEN 'ok'
    WHEN down_say > blocked_say AND down_say > ok_say THEN 'down'
    ELSE 'insufficient' END"""


def counted_query(layer: str, by: str, named: str, conditions: str = "true") -> str:
    """A row a cell that holds any measurement, in no order.

    `named` is the SQL of a row `v` of `verdicts` that a cell's target is called by; `conditions`
    choose rows of `v`. `start` comes as a time in UTC, `hour` or `day`.
    """
    return f"""
        WITH judged AS MATERIALIZED ({_judged(layer, by, named, conditions)})
        SELECT target, probe_cc, probe_asn, nullif(resolver, -1) AS resolver_asn,
            '{layer}' AS layer, make_timestamptz(start * {STEP_MICROSECONDS[by]}) AS {by},
            measurements, sessions, probes, software_versions, ok, down, blocked, unknown,
            {"states" if layer == "overall" else "NULL::VARCHAR AS states"}, rules,
            synthetic, rules_version, observers, blocked_observers, ok_observers,
            conclusive_observers, blocked_say AS blocked_share,
            greatest(blocked_say, ok_say, down_say) AS consensus,
            unknown / measurements AS ambiguity, {_STATE} AS state,
            coalesce(mechanisms, []) AS mechanisms, arrival_lag_seconds, witness
        FROM ({_COUNTED}) JOIN ({_VOICES}) USING ({_KEY}) JOIN ({_tally("rule", "rules")})
            USING ({_KEY}) JOIN ({_tally("state", "states")}) USING ({_KEY})
            LEFT JOIN ({_MECHANISMS}) USING ({_KEY})
    """
