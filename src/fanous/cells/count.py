"""Cells: `target × cc × asn × layer × hour`, dense by meaning and stored sparse.

Decides what a cell counts: outcomes, deciding rules, and what tells how much they are worth
(sessions, probes where known, software versions). The layer `overall` counts measurements by their
outcome and state. An hour without a row is an hour with n = 0, never one that is fine. Leaves every
judgment over cells to later stages.
"""

from __future__ import annotations

from fanous.model.outcome import LAYERS

__all__ = ["CELLS_QUERY"]

_LAYERS = " UNION ALL ".join(
    f"SELECT record, '{layer}' AS layer, {layer} AS outcome, {layer}_rule AS rule FROM verdicts"
    for layer in (*LAYERS,)
)

CELLS_QUERY = f"""
    WITH each_layer AS (
        {_LAYERS}
        UNION ALL
        SELECT record, 'overall', outcome, deciding_rule FROM verdicts
    ), tagged AS (
        SELECT e.layer, e.outcome, e.rule, v.state, v.target, v.probe_cc, v.probe_asn,
            CASE WHEN e.layer = 'dns' THEN v.resolver_asn END AS resolver_asn,
            date_trunc('hour', v.start_time) AS hour,
            v.report_id, m.probe_id, m.software_version, v.synthetic, v.rules_version
        FROM each_layer e
        JOIN verdicts v ON v.record = e.record
        JOIN measurements m ON m.record = e.record
        WHERE v.state <> 'not_handled' AND NOT (e.layer <> 'overall' AND e.rule LIKE '%.no_data')
    ), ruled AS (
        SELECT target, probe_cc, probe_asn, resolver_asn, layer, hour,
            '{{' || string_agg('"' || rule || '": ' || n, ', ' ORDER BY rule) || '}}' AS rules
        FROM (SELECT target, probe_cc, probe_asn, resolver_asn, layer, hour, rule, count(*) AS n
              FROM tagged GROUP BY ALL)
        GROUP BY ALL
    ), stated AS (
        SELECT target, probe_cc, probe_asn, resolver_asn, layer, hour,
            '{{' || string_agg('"' || state || '": ' || n, ', ' ORDER BY state) || '}}' AS states
        FROM (SELECT target, probe_cc, probe_asn, resolver_asn, layer, hour, state, count(*) AS n
              FROM tagged WHERE layer = 'overall' GROUP BY ALL)
        GROUP BY ALL
    ), counted AS (
        SELECT target, probe_cc, probe_asn, resolver_asn, layer, hour,
            count(*) AS measurements,
            count(DISTINCT report_id) AS sessions,
            count(DISTINCT probe_id) AS probes,
            count(DISTINCT software_version) AS software_versions,
            count(*) FILTER (outcome = 'ok') AS ok,
            count(*) FILTER (outcome = 'down') AS down,
            count(*) FILTER (outcome = 'blocked') AS blocked,
            count(*) FILTER (outcome = 'unknown') AS unknown,
            bool_or(synthetic) AS synthetic,
            max(rules_version) AS rules_version
        FROM tagged GROUP BY ALL
    )
    SELECT c.target, c.probe_cc, c.probe_asn, c.resolver_asn, c.layer, c.hour, c.measurements,
        c.sessions, c.probes, c.software_versions, c.ok, c.down, c.blocked, c.unknown,
        s.states, r.rules, c.synthetic, c.rules_version
    FROM counted c
    JOIN ruled r ON r.target = c.target AND r.probe_cc = c.probe_cc
        AND r.probe_asn = c.probe_asn AND r.resolver_asn IS NOT DISTINCT FROM c.resolver_asn
        AND r.layer = c.layer AND r.hour = c.hour
    LEFT JOIN stated s ON s.target = c.target AND s.probe_cc = c.probe_cc
        AND s.probe_asn = c.probe_asn AND s.layer = c.layer AND s.hour = c.hour
    ORDER BY c.target, c.probe_cc, c.probe_asn, c.resolver_asn, c.layer, c.hour
"""
