"""From endpoints to layers, and from layers to a measurement's verdict.

Decides: a layer is blocked if any of its subjects is (on a forged address only if an artefact
settles it: else it speaks of DNS alone); else what its counting endpoints say, those that fetch the
page before extra checks, `ok` before `down` before `unknown`. The measurement is
blocked if any layer is; ok if the page was had; down if a layer is; else unknown. `reachable` says
whether the content was had all the same, by any address the probe tried. A web page is a target of
one member; how a service's members combine is in `services`.

`weight` (see `judge`) orders subjects: the lowest speaks for its layer. Each step is a minimum over
numbers, because a window over a day's subjects took longer than all facts together; and words are
joined to kinds of measurements, not to measurements: there are a hundred of one to millions of the
other.
"""

from __future__ import annotations

from fanous.model.outcome import LAYERS
from fanous.rules.services import SERVICES

__all__ = ["COMBINE", "VERDICT", "VERDICT_OF"]

_BITS = 1 << 20  # of a decision's number


def _layer_keys(layer: str) -> str:
    """One row a record: the subject that speaks for this layer, as a number."""
    return f"""
        SELECT j.record, min(j.weight * {_BITS} + j.decision) AS key
        FROM judged_{layer} j JOIN decisions_{layer} d ON d.decision = j.decision
        LEFT JOIN outvoted v ON v.record = j.record AND v.layer = '{layer}'
            AND v.sequence = j.sequence
        WHERE (j.counts OR (d.outcome = 'blocked' AND d.artefact)) AND v.record IS NULL
        GROUP BY j.record
    """


def _columns(layer: str) -> str:
    return (
        f"{layer}_d.outcome AS {layer}, {layer}_d.rule AS {layer}_rule, "
        f"{layer}_d.evidence AS {layer}_evidence, "
        f"coalesce({layer}_d.artefact, false) AS {layer}_artefact"
    )


_SPOKEN = ", ".join(f"{layer}_decision" for layer in LAYERS)
_FLAGS = "page_had, is_service, service_works, settled"


def _any(test: str) -> str:
    """Whether a layer's columns pass a test, for any layer."""
    return "(" + " OR ".join(f"coalesce({test.format(layer)}, false)" for layer in LAYERS) + ")"


def _place(layer: str, number: int) -> str:
    """How early a layer's rule explains the outcome: an artefact first, then where it stopped."""
    http_unknown = 0 if layer == "http" else 10
    return f"""CASE
        WHEN {layer} IS NULL OR (outcome <> 'unknown' AND {layer} <> outcome) THEN NULL
        WHEN outcome = 'ok' THEN {10 * (len(LAYERS) - number)} + {number}
        WHEN outcome <> 'unknown' THEN CASE WHEN {layer}_artefact THEN 0 ELSE 100 END + {number}
        WHEN {layer} <> 'unknown' THEN NULL
        ELSE CASE {layer}_evidence WHEN 'scored' THEN 0 WHEN 'discarded' THEN 100 ELSE 200 END
            + {http_unknown} + {number} END"""


# A measurement's verdict, beside `measurements m`: a relation of it joined again cost a fifth.
VERDICT = f"""
    coalesce(k.state, 'not_handled') AS state,
    coalesce(k.outcome, 'unknown') AS outcome, k.reachable,
    {", ".join(f"coalesce(k.{layer}, 'unknown') AS {layer}" for layer in LAYERS)},
    {", ".join(f"k.{layer}_rule" for layer in LAYERS)}, k.deciding_rule,
    coalesce(b.mechanisms, []) AS mechanisms,
    CASE WHEN k.outcome = 'blocked' THEN coalesce(u.locus, 'unknown') END AS locus
"""
VERDICT_OF = """
    LEFT JOIN kind_of o ON o.record = m.record
    LEFT JOIN kinds k ON k.kind = o.kind
    LEFT JOIN blamed b ON b.record = m.record
    LEFT JOIN locus u ON u.record = m.record
"""

