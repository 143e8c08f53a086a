"""TLS subjects: every handshake over TCP, with what we found of its certificate."""

from __future__ import annotations

from fanous.control.pool import enough

__all__ = ["TLS"]

TLS = f"""
    SELECT t.record, t.sequence, t.depth,
        f.ip IS NULL AS counts, coalesce(t.fetch_body, p.is_service) AS content,
        t.failure, t.failure IS NULL AS succeeded, t.no_tls_verify,
        CASE WHEN p.is_service THEN true ELSE t.fetch_body END AS fetch_body,
        t.result, t.revalidated, t.refuted,
        t.server_name = c.control_hostname AS about_target,
        e.tls_success AS control_tls, k.tried_tls,
        c.fetched, p.input_is_https, c.completed_chain,
        g.ip IS NOT NULL AS genuine,
        s.record IS NOT NULL AS stopped_here,
        p.helper_silent,
        {enough("o.networks", "m.networks")} AS handshake_elsewhere
    FROM handshakes t
    JOIN place p ON p.record = t.record
    LEFT JOIN forged f ON f.record = t.record AND f.ip = t.ip
    LEFT JOIN control_endpoints e ON e.record = t.record AND e.ip = t.ip AND e.port = t.port
    LEFT JOIN control_tls_view k ON k.record = t.record
    LEFT JOIN genuine_view g ON g.record = t.record AND g.ip = t.ip
    LEFT JOIN control_view c ON c.record = t.record
    LEFT JOIN stopped_hops s ON s.record = t.record AND s.depth = t.depth
    LEFT JOIN others_shook_hands o ON t.failure IS NOT NULL AND p.helper_silent AND o.day = p.day
        AND o.instrument = p.instrument AND o.hostname = t.server_name AND o.ip = t.ip
    LEFT JOIN pool_handshakes m ON m.day = o.day AND m.instrument = o.instrument
        AND m.hostname = o.hostname AND m.ip = o.ip AND m.probe_cc = p.probe_cc
    WHERE t.network = 'tcp'
"""
