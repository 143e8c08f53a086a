"""TLS subjects: every handshake over TCP, with what we found of its certificate."""

from __future__ import annotations

__all__ = ["TLS"]

TLS = """
    SELECT t.record, t.sequence, t.depth,
        f.address IS NULL AS counts, coalesce(t.fetch_body, p.is_service) AS content,
        t.success, t.failure, t.no_tls_verify,
        CASE WHEN p.is_service THEN true ELSE t.fetch_body END AS fetch_body,
        t.result, t.revalidated, t.refuted, t.own_certificate,
        t.name = p.control_name AS about_target,
        e.tls_success AS control_tls, p.tried_tls,
        p.fetched, p.input_is_https, p.completed_chain, p.helper_silent,
        g.address IS NOT NULL AS genuine,
        s.record IS NOT NULL AS stopped_here,
        o.record IS NOT NULL AS handshake_elsewhere
    FROM handshakes t
    JOIN record_view p ON p.record = t.record
    LEFT JOIN forged f ON f.record = t.record AND f.address = t.address
    LEFT JOIN endpoint_view e ON e.record = t.record AND e.address = t.address AND e.port = t.port
    LEFT JOIN genuine_view g ON g.record = t.record AND g.address = t.address
    LEFT JOIN stopped_hops s ON s.record = t.record AND s.depth = t.depth
    LEFT JOIN shook_hands_elsewhere o ON o.record = t.record AND o.sequence = t.sequence
    WHERE t.over_tcp
"""
