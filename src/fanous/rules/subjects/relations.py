"""Relations over all of a record's observations, which several layers join.

Decides what one measurement says of itself as a whole: which resolvers answered, which address
families work, where a chain of redirects stopped, which addresses are genuine. One row each of
what is named by the key; all joins are on numbers first.
"""

from __future__ import annotations

from fanous.control.history import HISTORY
from fanous.control.pool import enough

__all__ = ["ENCRYPTED", "GAVE_V4", "GAVE_V6", "RELATIONS"]

ENCRYPTED = "('doh', 'dot', 'doh3', 'odoh')"

# Resolvers that never tell a site's servers where the asker is (no EDNS Client Subnet), so that
# their answers cannot depend on the asker's network. Operators' own statements.
_WITHOUT_CLIENT_SUBNET = ", ".join(
    f"hash('udp', '{address}')"
    for address in (
        "1.1.1.1:53",
        "1.0.0.1:53",
        "[2606:4700:4700::1111]:53",
        "[2606:4700:4700::1001]:53",
        "9.9.9.9:53",
        "149.112.112.112:53",
        "[2620:fe::fe]:53",
        "[2620:fe::9]:53",
    )
)

# What an answer gave, as bits: an IPv4 address, an IPv6 address, any. Nothing: no bit.
GAVE_V4, GAVE_V6, _GAVE = 1, 2, 4
_TYPED = (
    f"WHEN query_type = 'A' THEN {_GAVE | GAVE_V4} WHEN query_type = 'AAAA' THEN {_GAVE | GAVE_V6}"
)
_WRITTEN = " + ".join(
    f"CASE WHEN contains(array_to_string(answers, ' '), '{mark}') THEN {bit} ELSE 0 END"
    for mark, bit in ((".", GAVE_V4), (":", GAVE_V6))
)

