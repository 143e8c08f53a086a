"""TCP subjects: every connect."""

from __future__ import annotations

__all__ = ["TCP"]

TCP = """
    SELECT t.record, t.sequence, t.depth,
        f.address IS NULL AS counts, coalesce(t.fetch_body, p.is_service) AS content,
        t.success, t.failure, t.family,
        CASE WHEN p.is_service THEN true ELSE t.fetch_body END AS fetch_body,
        e.tcp_success AS control_connected,
        g.address IS NOT NULL AS genuine,
        CASE t.family WHEN 4 THEN p.ipv4_works WHEN 6 THEN p.ipv6_works END AS family_works,
        p.completed_chain, p.helper_silent,
        s.record IS NOT NULL AS stopped_here,
        o.record IS NOT NULL AS connected_elsewhere
    FROM tcp_view t
    JOIN record_view p ON p.record = t.record
    LEFT JOIN forged f ON f.record = t.record AND f.address = t.address
    LEFT JOIN endpoint_view e ON e.record = t.record AND e.address = t.address AND e.port = t.port
    LEFT JOIN genuine_view g ON g.record = t.record AND g.address = t.address
    LEFT JOIN stopped_hops s ON s.record = t.record AND s.depth = t.depth
    LEFT JOIN connected_elsewhere o ON o.record = t.record AND o.sequence = t.sequence
"""
