"""HTTP subjects: every request, with its connection and the control's page."""

from __future__ import annotations

__all__ = ["HTTP"]

# Headers that many servers, or what stands before them, send: likeness in these says nothing.
_COMMON_HEADERS = """[
    'accept-ch', 'accept-ranges', 'access-control-allow-credentials',
    'access-control-allow-headers', 'access-control-allow-methods', 'access-control-allow-origin',
    'access-control-expose-headers', 'access-control-max-age', 'age', 'alt-svc', 'cache-control',
    'cf-cache-status', 'cf-mitigated', 'cf-ray', 'cf-request-id', 'connection', 'content-encoding',
    'content-language', 'content-length', 'content-security-policy',
    'content-security-policy-report-only', 'content-type', 'cross-origin-embedder-policy',
    'cross-origin-opener-policy', 'cross-origin-resource-policy', 'date', 'etag', 'expect-ct',
    'expires', 'feature-policy', 'keep-alive', 'last-modified', 'link', 'location', 'nel',
    'origin-trial', 'p3p', 'permissions-policy', 'pragma', 'priority', 'proxy-connection',
    'referrer-policy', 'refresh', 'report-to', 'reporting-endpoints', 'server', 'server-timing',
    'set-cookie', 'strict-transport-security', 'timing-allow-origin', 'transfer-encoding',
    'upgrade', 'vary', 'via', 'warning', 'x-amz-cf-id', 'x-amz-cf-pop', 'x-aspnet-version',
    'x-cache', 'x-cache-hits', 'x-cache-lookup', 'x-content-type-options', 'x-download-options',
    'x-frame-options', 'x-permitted-cross-domain-policies', 'x-pingback', 'x-powered-by',
    'x-request-id', 'x-robots-tag', 'x-runtime', 'x-served-by', 'x-squid-error', 'x-timer',
    'x-ua-compatible', 'x-varnish', 'x-xss-protection'
]"""

# The final response of web_connectivity is its first; a response of a service has no such place.
_FIRST = "(r.sequence = 0 AND NOT p.is_service)"

# Old helpers left characters out that are not ASCII: then what is left is compared, if anything is.
_ASCII_TITLE = "trim(regexp_replace(left(r.title, 100), '[^\\x20-\\x7e]', '', 'g'))"
_TITLE = f"""CASE
            WHEN r.title = c.http_title AND r.title BETWEEN '!' AND '~' THEN true
            WHEN trim(r.title) = '' OR trim(c.http_title) = '' THEN NULL
            WHEN lower(left(r.title, 100)) = lower(left(c.http_title, 100)) THEN true
            WHEN strlen(c.http_title) = length(c.http_title) AND strlen(r.title) > length(r.title)
            THEN CASE WHEN {_ASCII_TITLE} <> ''
                THEN lower({_ASCII_TITLE}) = lower(trim(left(c.http_title, 100))) END
            WHEN r.title IS NOT NULL AND c.http_title IS NOT NULL THEN false END"""
# Short pages are alike by chance: a block page of 250 bytes is as long as many a redirect.
_LENGTH = """(length_ratio >= 0.7 AND coalesce(title_matches, true)
            AND (longer >= 1000 OR coalesce(title_matches, false) OR scheme = 'https'))"""
_ITS_HOST = """(r.hostname = p.hostname OR ends_with(r.hostname, '.' || p.hostname)
            OR ends_with(p.hostname, '.' || r.hostname))"""
_PRIVATE = "^[a-z]+://(10|127|169\\.254|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))\\.[0-9.]+([:/?#]|$)"

# A request that names no transaction (before 0.5) may have used any connection to its port.
_ANY = -1
_BEFORE_TRANSACTIONS = "record IN (SELECT record FROM http WHERE transaction_id IS NULL)"

