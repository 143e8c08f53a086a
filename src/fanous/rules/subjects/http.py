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
_FINAL = "(r.sequence = 0 AND NOT p.is_service)"
_REDIRECT = "(r.status BETWEEN 300 AND 399 AND r.location IS NOT NULL)"

# Old helpers left characters out that are not ASCII: then what is left is compared, if anything is.
_ASCII_TITLE = "trim(regexp_replace(left(r.title, 100), '[^\\x20-\\x7e]', '', 'g'))"
_TITLE = f"""(CASE
            WHEN trim(r.title) = '' OR trim(c.http_title) = '' THEN NULL
            WHEN lower(left(r.title, 100)) = lower(left(c.http_title, 100)) THEN true
            WHEN strlen(c.http_title) = length(c.http_title) AND strlen(r.title) > length(r.title)
            THEN CASE WHEN {_ASCII_TITLE} <> ''
                THEN lower({_ASCII_TITLE}) = lower(trim(left(c.http_title, 100))) END
            WHEN r.title IS NOT NULL AND c.http_title IS NOT NULL THEN false END)"""
_LONGER = "greatest(c.http_body_length, r.body_length)"
_RATIO = f"""(CASE WHEN c.http_body_length >= 0 AND r.body_length >= 0 AND {_LONGER} > 0
            THEN least(c.http_body_length, r.body_length) / {_LONGER} END)"""
# Short pages are alike by chance: a block page of 250 bytes is as long as many a redirect.
_LENGTH = f"""({_RATIO} >= 0.7 AND coalesce({_TITLE}, true)
            AND ({_LONGER} >= 1000 OR coalesce({_TITLE}, false) OR r.scheme = 'https'))"""
_ITS_HOST = """(r.hostname = p.hostname OR ends_with(r.hostname, '.' || p.hostname)
            OR ends_with(p.hostname, '.' || r.hostname))"""
_PRIVATE = "^[a-z]+://(10|127|169\\.254|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))\\.[0-9.]+([:/?#]|$)"

# Headers are compared only where the status agrees and nothing nearer does: they cost the most.
HTTP = f"""
    SELECT r.record, r.sequence, coalesce(r.depth, 0) AS depth,
        f.ip IS NULL AS counts, true AS content,
        r.status, r.success, r.failure, r.scheme, r.fingerprint_kind, r.title, r.body_length,
        r.body_is_truncated,
        {_REDIRECT} AS is_redirect,
        {_FINAL} AND NOT {_REDIRECT} AS is_final,
        (coalesce(t.record, u.record) IS NOT NULL)
            AND (r.scheme = 'http' OR coalesce(s.record, v.record) IS NOT NULL)
            AS connection_established,
        coalesce(s.verified, v.verified) AS verified_tls,
        coalesce(g.record, q.record) IS NOT NULL AS genuine,
        w.record IS NOT NULL AS not_sent,
        p.fetched, p.fetch_failed, p.completed_chain, c.http_status,
        {_TITLE} AS title_matches, {_RATIO} AS length_ratio, {_LENGTH} AS length_matches,
        {_ITS_HOST} AS from_its_host,
        CASE WHEN {_REDIRECT} THEN regexp_matches(lower(r.location), '{_PRIVATE}') END
            AS redirects_to_private,
        CASE WHEN {_FINAL} AND r.status = c.http_status AND NOT coalesce({_TITLE}, false)
                AND NOT coalesce({_LENGTH}, false) THEN
            len(list_filter(list_intersect(json_keys(r.headers), json_keys(c.http_headers)),
                lambda name: NOT list_contains({_COMMON_HEADERS}, name))) > 0
            ELSE false END AS shares_uncommon_header,
        x.record IS NOT NULL AS stopped_here,
        p.helper_silent, p.is_service,
        o.record IS NOT NULL AS fetched_elsewhere
    FROM http r
    JOIN record_view p ON p.record = r.record
    LEFT JOIN requests_to_genuine q ON q.record = r.record AND q.sequence = r.sequence
    LEFT JOIN requests_not_sent w ON w.record = r.record AND w.sequence = r.sequence
    LEFT JOIN control c ON c.record = r.record AND {_FINAL}
    LEFT JOIN forged f ON f.record = r.record AND f.ip = r.ip
    LEFT JOIN (SELECT DISTINCT record, port, transaction_id FROM tcp WHERE success) t
        ON t.record = r.record AND t.port = r.port AND t.transaction_id = r.transaction_id
    LEFT JOIN (SELECT DISTINCT record, port FROM tcp WHERE success) u
        ON r.transaction_id IS NULL AND u.record = r.record AND u.port = r.port
    LEFT JOIN (
        SELECT record, server_name, transaction_id,
            bool_or(NOT no_tls_verify AND NOT refuted) AS verified
        FROM handshakes WHERE success GROUP BY ALL
    ) s ON s.record = r.record AND s.server_name = r.hostname
        AND s.transaction_id = r.transaction_id
    LEFT JOIN (
        SELECT record, server_name, bool_or(NOT no_tls_verify AND NOT refuted) AS verified
        FROM handshakes WHERE success GROUP BY ALL
    ) v ON r.transaction_id IS NULL AND v.record = r.record AND v.server_name = r.hostname
    LEFT JOIN genuine_view g ON g.record = r.record AND g.ip = coalesce(r.ip, r.hostname)
    LEFT JOIN stopped_hops x ON x.record = r.record AND x.depth = r.depth
    LEFT JOIN fetched_elsewhere o ON o.record = r.record AND o.sequence = r.sequence
"""
