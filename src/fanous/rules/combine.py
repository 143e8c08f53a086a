"""From endpoints to layers, and from layers to a measurement's verdict.

Decides: a layer is blocked if any of its subjects is; else what its counting endpoints say, those
that fetch the page before extra checks, `ok` before `down` before `unknown`. The measurement is
blocked if any layer is; ok if the page was had; down if a layer is; else unknown. `reachable` says
whether the content was had all the same, by any address the probe tried. A web page is a target of
one member, so no pool rule applies here.
"""

from __future__ import annotations

from fanous.model.outcome import LAYERS

__all__ = ["COMBINE"]

_LAYER_COLUMNS = ", ".join(
    f"coalesce(max(outcome) FILTER (layer = '{layer}'), 'unknown') AS {layer}, "
    f"max(rule) FILTER (layer = '{layer}') AS {layer}_rule"
    for layer in LAYERS
)

# Name → query, in order. `judged` has a row a subject.
COMBINE: dict[str, str] = {
    "layer_verdicts": """
        SELECT record, layer, outcome, rule, evidence, mechanism, artefact, rank
        FROM judged
        WHERE outcome = 'blocked' OR counts
        QUALIFY row_number() OVER (
            PARTITION BY record, layer
            ORDER BY
                CASE WHEN outcome = 'blocked' THEN 0 ELSE 1 END,
                CASE WHEN outcome = 'blocked' THEN 0 WHEN content THEN 1 ELSE 2 END,
                CASE outcome WHEN 'blocked' THEN 0 WHEN 'ok' THEN 1 WHEN 'down' THEN 2 ELSE 3 END,
                CASE evidence WHEN 'scored' THEN 0 WHEN 'discarded' THEN 1 ELSE 2 END,
                rank, sequence
        ) = 1
    """,
    "layered": f"""
        SELECT record, {_LAYER_COLUMNS},
            bool_or(outcome = 'blocked') AS any_blocked,
            bool_or(outcome = 'blocked' AND artefact) AS any_artefact,
            bool_or(outcome = 'down') AS any_down,
            bool_or(outcome = 'unknown' AND evidence = 'scored') AS any_failing
        FROM layer_verdicts GROUP BY record
    """,
    "blamed": """
        SELECT record, list_sort(list(DISTINCT mechanism)) AS mechanisms
        FROM judged WHERE outcome = 'blocked' AND mechanism IS NOT NULL GROUP BY record
    """,
    "had_content": """
        SELECT record, bool_or(layer = 'http' AND outcome = 'ok') AS had
        FROM judged GROUP BY record
    """,
    "outcomes": """
        SELECT m.record,
            CASE WHEN l.any_blocked THEN 'blocked' WHEN l.http = 'ok' THEN 'ok'
                WHEN l.any_down AND (l.http = 'down' OR NOT l.any_failing) THEN 'down'
                ELSE 'unknown' END AS outcome,
            coalesce(h.had, false) AS had
        FROM measurements m
        LEFT JOIN layered l ON l.record = m.record
        LEFT JOIN had_content h ON h.record = m.record
    """,
    # The rule whose sentence explains the state: of the layers with the outcome, an artefact
    # first, then the layer where a connection stops first.
    "deciding": """
        SELECT o.record, v.rule
        FROM outcomes o JOIN layer_verdicts v ON v.record = o.record
            AND (v.outcome = o.outcome OR o.outcome = 'unknown')
        QUALIFY row_number() OVER (
            PARTITION BY o.record
            ORDER BY
                CASE WHEN o.outcome = 'ok' AND v.layer = 'http' THEN 0 ELSE 1 END,
                v.artefact DESC,
                CASE WHEN o.outcome = 'unknown' THEN
                    CASE WHEN v.outcome = 'unknown' AND v.evidence = 'scored' THEN 0
                         WHEN v.outcome = 'unknown' AND v.evidence = 'discarded' THEN 1
                         ELSE 2 END
                    ELSE 0 END,
                CASE WHEN o.outcome = 'unknown' AND v.layer = 'http' THEN 0 ELSE 1 END,
                CASE v.layer WHEN 'dns' THEN 0 WHEN 'tcp' THEN 1 WHEN 'tls' THEN 2 ELSE 3 END
        ) = 1
    """,
    "measurement_verdicts": """
        SELECT m.record,
            CASE
                WHEN NOT m.handled THEN 'not_handled'
                WHEN o.outcome = 'blocked' AND l.any_artefact THEN 'blocked'
                WHEN o.outcome = 'blocked' THEN 'likely_blocked'
                WHEN o.outcome = 'unknown' AND l.any_failing THEN 'impaired'
                WHEN o.outcome = 'unknown' THEN 'insufficient'
                ELSE o.outcome END AS state,
            CASE WHEN m.handled THEN o.outcome ELSE 'unknown' END AS outcome,
            CASE WHEN o.had THEN true WHEN o.outcome IN ('blocked', 'down') THEN false
                ELSE NULL END AS reachable,
            coalesce(l.dns, 'unknown') AS dns, coalesce(l.tcp, 'unknown') AS tcp,
            coalesce(l.tls, 'unknown') AS tls, coalesce(l.http, 'unknown') AS http,
            CASE WHEN m.handled THEN coalesce(l.dns_rule, 'dns.no_data') END AS dns_rule,
            CASE WHEN m.handled THEN coalesce(l.tcp_rule, 'tcp.no_data') END AS tcp_rule,
            CASE WHEN m.handled THEN coalesce(l.tls_rule, 'tls.no_data') END AS tls_rule,
            CASE WHEN m.handled THEN coalesce(l.http_rule, 'http.no_data') END AS http_rule,
            CASE WHEN m.handled THEN coalesce(d.rule, 'http.no_data') END AS deciding_rule,
            coalesce(b.mechanisms, []) AS mechanisms
        FROM measurements m
        LEFT JOIN layered l ON l.record = m.record
        LEFT JOIN outcomes o ON o.record = m.record
        LEFT JOIN blamed b ON b.record = m.record
        LEFT JOIN deciding d ON d.record = m.record
    """,
}
