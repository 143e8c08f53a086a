"""What a control is looked up by: where and when a measurement was made, and its handshakes.

Decides whether a measurement's own helper was silent (it says that it could not use it, or its test
has none), which instrument made it, and what re-validation says of each certificate it was shown.

Input relations: `measurements`, `tls`, `control`, `services` (see `reference.services`),
`validations` (chain, server_name, day, result: see `certificates.validate`).
"""

from __future__ import annotations

from fanous.certificates.result import CERTAIN
from fanous.model.tables import DAY

__all__ = ["MEASURED"]

_CERTAIN = ", ".join(f"'{result}'" for result in sorted(CERTAIN))

_UNHELPED = "SELECT record FROM place WHERE helper_silent"

MEASURED: dict[str, str] = {
    "place": f"""
        SELECT m.record, epoch_us(m.start_time) // {DAY} AS day, m.probe_cc, m.probe_asn,
            m.hostname, m.scheme = 'https' AS input_is_https, m.test_name,
            s.test_name IS NOT NULL AS is_service,
            CASE WHEN s.test_name IS NULL THEN ''
                ELSE m.test_name || ' ' || m.test_version END AS instrument,
            s.test_name IS NOT NULL OR (m.control_failure IS NOT NULL AND c.record IS NULL)
                AS helper_silent
        FROM measurements m
        LEFT JOIN (SELECT DISTINCT test_name FROM services) s ON s.test_name = m.test_name
        LEFT JOIN control c ON c.record = m.record
        WHERE m.handled
    """,
    # What the records say whose helper was silent, and all those of services: they alone are held
    # against what others saw. Each lies apart, once, because finding it among all took longer than
    # using it.
    "unhelped_dns": f"""
        SELECT record, sequence, hostname, engine FROM dns WHERE record IN ({_UNHELPED})
    """,
    "unhelped_tcp": f"""
        SELECT record, sequence, ip, port, family, success FROM tcp WHERE record IN ({_UNHELPED})
    """,
    "unhelped_http": f"""
        SELECT record, sequence, hostname, port, scheme, status FROM http
        WHERE record IN ({_UNHELPED})
    """,
    # A certificate is public: only a completed handshake proves that the server holds its key.
    "handshakes": f"""
        SELECT t.record, t.sequence, coalesce(t.depth, 0) AS depth,
            t.network = 'tcp' AS over_tcp, t.ip, t.port,
            CASE WHEN t.ip IS NOT NULL THEN hash(t.ip) END AS address, t.server_name,
            hash(t.server_name) AS name, t.success, t.failure, t.no_tls_verify, t.fetch_body,
            t.transaction_id, v.result,
            coalesce(v.result = 'valid' AND t.success, false) AS revalidated,
            coalesce(v.result IN ({_CERTAIN}) AND o.test_name IS NULL AND w.test_name IS NULL,
                false) AS refuted,
            w.test_name IS NOT NULL AS own_certificate
        FROM tls t
        JOIN place p ON p.record = t.record
        LEFT JOIN validations v ON v.chain = t.certificates AND v.day = p.day
            AND v.server_name = t.server_name
        LEFT JOIN (
            SELECT DISTINCT test_name, hostname FROM services
            WHERE own_root OR certificate_ignored
        ) o ON o.test_name = p.test_name AND o.hostname = t.server_name
        LEFT JOIN (
            SELECT test_name FROM services WHERE tls GROUP BY test_name
            HAVING bool_and(certificate_ignored)
        ) w ON w.test_name = p.test_name
    """,
}
