"""Views that put stored tables together again: what was decided of each step, in full.

Decides how a step is named in words of the wire. Stored are a step's outcome and its combination of
facts as a number; what the number stands for is stored once a day (`decisions`), because the lists
of facts and rules took longer to write than to establish.
"""

from __future__ import annotations

__all__ = ["ENDPOINT_VERDICTS", "endpoint_verdicts"]

_ADDRESS = """coalesce(CASE WHEN contains(t.ip, ':') THEN '[' || t.ip || ']' ELSE t.ip END
    || ':' || coalesce(t.port::VARCHAR, '?'), '?')"""

_NAMED = {
    "dns": """concat_ws(' ', t.engine, coalesce(t.query_type, '?'), t.hostname)
        || CASE WHEN t.resolver_address = '' THEN '' ELSE ' @' || t.resolver_address END""",
    "tcp": _ADDRESS,
    "tls": f"{_ADDRESS} || ' ' || coalesce(t.server_name, '?')",
    "http": "coalesce(t.method, 'GET') || ' ' || coalesce(t.url, '?')",
}


def endpoint_verdicts(steps: str, decisions: str, matching: str) -> str:
    """Every step with its name, its decision, the facts and the rules that held.

    `steps` and `decisions` are relations, `matching` joins a row `j` of one to `d` of the other.
    """
    return " UNION ALL ".join(
        f"""SELECT m.measurement_uid, j.record, j.layer, j.sequence, j.depth, {named} AS endpoint,
            j.counts, d.rule, d.outcome, d.evidence, d.mechanism, d.locus, d.facts, d.fired
        FROM {steps} j
        JOIN {decisions} d ON {matching}
        JOIN {layer} t ON t.record = j.record AND t.sequence = j.sequence
        JOIN measurements m ON m.record = j.record
        WHERE j.layer = '{layer}'"""
        for layer, named in _NAMED.items()
    )


ENDPOINT_VERDICTS = endpoint_verdicts(
    "endpoint_outcomes",
    "(SELECT DISTINCT * FROM decisions)",
    "d.rules = j.rules AND d.layer = j.layer AND d.mask = j.mask",
)
