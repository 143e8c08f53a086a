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
_SETTLED = 1  # of `blame`: an artefact settles it; the bits above are mechanisms, by their place
_PAGE_HAD = 8  # of `shown`: a request is ok; the bits below are loci
_LOCI = {"path": 1, "resolver": 2, "server": 4}  # what is first here is said


def _speaking(layer: str) -> str:
    """A row a subject of a layer: its number if it speaks for the layer; what it blames if so, and
    what it shows in any case, as bits."""
    mine = {layer: "CASE WHEN speaks THEN key END"}
    keys = (f"{mine.get(x, 'NULL::BIGINT')} AS {x}" for x in LAYERS)
    return f"""
        SELECT record, {", ".join(keys)}, CASE WHEN speaks THEN blame ELSE 0 END AS blame, shown
        FROM (
            SELECT j.record, j.weight * {_BITS} + j.decision AS key, d.blame, d.shown,
                (j.counts OR d.settles) AND v.record IS NULL AS speaks
            FROM judged_{layer} j JOIN meant d ON d.decision = j.decision
            LEFT JOIN outvoted v ON v.record = j.record AND v.layer = '{layer}'
                AND v.sequence = j.sequence
        )"""


def _columns(layer: str) -> str:
    return (
        f"{layer}_d.outcome AS {layer}, {layer}_d.rule AS {layer}_rule, "
        f"{layer}_d.evidence AS {layer}_evidence, "
        f"coalesce({layer}_d.artefact, false) AS {layer}_artefact"
    )


_LOCUS_BIT = "CASE {} " + " ".join(f"WHEN '{x}' THEN {y}" for x, y in _LOCI.items()) + " ELSE 0 END"
_LOCUS_WORD = (
    "CASE "
    + " ".join(f"WHEN o.loci & {y} > 0 THEN '{x}'" for x, y in _LOCI.items())
    + " ELSE 'unknown' END"
)
_SPOKEN = ", ".join(f"{layer}_decision" for layer in LAYERS)
_FLAGS = "page_had, is_service, service_works, blame, loci"


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
    coalesce(k.mechanisms, []) AS mechanisms, k.locus
"""
VERDICT_OF = """
    LEFT JOIN kind_of o ON o.record = m.record
    LEFT JOIN kinds k ON k.kind = o.kind
"""

# Name → query, in order. `judged_<layer>` has a row a subject.
COMBINE: dict[str, str] = {
    **SERVICES,
    "mechanism_names": """
        SELECT coalesce(list(mechanism ORDER BY mechanism), []) AS names
        FROM (SELECT DISTINCT mechanism FROM decisions WHERE outcome = 'blocked')
    """,
    # What a decision means for its measurement: bits, because adding bits up is what is quick.
    "meant": f"""
        SELECT d.decision, d.outcome = 'blocked' AND d.artefact AS settles,
            CASE WHEN d.outcome <> 'blocked' THEN 0
                ELSE coalesce(1::BIGINT << list_position(n.names, d.mechanism), 0)
                    + CASE WHEN d.artefact THEN {_SETTLED} ELSE 0 END END AS blame,
            CASE WHEN d.outcome = 'ok' AND d.layer = 'http' THEN {_PAGE_HAD}
                WHEN d.outcome <> 'blocked' OR d.layer = 'dns' THEN 0
                ELSE {_LOCUS_BIT.format("d.locus")} END AS shown
        FROM decisions d, mechanism_names n
    """,
    # One row a record: which subject speaks for each layer; what they blame, and what all show.
    "speaking": f"""
        SELECT record, {", ".join(f"min({layer}) AS {layer}" for layer in LAYERS)},
            bit_or(blame) AS blame, bit_or(shown) AS shown
        FROM ({" UNION ALL ".join(_speaking(layer) for layer in LAYERS)}) GROUP BY record
    """,
    # Who acted, where resolvers of the same probe contradict each other or agree in a lie.
    "dns_locus": f"""
        WITH lied AS MATERIALIZED (
            SELECT DISTINCT j.record FROM judged_dns j
            JOIN decisions_dns d ON d.decision = j.decision WHERE d.outcome = 'blocked'
        ), asked AS (
            SELECT q.record, q.name, q.resolver, q.asked_over, d.outcome, d.locus, q.gave
            FROM (SELECT * FROM judged_dns WHERE record IN (SELECT record FROM lied)) j
            JOIN decisions_dns d ON d.decision = j.decision
            JOIN (SELECT * FROM dns_view WHERE record IN (SELECT record FROM lied)) q
                ON q.record = j.record AND q.sequence = j.sequence
        ), named AS (
            SELECT record, name, max(locus) FILTER (outcome = 'blocked' AND locus <> 'unknown')
                    AS shown,
                count(DISTINCT resolver) FILTER (outcome = 'blocked') AS lied,
                bool_or(outcome = 'blocked' AND asked_over > 0) AS lied_in_cleartext,
                bool_or(outcome = 'ok' AND gave > 0) AS told_truth
            FROM asked GROUP BY record, name HAVING bool_or(outcome = 'blocked')
        )
        SELECT record, bit_or(CASE WHEN shown IS NOT NULL THEN {_LOCUS_BIT.format("shown")}
            WHEN told_truth AND lied = 1 AND NOT lied_in_cleartext THEN {_LOCI["resolver"]}
            WHEN lied > 1 AND lied_in_cleartext THEN {_LOCI["path"]} ELSE 0 END) AS loci
        FROM named GROUP BY record
    """,
    # A day's records amount to few kinds: what is said below is said once a kind.
    "spoken": f"""
        SELECT p.record,
            {", ".join(f"coalesce(s.{x} % {_BITS}, -1) AS {x}_decision" for x in LAYERS)},
            coalesce(s.shown & {_PAGE_HAD} > 0, false) AS page_had,
            o.record IS NOT NULL AS is_service, coalesce(o.works, false) AS service_works,
            coalesce(s.blame, 0) AS blame,
            (coalesce(s.shown, 0) | coalesce(l.loci, 0)) & {_PAGE_HAD - 1} AS loci
        FROM place p
        LEFT JOIN speaking s ON s.record = p.record
        LEFT JOIN service_outcomes o ON o.record = p.record
        LEFT JOIN dns_locus l ON l.record = p.record
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
            CASE WHEN o.outcome = 'blocked' AND o.blame & {_SETTLED} > 0 THEN 'blocked'
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
                ELSE 'http.no_data' END AS deciding_rule,
            list_filter(n.names, lambda name, place: (o.blame >> place) & 1 = 1) AS mechanisms,
            CASE WHEN o.outcome = 'blocked' THEN {_LOCUS_WORD} END AS locus
        FROM deciding o, mechanism_names n
    """,
    "measurement_verdicts": f"SELECT m.record, {VERDICT} FROM measurements m {VERDICT_OF}",
}
