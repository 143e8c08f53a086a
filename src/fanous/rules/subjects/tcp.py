"""TCP subjects: every connect."""

from __future__ import annotations

from fanous.control.pool import enough

__all__ = ["TCP"]

TCP = f"""
    SELECT t.record, t.sequence, coalesce(t.depth, 0) AS depth,
        f.ip IS NULL AS counts, coalesce(t.fetch_body, p.is_service) AS content,
        t.success, t.failure, t.family,
        CASE WHEN p.is_service THEN true ELSE t.fetch_body END AS fetch_body,
        e.tcp_success AS control_connected,
        g.ip IS NOT NULL AS genuine,
        y.record IS NOT NULL AS family_works,
        c.completed_chain,
        s.record IS NOT NULL AS stopped_here,
        p.helper_silent,
        {enough("o.networks", "m.networks")} AS connected_elsewhere
    FROM tcp t
    JOIN place p ON p.record = t.record
    LEFT JOIN forged f ON f.record = t.record AND f.ip = t.ip
    LEFT JOIN control_endpoints e ON e.record = t.record AND e.ip = t.ip AND e.port = t.port
    LEFT JOIN genuine_view g ON g.record = t.record AND g.ip = t.ip
    LEFT JOIN family_view y ON y.record = t.record AND y.family = t.family
    LEFT JOIN control_view c ON c.record = t.record
    LEFT JOIN stopped_hops s ON s.record = t.record AND s.depth = t.depth
    LEFT JOIN others_connected o ON NOT t.success AND p.helper_silent AND o.day = p.day
        AND o.instrument = p.instrument AND o.ip = t.ip AND o.port = t.port
    LEFT JOIN pool_connects m ON m.day = o.day AND m.instrument = o.instrument AND m.ip = o.ip
        AND m.port = o.port AND m.probe_cc = p.probe_cc
"""
