"""Relations over all of a record's observations, which several layers join.

Decides what one measurement says of itself as a whole: which resolvers answered, which address
families work, where a chain of redirects stopped, which addresses are genuine. One row each of
what is named by the key; all joins are on numbers first.
"""

from __future__ import annotations

from fanous.control.pool import enough

__all__ = ["ENCRYPTED", "RELATIONS"]

ENCRYPTED = "('doh', 'dot', 'doh3', 'odoh')"

# Resolvers that never tell a site's servers where the asker is (no EDNS Client Subnet), so that
# their answers cannot depend on the asker's network. Operators' own statements.
_WITHOUT_CLIENT_SUBNET = """(
    '1.1.1.1:53', '1.0.0.1:53', '[2606:4700:4700::1111]:53', '[2606:4700:4700::1001]:53',
    '9.9.9.9:53', '149.112.112.112:53', '[2620:fe::fe]:53', '[2620:fe::9]:53'
)"""

RELATIONS: dict[str, str] = {
    "dns_view": f"""
        SELECT record, sequence, coalesce(depth, 0) AS depth, hostname, query_type, engine,
            resolver_address, engine IN {ENCRYPTED} AS encrypted, answers, answer_asns,
            fingerprint_kind, len(answers) > 0 AS answered,
            contains(array_to_string(answers, ' '), '.') AS answered_v4,
            contains(array_to_string(answers, ' '), ':') AS answered_v6,
            list_contains(answer_bogons, true) AS any_bogon,
            failure
        FROM dns
    """,
    "resolver_view": """
        SELECT record, hostname, engine, resolver_address, bool_or(encrypted) AS encrypted,
            bool_or(answered) AS resolver_answered,
            bool_or(answered_v4) AS resolver_gave_v4, bool_or(answered_v6) AS resolver_gave_v6,
            bool_or(failure = 'dns_nxdomain_error') AS said_missing
        FROM dns_view GROUP BY record, hostname, engine, resolver_address
    """,
    "name_view": """
        SELECT record, hostname,
            bool_or(encrypted AND resolver_answered) AS encrypted_answered,
            bool_or(encrypted AND said_missing) AS encrypted_nxdomain,
            count(*) FILTER (resolver_answered) AS resolvers_answering
        FROM resolver_view GROUP BY record, hostname
    """,
    "answer_view": """
        SELECT record, sequence, hostname, unnest(answers) AS ip, unnest(answer_asns) AS asn
        FROM dns_view WHERE answered AND NOT encrypted
    """,
    "family_view": """
        SELECT DISTINCT record, family FROM (
            SELECT record, family FROM tcp WHERE success AND family > 0
            UNION ALL
            SELECT record, CASE WHEN starts_with(resolver_address, '[') THEN 6 ELSE 4 END
            FROM dns_view WHERE engine = 'udp' AND (answered OR failure = 'dns_nxdomain_error')
            UNION ALL
            SELECT record, 4 FROM control
        )
    """,
    # Where a chain of redirects stopped: a step that the hop needs failed, and nothing came after.
    "stopped_hops": """
        WITH steps AS (
            SELECT record, depth, false AS content,
                NOT answered AND failure <> 'dns_no_answer' AS failed
            FROM dns_view WHERE depth > 0 AND NOT encrypted
            UNION ALL
            SELECT record, depth, false, NOT success FROM tcp WHERE depth > 0 AND fetch_body
            UNION ALL
            SELECT record, depth, failure IS NULL, failure IS NOT NULL
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
    # Addresses that a service declares, or that lie in the network it declares.
    "declared_addresses": """
        SELECT t.record, t.ip FROM tcp t JOIN place p ON p.record = t.record AND p.is_service
        JOIN services s ON s.test_name = p.test_name AND s.kind = 'address' AND s.ip = t.ip
        UNION
        SELECT a.record, a.ip FROM answer_view a
        JOIN place p ON p.record = a.record AND p.is_service
        JOIN services s ON s.test_name = p.test_name AND s.hostname = a.hostname AND s.asn = a.asn
    """,
    # Addresses the target is known to have: the control or a certificate that we validated vouches
    # for them, enough other networks did, a service declares them, or they are the input itself.
    "genuine_view": f"""
        SELECT record, ip FROM address_view WHERE genuine
        UNION
        SELECT record, ip FROM handshakes WHERE revalidated AND ip IS NOT NULL
        UNION
        SELECT a.record, a.ip
        FROM answer_view a JOIN place p ON p.record = a.record
        JOIN others_shook_hands o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = a.hostname AND o.ip = a.ip
        LEFT JOIN pool_handshakes m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.ip = o.ip AND m.probe_cc = p.probe_cc
        WHERE {enough("o.networks", "m.networks")}
        UNION
        SELECT record, ip FROM declared_addresses
        UNION
        SELECT record, hostname AS ip FROM place
        WHERE regexp_matches(hostname, '^([0-9.]+|[0-9a-f:]*:[0-9a-f:.]*)$')
    """,
    # Names that exist: a server showed a certificate for the name, and we validated it.
    "proven_names": """
        SELECT DISTINCT h.record, h.server_name AS hostname
        FROM handshakes h WHERE h.revalidated AND h.server_name IS NOT NULL
    """,
    # Per query: what is known of its addresses.
    "answer_facts": f"""
        SELECT q.record, q.sequence,
            bool_and(coalesce(a.refuted, false)) AS all_refuted,
            bool_or(coalesce(a.genuine, false)) AS any_genuine,
            bool_or(coalesce(a.same_network, false)) AS any_same_network,
            bool_or(v.verified) AS any_verified,
            bool_or(v.revalidated) AS any_revalidated,
            bool_or({enough("o.networks", "m.networks")}) AS any_learned,
            bool_or(d.ip IS NOT NULL) AS any_declared
        FROM answer_view q
        JOIN place p ON p.record = q.record
        LEFT JOIN control_view c ON c.record = q.record AND c.control_hostname = q.hostname
        LEFT JOIN address_view a ON a.record = c.record AND a.ip = q.ip
        LEFT JOIN (
            SELECT record, ip, server_name, bool_or(revalidated) AS revalidated,
                bool_or(failure IS NULL AND NOT no_tls_verify AND NOT refuted) AS verified
            FROM handshakes WHERE ip IS NOT NULL GROUP BY ALL
        ) v ON v.record = q.record AND v.ip = q.ip AND v.server_name = q.hostname
        LEFT JOIN declared_addresses d ON d.record = q.record AND d.ip = q.ip
        LEFT JOIN others_resolved o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = q.hostname AND o.asn = q.asn
        LEFT JOIN pool_names m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.asn = o.asn AND m.probe_cc = p.probe_cc
        GROUP BY q.record, q.sequence
    """,
    # Queries in cleartext to a public resolver, answered as only somebody on the path could.
    "rewritten_view": f"""
        WITH suspect AS (
            SELECT q.record, q.sequence, q.hostname, p.probe_asn
            FROM dns_view q JOIN place p ON p.record = q.record
            WHERE q.engine = 'udp' AND q.resolver_address IN {_WITHOUT_CLIENT_SUBNET}
                AND q.answered AND p.probe_asn > 0
                AND list_distinct(q.answer_asns) = [p.probe_asn]
        ), elsewhere AS (
            SELECT e.record, e.hostname FROM dns_view e
            JOIN place p ON p.record = e.record
            JOIN control_networks n ON n.record = e.record
            WHERE e.encrypted AND e.answered
                AND e.record IN (SELECT record FROM suspect)
            GROUP BY e.record, e.hostname
            HAVING bool_and(NOT list_contains(e.answer_asns, p.probe_asn))
                AND bool_or(list_contains(e.answer_asns, n.asn))
                AND bool_and(n.asn <> p.probe_asn)
        )
        SELECT s.record, s.sequence FROM suspect s
        JOIN elsewhere e ON e.record = s.record AND e.hostname = s.hostname
        JOIN control_view c ON c.record = s.record AND c.control_hostname = s.hostname
    """,
    # Names that enough other networks got from a server that they verified.
    "known_names": f"""
        SELECT DISTINCT p.record, f.hostname
        FROM place p
        JOIN dns_view q ON q.record = p.record AND NOT q.answered
        JOIN others_fetched f ON f.day = p.day AND f.instrument = p.instrument
            AND f.hostname = q.hostname AND f.scheme = 'https'
        LEFT JOIN pool_fetches m ON m.day = f.day AND m.instrument = f.instrument
            AND m.hostname = f.hostname AND m.scheme = 'https' AND m.probe_cc = p.probe_cc
        WHERE p.helper_silent AND {enough("f.networks", "m.networks")}
    """,
}
