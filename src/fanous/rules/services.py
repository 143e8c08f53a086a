"""How the endpoints of a service make its members, and members the service.

Decides: in a pool (`any_of`) one endpoint that works outvotes those that don't; a service works if
each member that is needed and was tried does, at the deepest layer that its declaration speaks of.
What a service consists of is declared (`reference.services`); here it is only counted.
"""

from __future__ import annotations

__all__ = ["SERVICES"]

_DEEPEST = "CASE WHEN s.http THEN 'http' WHEN s.tls THEN 'tls' WHEN s.tcp THEN 'tcp' ELSE 'dns' END"


def _matched(layer: str, source: str, host: str, ip: str, port: str) -> str:
    """The endpoints of a declaration that a layer's rows belong to."""
    return f"""
        SELECT t.record, '{layer}' AS layer, t.sequence, p.test_name, s.member, s.member_rule,
            s.needed, {_DEEPEST} AS deepest
        FROM {source} t JOIN place p ON p.record = t.record AND p.is_service
        LEFT JOIN services s ON s.test_name = p.test_name AND s.{layer}
            AND ((s.kind = 'host' AND s.hostname = {host} AND ({port} IS NULL OR s.port IS NULL
                    OR s.port = {port}))
                OR (s.kind = 'address' AND s.ip = {ip} AND (s.port IS NULL OR s.port = {port})))
    """


# A connect holds no name: it belongs to the names whose answers hold its address.
_NAMED_CONNECTS = """(
    SELECT t.record, t.sequence, t.ip, t.port, a.hostname
    FROM unhelped_tcp t
    LEFT JOIN (
        SELECT * FROM answer_view WHERE record IN (SELECT record FROM place WHERE is_service)
    ) a ON a.record = t.record AND a.ip = t.ip
)"""

SERVICES: dict[str, str] = {
    "matched": f"""
        {_matched("dns", "unhelped_dns", "t.hostname", "NULL", "NULL::BIGINT")}
        UNION {_matched("tcp", _NAMED_CONNECTS, "t.hostname", "t.ip", "t.port")}
        UNION {_matched("tls", "handshakes", "t.server_name", "t.ip", "t.port")}
        UNION {_matched("http", "unhelped_http", "t.hostname", "t.hostname", "t.port")}
    """,
    # What no name or address of the declaration matches belongs to the member of the others.
    "membership": f"""
        SELECT record, layer, sequence, member, member_rule, needed, deepest FROM matched
        WHERE member IS NOT NULL
        UNION
        SELECT m.record, m.layer, m.sequence, s.member, s.member_rule, s.needed, {_DEEPEST}
        FROM (SELECT record, layer, sequence, test_name FROM matched GROUP BY ALL
              HAVING bool_and(member IS NULL)) m
        JOIN services s ON s.test_name = m.test_name AND s.kind = 'other'
            AND CASE m.layer WHEN 'dns' THEN s.dns WHEN 'tcp' THEN s.tcp
                WHEN 'tls' THEN s.tls ELSE s.http END
    """,
    "member_votes": """
        SELECT b.*, d.outcome, d.evidence FROM judged j
        JOIN membership b ON b.record = j.record AND b.layer = j.layer AND b.sequence = j.sequence
        JOIN decisions d ON d.decision = j.decision
    """,
    # In a pool, what fails beside something that works at the same layer says nothing of it. What
    # works of one member does not speak for another that is needed and fails. And what a
    # declaration does not call needed never speaks for the service.
    "outvoted": """
        SELECT v.record, v.layer, v.sequence FROM member_votes v
        GROUP BY ALL HAVING bool_and(NOT v.needed)
        UNION
        SELECT v.record, v.layer, v.sequence FROM member_votes v
        JOIN (SELECT DISTINCT record, layer, member FROM member_votes
              WHERE outcome = 'ok' AND member_rule = 'any_of') w
            ON w.record = v.record AND w.layer = v.layer AND w.member = v.member
        WHERE v.outcome <> 'ok'
        UNION
        SELECT v.record, v.layer, v.sequence FROM member_votes v
        JOIN (SELECT record, layer FROM member_votes WHERE needed GROUP BY record, layer, member
              HAVING bool_and(outcome <> 'ok') AND bool_or(outcome = 'down'
                  OR (outcome = 'unknown' AND evidence = 'scored'))) f
            ON f.record = v.record AND f.layer = v.layer
        WHERE v.outcome = 'ok'
    """,
    "service_outcomes": """
        WITH member_works AS (
            SELECT record, member, any_value(member_rule) AS member_rule,
                bool_or(outcome = 'ok') FILTER (layer = deepest) AS any_works,
                bool_and(outcome = 'ok') FILTER (layer = deepest) AS all_work
            FROM member_votes WHERE needed GROUP BY record, member
        )
        SELECT p.record,
            coalesce(bool_and(coalesce(CASE WHEN w.member_rule = 'any_of' THEN w.any_works
                ELSE w.all_work END, false)), false) AND count(w.member) > 0 AS works
        FROM place p LEFT JOIN member_works w ON w.record = p.record
        WHERE p.is_service GROUP BY p.record
    """,
}
