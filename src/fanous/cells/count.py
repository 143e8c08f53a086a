"""Verdicts counted into cells: one target on one network in one layer in one hour.

Decides what a cell counts (measurements, distinct sessions, probes and software versions, outcomes,
deciding rules) and that a layer without any subject of its own has no cell.
"""

from __future__ import annotations

from fanous.model.outcome import LAYERS

__all__ = ["CELLS_QUERY", "COUNTED_QUERY"]

# What a cell needs of each verdict: small enough to keep for a whole day.
COUNTED_QUERY = f"""
    SELECT v.target, v.probe_cc, v.probe_asn, v.resolver_asn, v.start_time, v.report_id,
        m.probe_id, m.software_version, v.state, v.test_name, v.synthetic, v.rules_version,
        v.outcome AS overall, v.deciding_rule AS overall_rule,
        {", ".join(f"v.{layer}, v.{layer}_rule" for layer in LAYERS)}
    FROM verdicts v JOIN measurements m ON m.record = v.record
"""

_EACH_LAYER = " UNION ALL ".join(
    f"SELECT base, '{layer}' AS layer, {resolver} AS resolver_asn, {layer} AS outcome, "
    f"{layer}_rule AS rule, report_id, probe_id, software_version FROM based{where}"
    for layer, resolver, where in (
        *((str(layer), "resolver_asn" if layer == "dns" else "NULL::BIGINT",
           f" WHERE {layer}_rule <> '{layer}.no_data'") for layer in LAYERS),
        ("overall", "NULL::BIGINT", ""),
    )
)  # fmt: skip


def _distinct(name: str) -> str:
    """Distinct values by cell: two passes, because a set for each of many small groups is slow."""
    return f"""(SELECT cell, count(*) AS {name}s FROM (
        SELECT DISTINCT cell, {name} FROM placed WHERE {name} IS NOT NULL) GROUP BY cell)"""


def _tallied(word: str, source: str) -> str:
    """Counts by a word, as JSON text, keys in order."""
    return f"""(SELECT cell, '{{' || array_to_string(list_sort(list(
            '"' || {word} || '": ' || n)), ', ') || '}}' AS {word}s
        FROM (SELECT cell, {word}, count(*) AS n FROM {source} GROUP BY ALL) GROUP BY cell)"""


CELLS_QUERY = f"""
    WITH timed AS (
        SELECT *, date_trunc('hour', start_time) AS hour FROM counted WHERE state <> 'not_handled'
    ), bases AS (
        SELECT row_number() OVER () AS base, *
        FROM (SELECT DISTINCT target, probe_cc, probe_asn, hour FROM timed)
    ), based AS (
        SELECT b.base, t.* FROM timed t
        JOIN bases b ON b.target = t.target AND b.probe_cc = t.probe_cc
            AND b.probe_asn = t.probe_asn AND b.hour = t.hour
    ), layered AS ({_EACH_LAYER}
    ), cells_of AS (
        SELECT row_number() OVER () AS cell, base, layer, resolver_asn, measurements, ok, down,
            blocked, unknown
        FROM (SELECT base, layer, resolver_asn, count(*) AS measurements,
                count(*) FILTER (outcome = 'ok') AS ok,
                count(*) FILTER (outcome = 'down') AS down,
                count(*) FILTER (outcome = 'blocked') AS blocked,
                count(*) FILTER (outcome = 'unknown') AS unknown
            FROM layered GROUP BY ALL)
    ), placed AS (
        SELECT c.cell, l.rule, l.report_id, l.probe_id, l.software_version
        FROM layered l JOIN cells_of c ON c.base = l.base AND c.layer = l.layer
            AND c.resolver_asn IS NOT DISTINCT FROM l.resolver_asn
    ), stated AS (
        SELECT c.cell, b.state FROM based b
        JOIN cells_of c ON c.base = b.base AND c.layer = 'overall'
    ), marked AS (
        SELECT base, bool_or(synthetic) AS synthetic, max(rules_version) AS rules_version
        FROM based GROUP BY base
    )
    SELECT b.target, b.probe_cc, b.probe_asn, c.resolver_asn, c.layer, b.hour, c.measurements,
        coalesce(s.report_ids, 0) AS sessions, coalesce(p.probe_ids, 0) AS probes,
        coalesce(w.software_versions, 0) AS software_versions,
        c.ok, c.down, c.blocked, c.unknown, x.states, r.rules, k.synthetic, k.rules_version
    FROM cells_of c
    JOIN bases b ON b.base = c.base
    JOIN marked k ON k.base = c.base
    LEFT JOIN {_distinct("report_id")} s ON s.cell = c.cell
    LEFT JOIN {_distinct("probe_id")} p ON p.cell = c.cell
    LEFT JOIN {_distinct("software_version")} w ON w.cell = c.cell
    LEFT JOIN {_tallied("rule", "placed")} r ON r.cell = c.cell
    LEFT JOIN {_tallied("state", "stated")} x ON x.cell = c.cell
"""