RELATIONS: dict[str, str] = {
    "dns_view": f"""
        SELECT record, sequence, coalesce(depth, 0) AS depth,
            CASE query_type WHEN 'A' THEN 4 WHEN 'AAAA' THEN 6 WHEN 'ANY' THEN 0 END::UTINYINT
                AS asked_for,
            engine IN {ENCRYPTED} AS encrypted,
            hash(hostname) AS name, hash(engine, resolver_address) AS resolver,
            CASE WHEN engine = 'udp' THEN CASE WHEN starts_with(resolver_address, '[') THEN 6
                ELSE 4 END END::UTINYINT AS asked_over,
            CASE WHEN coalesce(len(answers), 0) = 0 THEN 0
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
    # Addresses that a service declares, that its test was given as such (relays), or that lie in
    # the network it declares.
    "declared_addresses": """
        SELECT t.record, hash(t.ip) AS address FROM tcp t
        JOIN place p ON p.record = t.record AND p.is_service
        JOIN services s ON s.test_name = p.test_name AND t.family > 0
            AND (s.kind = 'other' OR (s.kind = 'address' AND s.ip = t.ip))
        UNION
        SELECT a.record, a.address FROM answer_view a
        JOIN place p ON p.record = a.record AND p.is_service
        JOIN services s ON s.test_name = p.test_name AND s.hostname = a.hostname AND s.asn = a.asn
    """,
    # Connects that failed here, while the helper was silent, and that others made.
    "connected_elsewhere": f"""
        SELECT t.record, t.sequence FROM tcp t
        JOIN place p ON p.record = t.record AND p.helper_silent AND NOT t.success
        JOIN others_connected o ON o.day = p.day AND o.instrument = p.instrument AND o.ip = t.ip
            AND o.port = t.port
        LEFT JOIN pool_connects m ON m.day = o.day AND m.instrument = o.instrument
            AND m.ip = o.ip AND m.port = o.port AND m.probe_cc = p.probe_cc
        WHERE {enough("o.networks", "m.networks")}
    """,
    # Addresses the target is known to have: the control or a certificate that we validated vouches
    # for them, enough other networks did (for a service, whose name is not always on a certificate:
    # by connecting for it), a service declares them, or they are the input itself.
    "genuine_view": f"""
        SELECT record, address FROM address_view WHERE genuine
        UNION
        SELECT record, address FROM handshakes WHERE revalidated AND ip IS NOT NULL
        UNION
        SELECT a.record, a.address
        FROM answer_view a JOIN place p ON p.record = a.record
        JOIN others_shook_hands o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = a.hostname AND o.ip = a.ip
        LEFT JOIN pool_handshakes m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.ip = o.ip AND m.probe_cc = p.probe_cc
        WHERE p.helper_silent AND {enough("o.networks", "m.networks")}
        UNION
        SELECT record, address FROM declared_addresses
        UNION
        SELECT t.record, t.address FROM connected_elsewhere o
        JOIN tcp_view t ON t.record = o.record AND t.sequence = o.sequence
        JOIN place p ON p.record = t.record AND p.is_service
        UNION
        SELECT record, hash(hostname) AS address FROM place
        WHERE regexp_matches(hostname, '^([0-9.]+|[0-9a-f:]*:[0-9a-f:.]*)$')
    """,
    # Requests of records that name no address (before 0.5): every address that the name was
    # answered with, and every one that was tried on that port, is genuine. Taking one answer or
    # one connect away leaves the other to speak against it.
    "requests_to_genuine": """
        WITH nowhere AS MATERIALIZED (
            SELECT record, sequence, hash(hostname) AS name, port FROM http WHERE ip IS NULL
        )
        SELECT r.record, r.sequence
        FROM nowhere r
        JOIN (SELECT a.record, a.name
              FROM (SELECT * FROM answer_view WHERE record IN (SELECT record FROM nowhere)) a
              LEFT JOIN genuine_view g ON g.record = a.record AND g.address = a.address
              GROUP BY a.record, a.name HAVING bool_and(g.address IS NOT NULL)) n
            ON n.record = r.record AND n.name = r.name
        JOIN (SELECT t.record, t.port
              FROM (SELECT * FROM tcp_view WHERE record IN (SELECT record FROM nowhere)) t
              LEFT JOIN genuine_view g ON g.record = t.record AND g.address = t.address
              GROUP BY t.record, t.port HAVING bool_and(g.address IS NOT NULL)) c
            ON c.record = r.record AND c.port = r.port
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
    # Names that exist: a server showed a certificate for the name, and we validated it.
    "proven_names": """
        SELECT DISTINCT h.record, h.name
        FROM handshakes h
        WHERE h.revalidated AND h.record IN (SELECT record FROM dns_view WHERE gave = 0)
    """,
    **HISTORY,
    # Per query: what is known of its addresses.
    "answer_facts": f"""
        SELECT q.record, q.sequence, bool_or(q.bogon) AS any_bogon,
            bool_and(coalesce(a.refuted AND q.name = p.control_name, false)) AS all_refuted,
            bool_or(a.genuine AND q.name = p.control_name) AS any_genuine,
            bool_or(a.same_network AND q.name = p.control_name) AS any_same_network,
            bool_or(v.verified) AS any_verified,
            bool_or(v.revalidated) AS any_revalidated,
            bool_or({enough("o.networks", "m.networks")}) AS any_learned,
            bool_or(d.address IS NOT NULL) AS any_declared
        FROM answer_view q
        JOIN record_view p ON p.record = q.record
        LEFT JOIN address_view a ON a.record = q.record AND a.address = q.address
        LEFT JOIN (
            SELECT record, address, name, bool_or(revalidated) AS revalidated,
                bool_or(NOT no_tls_verify AND NOT refuted) AS verified
            FROM handshakes WHERE ip IS NOT NULL AND success GROUP BY ALL
        ) v ON v.record = q.record AND v.address = q.address AND v.name = q.name
        LEFT JOIN declared_addresses d ON d.record = q.record AND d.address = q.address
        LEFT JOIN others_resolved o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = q.hostname AND o.asn = q.asn
        LEFT JOIN pool_names m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.asn = o.asn AND m.probe_cc = p.probe_cc
        GROUP BY q.record, q.sequence
    """,
    # Queries in cleartext to a public resolver, answered as only somebody on the path could.
    "rewritten_view": f"""
        WITH suspect AS (
            SELECT a.record, a.sequence, a.name
            FROM answer_view a
            JOIN place p ON p.record = a.record AND p.probe_asn = a.asn AND p.probe_asn > 0
            JOIN dns_view q ON q.record = a.record AND q.sequence = a.sequence
            WHERE q.resolver IN ({_WITHOUT_CLIENT_SUBNET})
            GROUP BY a.record, a.sequence, a.name, a.given HAVING count(*) = a.given
        ), networks AS (
            SELECT DISTINCT e.record, e.asn FROM (
                SELECT record, hash(ip) AS address, asn FROM control_endpoints
                WHERE asn > 0 AND record IN (SELECT record FROM suspect)
            ) e JOIN address_view a
                ON a.record = e.record AND a.address = e.address AND a.in_control
        ), elsewhere AS (
            SELECT e.record, hash(e.hostname) AS name FROM (
                SELECT record, hostname, answer_asns FROM dns
                WHERE engine IN {ENCRYPTED} AND len(answers) > 0
                    AND record IN (SELECT record FROM suspect)
            ) e
            JOIN place p ON p.record = e.record
            JOIN networks n ON n.record = e.record
            GROUP BY e.record, name
            HAVING bool_and(NOT list_contains(e.answer_asns, p.probe_asn))
                AND bool_or(list_contains(e.answer_asns, n.asn))
                AND bool_and(n.asn <> p.probe_asn)
        )
        SELECT s.record, s.sequence FROM suspect s
        JOIN elsewhere e ON e.record = s.record AND e.name = s.name
        JOIN control_view c ON c.record = s.record AND c.control_name = s.name
    """,
    # What others did where this probe failed and its helper was silent.
    "shook_hands_elsewhere": f"""
        SELECT t.record, t.sequence FROM handshakes t
        JOIN place p ON p.record = t.record AND p.helper_silent AND NOT t.success
        JOIN others_shook_hands o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = t.server_name AND o.ip = t.ip
        LEFT JOIN pool_handshakes m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.ip = o.ip AND m.probe_cc = p.probe_cc
        WHERE {enough("o.networks", "m.networks")}
    """,
    "fetched_elsewhere": f"""
        SELECT r.record, r.sequence FROM http r
        JOIN place p ON p.record = r.record AND p.helper_silent AND r.status = 0
        JOIN others_fetched o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = r.hostname AND o.scheme = r.scheme
        LEFT JOIN pool_fetches m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.scheme = o.scheme AND m.probe_cc = p.probe_cc
        WHERE {enough("o.networks", "m.networks")}
    """,
    # Names that enough other networks got from a server that they verified.
    "known_names": f"""
        SELECT DISTINCT p.record, hash(q.hostname) AS name
        FROM dns q
        JOIN place p ON p.record = q.record AND p.helper_silent AND NOT q.engine IN {ENCRYPTED}
        JOIN others_fetched f ON f.day = p.day AND f.instrument = p.instrument
            AND f.hostname = q.hostname AND f.scheme = 'https'
        LEFT JOIN pool_fetches m ON m.day = f.day AND m.instrument = f.instrument
            AND m.hostname = f.hostname AND m.scheme = 'https' AND m.probe_cc = p.probe_cc
        WHERE {enough("f.networks", "m.networks")}
    """,
}