# Each request beside its control, its connection, and what is known of its address.
_REQUESTS = f"""
    SELECT r.record, r.sequence, coalesce(r.depth, 0) AS depth,
        f.address IS NULL AS counts, true AS content,
        r.status, r.success, r.failure, r.scheme, r.fingerprint_kind, r.title, r.body_length,
        r.body_is_truncated, r.location,
        r.status BETWEEN 300 AND 399 AND r.location IS NOT NULL AS is_redirect,
        {_FIRST} AS is_first,
        t.record IS NOT NULL AND (r.scheme = 'http' OR s.record IS NOT NULL)
            AS connection_established,
        s.verified AS verified_tls,
        coalesce(g.record, q.record) IS NOT NULL AS genuine,
        w.record IS NOT NULL AS not_sent,
        p.fetched, p.fetch_failed, p.completed_chain, c.http_status,
        {_TITLE} AS title_matches,
        greatest(c.http_body_length, r.body_length) AS longer,
        CASE WHEN c.http_body_length >= 0 AND r.body_length >= 0
            THEN least(c.http_body_length, r.body_length) END AS shorter,
        {_ITS_HOST} AS from_its_host,
        x.record IS NOT NULL AS stopped_here,
        p.helper_silent, p.is_service,
        o.record IS NOT NULL AS fetched_elsewhere
    FROM http r
    JOIN record_view p ON p.record = r.record
    LEFT JOIN requests_to_genuine q ON q.record = r.record AND q.sequence = r.sequence
    LEFT JOIN requests_not_sent w ON w.record = r.record AND w.sequence = r.sequence
    LEFT JOIN control c ON c.record = r.record AND {_FIRST}
    LEFT JOIN forged f ON f.record = r.record AND r.ip IS NOT NULL AND f.address = hash(r.ip)
    LEFT JOIN connections t ON t.record = r.record AND t.port = r.port
        AND t.transaction_id = coalesce(r.transaction_id, {_ANY})
    LEFT JOIN secured s ON s.record = r.record AND s.name = hash(r.hostname)
        AND s.transaction_id = coalesce(r.transaction_id, {_ANY})
    LEFT JOIN genuine_view g ON g.record = r.record AND g.address = hash(coalesce(r.ip, r.hostname))
    LEFT JOIN stopped_hops x ON x.record = r.record AND x.depth = r.depth
    LEFT JOIN fetched_elsewhere o ON o.record = r.record AND o.sequence = r.sequence
"""

# Headers are compared only where the status agrees and nothing nearer does, and read only there:
# they are the widest columns of all.
HTTP = f"""
    WITH connections AS (
        SELECT DISTINCT * FROM (
            SELECT record, port, transaction_id FROM tcp_view WHERE success
            UNION ALL
            SELECT record, port, {_ANY} FROM tcp_view WHERE success AND {_BEFORE_TRANSACTIONS})
    ), secured AS (
        SELECT record, name, transaction_id, bool_or(verified) AS verified FROM (
            SELECT record, name, transaction_id, NOT no_tls_verify AND NOT refuted AS verified
            FROM handshakes WHERE success AND server_name IS NOT NULL
            UNION ALL
            SELECT record, name, {_ANY}, NOT no_tls_verify AND NOT refuted
            FROM handshakes
            WHERE success AND server_name IS NOT NULL AND {_BEFORE_TRANSACTIONS}
        ) GROUP BY record, name, transaction_id
    ), requests AS ({_REQUESTS}), measured AS (
        SELECT *, CASE WHEN longer > 0 THEN shorter / longer END AS length_ratio FROM requests
    ), compared AS MATERIALIZED (
        SELECT *, {_LENGTH} AS length_matches FROM measured
    ), asked AS MATERIALIZED (
        SELECT record FROM compared WHERE is_first AND status = http_status
            AND NOT coalesce(title_matches, false) AND NOT coalesce(length_matches, false)
    ), shared AS (
        SELECT h.record FROM asked a
        JOIN (SELECT record, headers FROM http
              WHERE sequence = 0 AND record IN (SELECT record FROM asked)) h ON h.record = a.record
        JOIN (SELECT record, http_headers FROM control
              WHERE record IN (SELECT record FROM asked)) c ON c.record = a.record
        WHERE len(list_filter(list_intersect(json_keys(h.headers), json_keys(c.http_headers)),
            lambda name: NOT list_contains({_COMMON_HEADERS}, name))) > 0
    )
    SELECT c.* EXCLUDE (location, longer, shorter),
        is_first AND NOT is_redirect AS is_final,
        CASE WHEN is_redirect THEN regexp_matches(lower(location), '{_PRIVATE}') END
            AS redirects_to_private,
        is_first AND s.record IS NOT NULL AS shares_uncommon_header
    FROM compared c LEFT JOIN shared s ON s.record = c.record
"""
