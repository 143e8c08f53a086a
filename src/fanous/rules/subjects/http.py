"""HTTP subjects: every request, with its connection and the control's page."""

from __future__ import annotations

__all__ = ["HTTP"]

_COMMON_HEADERS = """[
    'accept-ranges', 'age', 'cache-control', 'connection', 'content-encoding', 'content-language',
    'content-length', 'content-security-policy', 'content-type', 'date', 'etag', 'expires',
    'keep-alive', 'last-modified', 'link', 'location', 'p3p', 'pragma', 'referrer-policy',
    'server', 'set-cookie', 'strict-transport-security', 'transfer-encoding', 'upgrade', 'vary',
    'via', 'x-content-type-options', 'x-frame-options', 'x-powered-by', 'x-ua-compatible',
    'x-xss-protection', 'alt-svc'
]"""

# The final response of web_connectivity is its first; a response of a service has no such place.
_FINAL = "(r.sequence = 0 AND NOT p.is_service)"
_REDIRECT = "(r.status BETWEEN 300 AND 399 AND r.location IS NOT NULL)"

_TITLE = "(lower(left(r.title, 100)) = lower(left(p.http_title, 100)))"
_RATIO = """(CASE WHEN p.http_body_length >= 0 AND r.body_length >= 0
            AND greatest(p.http_body_length, r.body_length) > 0
            THEN least(p.http_body_length, r.body_length)
                / greatest(p.http_body_length, r.body_length) END)"""

# Headers are compared only where the status agrees and nothing nearer does: they cost the most.
HTTP = f"""
    SELECT r.record, r.sequence, coalesce(r.depth, 0) AS depth,
        f.ip IS NULL AS counts, true AS content,
        r.status, r.failure, r.scheme, r.fingerprint_kind, r.title, r.body_is_truncated,
        {_REDIRECT} AS is_redirect,
        {_FINAL} AND NOT {_REDIRECT} AS is_final,
        (coalesce(t.record, u.record) IS NOT NULL)
            AND (r.scheme = 'http' OR coalesce(s.record, v.record) IS NOT NULL)
            AS connection_established,
        coalesce(s.verified, v.verified) AS verified_tls,
        g.ip IS NOT NULL AS genuine,
        p.fetched, p.fetch_failed, p.completed_chain, p.http_status,
        {_TITLE} AS title_matches, {_RATIO} AS length_ratio,
        CASE WHEN {_FINAL} AND r.status = p.http_status AND NOT coalesce({_TITLE}, false)
                AND NOT coalesce({_RATIO} >= 0.7, false) THEN
            len(list_filter(list_intersect(json_keys(r.headers), json_keys(c.http_headers)),
                lambda name: NOT list_contains({_COMMON_HEADERS}, name))) > 0
            ELSE false END AS shares_uncommon_header,
        x.record IS NOT NULL AS stopped_here,
        p.helper_silent, p.is_service,
        o.record IS NOT NULL AS fetched_elsewhere
    FROM http r
    JOIN record_view p ON p.record = r.record
    LEFT JOIN control c ON c.record = r.record AND {_FINAL}
    LEFT JOIN forged f ON f.record = r.record AND f.ip = r.ip
    LEFT JOIN (SELECT DISTINCT record, port, transaction_id FROM tcp WHERE success) t
        ON t.record = r.record AND t.port = r.port AND t.transaction_id = r.transaction_id
    LEFT JOIN (SELECT DISTINCT record, port FROM tcp WHERE success) u
        ON r.transaction_id IS NULL AND u.record = r.record AND u.port = r.port
    LEFT JOIN (
        SELECT record, server_name, transaction_id,
            bool_or(NOT no_tls_verify AND NOT refuted) AS verified
        FROM handshakes WHERE failure IS NULL GROUP BY ALL
    ) s ON s.record = r.record AND s.server_name = r.hostname
        AND s.transaction_id = r.transaction_id
    LEFT JOIN (
        SELECT record, server_name, bool_or(NOT no_tls_verify AND NOT refuted) AS verified
        FROM handshakes WHERE failure IS NULL GROUP BY ALL
    ) v ON r.transaction_id IS NULL AND v.record = r.record AND v.server_name = r.hostname
    LEFT JOIN genuine_view g ON g.record = r.record AND g.ip = coalesce(r.ip, r.hostname)
    LEFT JOIN stopped_hops x ON x.record = r.record AND x.depth = r.depth
    LEFT JOIN fetched_elsewhere o ON o.record = r.record AND o.sequence = r.sequence
"""
