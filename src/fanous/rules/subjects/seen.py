"""What one measurement saw, in relations that several layers join.

Decides how observations are named by numbers (a name, an address and a resolver by their hashes:
within a measurement that tells them apart), which resolvers answered what, which address families
work, where a chain of redirects stopped, and which requests were never sent.

Input relations: `dns`, `tcp`, `http`, `place`, `handshakes`, `control_view`, `control_tls_view`.
"""

from __future__ import annotations

__all__ = ["ENCRYPTED", "GAVE_V4", "GAVE_V6", "SEEN"]

ENCRYPTED = "('doh', 'dot', 'doh3', 'odoh')"

# What an answer gave, as bits: an IPv4 address, an IPv6 address, any. Nothing: no bit.
GAVE_V4, GAVE_V6, _GAVE = 1, 2, 4
_TYPED = (
    f"WHEN query_type = 'A' THEN {_GAVE | GAVE_V4} WHEN query_type = 'AAAA' THEN {_GAVE | GAVE_V6}"
)
_WRITTEN = " + ".join(
    f"CASE WHEN contains(array_to_string(answers, ' '), '{mark}') THEN {bit} ELSE 0 END"
    for mark, bit in ((".", GAVE_V4), (":", GAVE_V6))
)

SEEN: dict[str, str] = {
    "dns_view": f"""
        SELECT record, sequence, coalesce(depth, 0) AS depth,
            CASE query_type WHEN 'A' THEN 4 WHEN 'AAAA' THEN 6 WHEN 'ANY' THEN 0 END::UTINYINT
                AS asked_for,
            engine IN {ENCRYPTED} AS encrypted,
            hash(hostname) AS name, hash(engine, resolver_address) AS resolver,
            CASE WHEN engine = 'udp' THEN CASE WHEN starts_with(resolver_address, '[') THEN 6
                ELSE 4 END END::UTINYINT AS asked_over,
            CASE WHEN answers IS NULL THEN NULL WHEN len(answers) = 0 THEN 0
                {_TYPED} ELSE {_GAVE} + {_WRITTEN} END::UTINYINT AS gave,
            fingerprint_kind, failure
        FROM dns
    """,
    "resolver_view": """
        SELECT record, name, resolver, bool_or(encrypted) AS encrypted,
            bit_or(gave) AS gave,
            bool_or(failure = 'dns_nxdomain_error') AS said_missing
        FROM dns_view GROUP BY record, name, resolver
    """,
    "name_view": """
        SELECT record, name,
            bool_or(encrypted AND gave > 0) AS encrypted_answered,
            bool_or(encrypted AND said_missing) AS encrypted_nxdomain,
            count(*) FILTER (gave > 0) AS resolvers_answering
        FROM resolver_view GROUP BY record, name
    """,
    "answer_view": f"""
        SELECT *, CASE WHEN ip IS NOT NULL THEN hash(ip) END AS address FROM (
            SELECT record, sequence, hostname, hash(hostname) AS name, len(answers) AS given,
                unnest(answers) AS ip, unnest(answer_asns) AS asn, unnest(answer_bogons) AS bogon
            FROM dns WHERE len(answers) > 0 AND NOT engine IN {ENCRYPTED})
    """,
    # Connects by the hash of their address: its text is read again for the few that need it.
    "tcp_view": """
        SELECT record, sequence, coalesce(depth, 0) AS depth,
            CASE WHEN ip IS NOT NULL THEN hash(ip) END AS address, port, family,
            success, failure, fetch_body, transaction_id
        FROM tcp
    """,
    # A refusal over IPv4 is an answer. Over IPv6 it may come from the probe's own device or router.
    "family_view": """
        SELECT record, bool_or(family = 4) AS ipv4_works, bool_or(family = 6) AS ipv6_works FROM (
            SELECT record, CASE WHEN success THEN family ELSE 4 END AS family FROM tcp_view
            WHERE CASE WHEN success THEN family > 0
                ELSE family = 4 AND failure IN ('connection_refused', 'connection_reset') END
            UNION ALL
            SELECT record, asked_over FROM dns_view
            WHERE asked_over > 0 AND (gave > 0 OR failure = 'dns_nxdomain_error')
        ) GROUP BY record
    """,
    # All that is known of a measurement as a whole, in one row: subjects join it once.
    "record_view": """
        SELECT p.* EXCLUDE (test_name), c.* EXCLUDE (record), c.record IS NOT NULL AS has_control,
            c.record IS NOT NULL OR f.ipv4_works AS ipv4_works, f.ipv6_works, t.tried_tls
        FROM place p
        LEFT JOIN control_view c ON c.record = p.record
        LEFT JOIN family_view f ON f.record = p.record
        LEFT JOIN control_tls_view t ON t.record = p.record
    """,
    # Where a chain of redirects stopped: a step that the hop needs failed, and nothing came after.
    "stopped_hops": """
        WITH steps AS (
            SELECT record, depth, false AS content,
                gave = 0 AND failure <> 'dns_no_answer' AS failed
            FROM dns_view WHERE depth > 0 AND NOT encrypted
            UNION ALL
            SELECT record, depth, false, NOT success FROM tcp_view WHERE depth > 0 AND fetch_body
            UNION ALL
            SELECT record, depth, success, NOT success
            FROM handshakes WHERE depth > 0 AND fetch_body
            UNION ALL
            SELECT record, depth, coalesce(status > 0, false),
                status = 0 AND failure IN
                    ('connection_reset', 'eof_error', 'generic_timeout_error')
            FROM http WHERE depth > 0
        ), reached AS (
            SELECT record, max(depth) AS deepest FROM steps WHERE content GROUP BY record
        )
        SELECT DISTINCT s.record, s.depth
        FROM steps s LEFT JOIN reached r ON r.record = s.record
        WHERE s.failed AND s.depth > coalesce(r.deepest, 0)
    """,
    # Requests that were never sent: what they need was tried, and failed.
    "requests_not_sent": """
        WITH failed AS MATERIALIZED (
            SELECT record, sequence, hash(hostname) AS name, port, scheme FROM http
            WHERE NOT success AND coalesce(status, 0) = 0
        )
        SELECT DISTINCT r.record, r.sequence FROM failed r
        LEFT JOIN (SELECT record, name FROM name_view WHERE resolvers_answering = 0) n
            ON n.record = r.record AND n.name = r.name
        LEFT JOIN (SELECT record, port FROM tcp_view WHERE record IN (SELECT record FROM failed)
                   GROUP BY record, port HAVING NOT bool_or(success)) c
            ON c.record = r.record AND c.port = r.port
        LEFT JOIN (SELECT record, name FROM handshakes
                   WHERE record IN (SELECT record FROM failed)
                   GROUP BY ALL HAVING NOT bool_or(success)) h
            ON r.scheme = 'https' AND h.record = r.record AND h.name = r.name
        WHERE coalesce(n.record, c.record, h.record) IS NOT NULL
    """,
}
