"""What is judged: one row a query, connect, handshake or request, joined with its control.

Decides which observations are subjects and which columns facts may speak of. A DNS subject is a
query that a censor of cleartext could meet (encrypted ones are witnesses, not subjects). `counts`
says whether a subject speaks of the target at all: what happens on a forged address doesn't. DNS is
judged first; the addresses it found forged are the relation `forged`.
"""

from __future__ import annotations

__all__ = ["RELATIONS", "SUBJECTS"]

_ENCRYPTED = "('doh', 'dot', 'doh3', 'odoh')"
_COMMON_HEADERS = """[
    'accept-ranges', 'age', 'cache-control', 'connection', 'content-encoding', 'content-language',
    'content-length', 'content-security-policy', 'content-type', 'date', 'etag', 'expires',
    'keep-alive', 'last-modified', 'link', 'location', 'p3p', 'pragma', 'referrer-policy',
    'server', 'set-cookie', 'strict-transport-security', 'transfer-encoding', 'upgrade', 'vary',
    'via', 'x-content-type-options', 'x-frame-options', 'x-powered-by', 'x-ua-compatible',
    'x-xss-protection', 'alt-svc'
]"""

_ENDPOINT = """coalesce(
                CASE WHEN contains(t.ip, ':') THEN '[' || t.ip || ']' ELSE t.ip END
                    || ':' || coalesce(t.port::VARCHAR, '?'), '?')"""

# Relations over all of a record, used by several layers.
RELATIONS: dict[str, str] = {
    "input_view": "SELECT record, hostname, scheme = 'https' AS input_is_https FROM measurements",
    "dns_view": f"""
        SELECT record, sequence, coalesce(depth, 0) AS depth, hostname, query_type, engine,
            resolver_address, engine IN {_ENCRYPTED} AS encrypted, answers, fingerprint_kind,
            len(answers) > 0 AS answered,
            coalesce(list_bool_or(list_transform(answers, lambda a: NOT contains(a, ':'))), false)
                AS answered_v4,
            coalesce(list_bool_or(list_transform(answers, lambda a: contains(a, ':'))), false)
                AS answered_v6,
            coalesce(list_bool_or(answer_bogons), false) AS any_bogon,
            failure
        FROM dns
    """,
    "name_view": """
        SELECT record, hostname,
            bool_or(encrypted AND answered) AS encrypted_answered,
            bool_or(encrypted AND failure = 'dns_nxdomain_error') AS encrypted_nxdomain,
            list(DISTINCT engine || ' ' || resolver_address) FILTER (answered)
                AS resolvers_answering
        FROM dns_view GROUP BY record, hostname
    """,
    "resolver_view": """
        SELECT record, hostname, engine, resolver_address,
            bool_or(answered_v4) AS resolver_gave_v4, bool_or(answered_v6) AS resolver_gave_v6
        FROM dns_view GROUP BY record, hostname, engine, resolver_address
    """,
    "verified_view": """
        SELECT DISTINCT record, ip, server_name
        FROM tls WHERE failure IS NULL AND NOT no_tls_verify AND ip IS NOT NULL
    """,
    "family_view": """
        SELECT record, family, true AS family_works FROM (
            SELECT record, family FROM tcp WHERE success AND family > 0
            UNION
            SELECT record, CASE WHEN starts_with(resolver_address, '[') THEN 6 ELSE 4 END
            FROM dns_view WHERE engine = 'udp' AND (answered OR failure = 'dns_nxdomain_error')
            UNION
            SELECT record, 4 FROM control
        )
    """,
    # Redirect hops: where the chain failed, and how far it got.
    "hop_view": """
        WITH steps AS (
            SELECT record, coalesce(depth, 0) AS depth, false AS content,
                NOT answered AND failure <> 'dns_no_answer' AS failed
            FROM dns_view WHERE NOT encrypted
            UNION ALL
            SELECT record, coalesce(depth, 0), false, NOT success FROM tcp WHERE fetch_body
            UNION ALL
            SELECT record, coalesce(depth, 0), failure IS NULL, failure IS NOT NULL
            FROM tls WHERE fetch_body
            UNION ALL
            SELECT record, coalesce(depth, 0), coalesce(status > 0, false),
                status = 0 AND failure IN
                    ('connection_reset', 'eof_error', 'generic_timeout_error')
            FROM http
        )
        SELECT record, depth, bool_or(failed) AS hop_failed,
            coalesce(bool_or(bool_or(content)) OVER later, false) AS hop_progressed
        FROM steps GROUP BY record, depth
        WINDOW later AS (PARTITION BY record ORDER BY depth
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
    """,
    # Per query: what is known of its addresses.
    "answer_view": """
        SELECT q.record, q.sequence,
            bool_and(coalesce(a.refuted, false)) AS all_refuted,
            bool_or(coalesce(a.genuine, false)) AS any_genuine,
            bool_or(coalesce(a.same_network, false)) AS any_same_network,
            bool_or(v.ip IS NOT NULL) AS any_verified
        FROM (SELECT record, sequence, hostname, unnest(answers) AS ip FROM dns_view
              WHERE answered AND NOT encrypted) q
        LEFT JOIN control_view c ON c.record = q.record AND c.control_hostname = q.hostname
        LEFT JOIN address_view a ON a.record = c.record AND a.ip = q.ip
        LEFT JOIN verified_view v
            ON v.record = q.record AND v.ip = q.ip AND v.server_name = q.hostname
        GROUP BY q.record, q.sequence
    """,
    # Addresses the target is known to have: what the control vouches for, or the input itself.
    "genuine_view": """
        SELECT record, ip FROM address_view WHERE genuine
        UNION
        SELECT record, hostname AS ip FROM input_view
        WHERE regexp_matches(hostname, '^([0-9.]+|[0-9a-f:]*:[0-9a-f:.]*)$')
    """,
}