# Name → query, in order. `judged_<layer>` has a row a subject.
COMBINE: dict[str, str] = {
    **SERVICES,
    **{f"{layer}_keys": _layer_keys(layer) for layer in LAYERS},
    "blamed": """
        SELECT j.record, list_sort(list(DISTINCT d.mechanism)) AS mechanisms,
            bool_or(d.artefact) AS artefact
        FROM judged j JOIN decisions d ON d.decision = j.decision
        LEFT JOIN outvoted v ON v.record = j.record AND v.layer = j.layer
            AND v.sequence = j.sequence
        WHERE d.outcome = 'blocked' AND (j.counts OR d.artefact) AND v.record IS NULL
        GROUP BY j.record
    """,
    "had_content": """
        SELECT DISTINCT j.record FROM judged_http j
        JOIN decisions_http d ON d.decision = j.decision WHERE d.outcome = 'ok'
    """,
    # Who acted, where resolvers of the same probe contradict each other or agree in a lie.
    "dns_locus": """
        WITH lied AS MATERIALIZED (
            SELECT DISTINCT j.record FROM judged_dns j
            JOIN decisions_dns d ON d.decision = j.decision WHERE d.outcome = 'blocked'
        ), asked AS (
            SELECT q.record, q.name, q.resolver, q.asked_over, d.outcome, d.locus, q.answered
            FROM (SELECT * FROM judged_dns WHERE record IN (SELECT record FROM lied)) j
            JOIN decisions_dns d ON d.decision = j.decision
            JOIN (SELECT * FROM dns_view WHERE record IN (SELECT record FROM lied)) q
                ON q.record = j.record AND q.sequence = j.sequence
        ), named AS (
            SELECT record, name, max(locus) FILTER (outcome = 'blocked' AND locus <> 'unknown')
                    AS shown,
                count(DISTINCT resolver) FILTER (outcome = 'blocked') AS lied,
                bool_or(outcome = 'blocked' AND asked_over > 0) AS lied_in_cleartext,
                bool_or(outcome = 'ok' AND answered) AS told_truth
            FROM asked GROUP BY record, name HAVING bool_or(outcome = 'blocked')
        )
        SELECT record, min(CASE WHEN shown IS NOT NULL THEN shown
            WHEN told_truth AND lied = 1 AND NOT lied_in_cleartext THEN 'resolver'
            WHEN lied > 1 AND lied_in_cleartext THEN 'path' ELSE 'unknown' END) AS locus
        FROM named GROUP BY record
    """,
    "locus": """
        SELECT record, coalesce(min(locus) FILTER (locus <> 'unknown'), 'unknown') AS locus FROM (
            SELECT record, locus FROM dns_locus
            UNION ALL
            SELECT j.record, d.locus FROM judged j JOIN decisions d ON d.decision = j.decision
            WHERE d.outcome = 'blocked' AND d.layer <> 'dns'
        ) GROUP BY record
    """,
    # A day's records amount to few kinds: what is said below is said once a kind.
    "spoken": f"""
        SELECT p.record,
            {", ".join(f"coalesce({x}_k.key % {_BITS}, -1) AS {x}_decision" for x in LAYERS)},
            h.record IS NOT NULL AS page_had, s.record IS NOT NULL AS is_service,
            coalesce(s.works, false) AS service_works, coalesce(b.artefact, false) AS settled
        FROM place p
        {" ".join(f"LEFT JOIN {x}_keys {x}_k ON {x}_k.record = p.record" for x in LAYERS)}
        LEFT JOIN had_content h ON h.record = p.record
        LEFT JOIN service_outcomes s ON s.record = p.record
        LEFT JOIN blamed b ON b.record = p.record
    """,
    "layered": f"""
        SELECT row_number() OVER () AS kind, s.*, {", ".join(_columns(layer) for layer in LAYERS)}
        FROM (SELECT DISTINCT {_SPOKEN}, {_FLAGS} FROM spoken) s
        {
        " ".join(
            f"LEFT JOIN decisions_{x} {x}_d ON {x}_d.decision = s.{x}_decision" for x in LAYERS
        )
    }
    """,
    "kind_of": f"""
        SELECT s.record, l.kind FROM spoken s JOIN layered l ON
            {" AND ".join(f"l.{name} = s.{name}" for name in f"{_SPOKEN}, {_FLAGS}".split(", "))}
    """,
    "outcomes": f"""
        SELECT l.*,
            CASE WHEN {_any("{} = 'blocked'")} THEN 'blocked'
                WHEN NOT l.is_service AND l.http = 'ok' THEN 'ok'
                WHEN l.service_works THEN 'ok'
                WHEN {_any("{} = 'down'")} AND (l.http = 'down'
                    OR NOT {_any("({0} = 'unknown' AND {0}_evidence = 'scored')")}) THEN 'down'
                ELSE 'unknown' END AS outcome
        FROM layered l
    """,
    # The rule whose sentence explains the state: of the layers with the outcome, an artefact
    # first, then the layer where a connection stops first.
    "deciding": f"""
        SELECT *, least({", ".join(_place(layer, n) for n, layer in enumerate(LAYERS))}) % 10
            AS deciding_layer,
            {_any("({0} = 'unknown' AND {0}_evidence = 'scored')")} AS any_failing
        FROM outcomes
    """,
    "kinds": f"""
        SELECT o.kind, o.outcome,
            CASE WHEN o.outcome = 'blocked' AND o.settled THEN 'blocked'
                WHEN o.outcome = 'blocked' THEN 'likely_blocked'
                WHEN o.outcome = 'unknown' AND o.any_failing THEN 'impaired'
                WHEN o.outcome = 'unknown' THEN 'insufficient'
                ELSE o.outcome END AS state,
            CASE WHEN NOT o.is_service AND o.page_had OR o.service_works THEN true
                WHEN o.outcome IN ('blocked', 'down') THEN false ELSE NULL END AS reachable,
            {", ".join(f"coalesce(o.{layer}, 'unknown') AS {layer}" for layer in LAYERS)},
            {
        ", ".join(
            f"coalesce(o.{layer}_rule, '{layer}.no_data') AS {layer}_rule" for layer in LAYERS
        )
    },
            CASE {
        " ".join(
            f"WHEN o.deciding_layer = {number} THEN o.{layer}_rule"
            for number, layer in enumerate(LAYERS)
        )
    }
                ELSE 'http.no_data' END AS deciding_rule
        FROM deciding o
    """,
    "measurement_verdicts": f"SELECT m.record, {VERDICT} FROM measurements m {VERDICT_OF}",
}
