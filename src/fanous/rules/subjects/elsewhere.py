"""What others did where this probe failed and its helper was silent.

Decides which of a measurement's own connects, handshakes, requests and names are held against what
other networks saw on the same day. How many networks are enough is `control.pool`'s.

Input relations: those of `control.pool`, `unhelped_dns`, `unhelped_tcp`, `unhelped_http`,
`handshakes`, `place`.
"""

from __future__ import annotations

from fanous.control.pool import enough
from fanous.rules.subjects.seen import ENCRYPTED

__all__ = ["ELSEWHERE"]

ELSEWHERE: dict[str, str] = {
    # Connects that failed here, while the helper was silent, and that others made.
    "connected_elsewhere": f"""
        SELECT t.record, t.sequence FROM unhelped_tcp t
        JOIN place p ON p.record = t.record AND NOT t.success
        JOIN others_connected o ON o.day = p.day AND o.instrument = p.instrument AND o.ip = t.ip
            AND o.port = t.port
        LEFT JOIN pool_connects m ON m.day = o.day AND m.instrument = o.instrument
            AND m.ip = o.ip AND m.port = o.port AND m.probe_cc = p.probe_cc
        WHERE {enough("o.networks", "m.networks")}
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
        SELECT r.record, r.sequence FROM unhelped_http r
        JOIN place p ON p.record = r.record AND r.status = 0
        JOIN others_fetched o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = r.hostname AND o.scheme = r.scheme
        LEFT JOIN pool_fetches m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.scheme = o.scheme AND m.probe_cc = p.probe_cc
        WHERE {enough("o.networks", "m.networks")}
    """,
    # Names that enough other networks got from a server that they verified.
    "known_names": f"""
        SELECT DISTINCT p.record, hash(q.hostname) AS name
        FROM unhelped_dns q
        JOIN place p ON p.record = q.record AND NOT q.engine IN {ENCRYPTED}
        JOIN others_fetched f ON f.day = p.day AND f.instrument = p.instrument
            AND f.hostname = q.hostname AND f.scheme = 'https'
        LEFT JOIN pool_fetches m ON m.day = f.day AND m.instrument = f.instrument
            AND m.hostname = f.hostname AND m.scheme = 'https' AND m.probe_cc = p.probe_cc
        WHERE {enough("f.networks", "m.networks")}
    """,
}