SUBJECTS: dict[str, str] = {
    "dns": """
        SELECT q.record, q.sequence, q.depth,
            concat_ws(' ', q.engine, coalesce(q.query_type, '?'), q.hostname)
                || CASE WHEN q.resolver_address = '' THEN '' ELSE ' @' || q.resolver_address END
                AS endpoint,
            true AS counts, true AS content,
            q.*  EXCLUDE (record, sequence, depth),
            c.* EXCLUDE (record, control_hostname, dns_addresses, dns_failure, header_names),
            c.record IS NOT NULL AND c.control_hostname = q.hostname AS about_target,
            v.* EXCLUDE (record, sequence),
            len(list_filter(n.resolvers_answering,
                lambda r: r <> q.engine || ' ' || q.resolver_address)) > 0 AS others_answered,
            n.encrypted_answered, n.encrypted_nxdomain,
            CASE q.query_type WHEN 'A' THEN r.resolver_gave_v6 AND NOT r.resolver_gave_v4
                WHEN 'AAAA' THEN r.resolver_gave_v4 AND NOT r.resolver_gave_v6
                ELSE false END AS family_answered_other,
            h.hop_failed, h.hop_progressed
        FROM dns_view q
        LEFT JOIN control_view c ON c.record = q.record
        LEFT JOIN answer_view v ON v.record = q.record AND v.sequence = q.sequence
        LEFT JOIN name_view n ON n.record = q.record AND n.hostname = q.hostname
        LEFT JOIN resolver_view r ON r.record = q.record AND r.hostname = q.hostname
            AND r.engine = q.engine AND r.resolver_address = q.resolver_address
        LEFT JOIN hop_view h ON h.record = q.record AND h.depth = q.depth
        WHERE NOT q.encrypted
    """,
    "tcp": f"""
        SELECT t.record, t.sequence, coalesce(t.depth, 0) AS depth,
            {_ENDPOINT} AS endpoint,
            f.ip IS NULL AS counts, coalesce(t.fetch_body, false) AS content,
            t.success, t.failure, t.family, t.fetch_body,
            e.tcp_success AS control_connected,
            g.ip IS NOT NULL AS genuine,
            y.family_works,
            c.completed_chain, h.hop_failed, h.hop_progressed
        FROM tcp t
        LEFT JOIN forged f ON f.record = t.record AND f.ip = t.ip
        LEFT JOIN control_endpoints e
            ON e.record = t.record AND e.ip = t.ip AND e.port = t.port
        LEFT JOIN genuine_view g ON g.record = t.record AND g.ip = t.ip
        LEFT JOIN family_view y ON y.record = t.record AND y.family = t.family
        LEFT JOIN control_view c ON c.record = t.record
        LEFT JOIN hop_view h ON h.record = t.record AND h.depth = coalesce(t.depth, 0)
    """,
    "tls": f"""
        SELECT t.record, t.sequence, coalesce(t.depth, 0) AS depth,
            {_ENDPOINT} || ' ' || t.server_name AS endpoint,
            f.ip IS NULL AS counts, coalesce(t.fetch_body, false) AS content,
            t.failure, t.failure IS NULL AS succeeded, t.no_tls_verify, t.fetch_body,
            t.server_name = c.control_hostname AS about_target,
            e.tls_success AS control_tls, k.tried_tls,
            c.fetched, i.input_is_https,
            g.ip IS NOT NULL AS genuine,
            c.completed_chain, h.hop_failed, h.hop_progressed
        FROM tls t
        LEFT JOIN forged f ON f.record = t.record AND f.ip = t.ip
        LEFT JOIN control_endpoints e
            ON e.record = t.record AND e.ip = t.ip AND e.port = t.port
        LEFT JOIN control_tls_view k ON k.record = t.record
        LEFT JOIN genuine_view g ON g.record = t.record AND g.ip = t.ip
        LEFT JOIN control_view c ON c.record = t.record
        LEFT JOIN input_view i ON i.record = t.record
        LEFT JOIN hop_view h ON h.record = t.record AND h.depth = coalesce(t.depth, 0)
        WHERE t.network = 'tcp'
    """,
    "http": f"""
        SELECT r.record, r.sequence, coalesce(r.depth, 0) AS depth,
            coalesce(r.method, 'GET') || ' ' || coalesce(r.url, '?') AS endpoint,
            f.ip IS NULL AS counts, true AS content,
            r.status, r.failure, r.scheme, r.fingerprint_kind, r.title, r.body_is_truncated,
            r.status BETWEEN 300 AND 399 AND r.location IS NOT NULL AS is_redirect,
            r.sequence = min(r.sequence) OVER (PARTITION BY r.record)
                AND NOT (r.status BETWEEN 300 AND 399 AND r.location IS NOT NULL) AS is_final,
            coalesce(t.record IS NOT NULL, false) AND (r.scheme = 'http' OR s.record IS NOT NULL)
                AS connection_established,
            s.verified AS verified_tls,
            g.ip IS NOT NULL AS genuine,
            c.fetched, c.fetch_failed, c.completed_chain, c.http_status,
            lower(left(r.title, 100)) = lower(left(c.http_title, 100)) AS title_matches,
            CASE WHEN c.http_body_length IS NULL OR r.body_length IS NULL THEN false
                WHEN greatest(c.http_body_length, r.body_length) = 0 THEN false
                ELSE least(c.http_body_length, r.body_length)
                    / greatest(c.http_body_length, r.body_length) >= 0.7 END AS length_matches,
            len(list_filter(list_intersect(json_keys(r.headers), c.header_names),
                lambda name: NOT list_contains({_COMMON_HEADERS}, name))) > 0
                AS shares_uncommon_header,
            h.hop_failed, h.hop_progressed
        FROM http r
        LEFT JOIN forged f ON f.record = r.record AND f.ip = r.ip
        LEFT JOIN (SELECT DISTINCT record, port, transaction_id FROM tcp WHERE success) t
            ON t.record = r.record AND t.port = r.port
            AND (r.transaction_id IS NULL OR t.transaction_id = r.transaction_id)
        LEFT JOIN (
            SELECT record, server_name, transaction_id, bool_or(NOT no_tls_verify) AS verified
            FROM tls WHERE failure IS NULL GROUP BY record, server_name, transaction_id
        ) s ON s.record = r.record AND s.server_name = r.hostname
            AND (r.transaction_id IS NULL OR s.transaction_id = r.transaction_id)
        LEFT JOIN genuine_view g ON g.record = r.record AND g.ip = r.ip
        LEFT JOIN control_view c ON c.record = r.record
        LEFT JOIN hop_view h ON h.record = r.record AND h.depth = coalesce(r.depth, 0)
        QUALIFY row_number() OVER (PARTITION BY r.record, r.sequence
            ORDER BY s.verified DESC NULLS LAST, t.transaction_id NULLS LAST) = 1
    """,
}
