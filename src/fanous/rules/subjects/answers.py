"""What is known of the addresses that a resolver's answers hold.

Decides which answers only somebody on the path could have given, which names are proven to exist,
and what the control, handshakes, other networks and days before say of each answer.

Input relations: those of `seen`, `genuine`, `control.relations` and `control.history`.
"""

from __future__ import annotations

from fanous.control.history import HISTORY
from fanous.control.pool import enough
from fanous.rules.subjects.seen import ENCRYPTED

__all__ = ["ANSWERS"]

# Resolvers that never tell a site's servers where the asker is (no EDNS Client Subnet), so that
# their answers cannot depend on the asker's network. Operators' own statements.
_WITHOUT_CLIENT_SUBNET = ", ".join(
    f"hash('udp', '{address}')"
    for address in (
        "1.1.1.1:53",
        "1.0.0.1:53",
        "[2606:4700:4700::1111]:53",
        "[2606:4700:4700::1001]:53",
        "9.9.9.9:53",
        "149.112.112.112:53",
        "[2620:fe::fe]:53",
        "[2620:fe::9]:53",
    )
)

ANSWERS: dict[str, str] = {
    # Names that exist: a server showed a certificate for the name, and we validated it.
    "proven_names": """
        SELECT DISTINCT h.record, h.name
        FROM handshakes h
        WHERE h.revalidated AND h.record IN (SELECT record FROM dns_view WHERE gave = 0)
    """,
    **HISTORY,
    # Per query: what is known of its addresses.
    "answer_facts": f"""
        SELECT q.record, q.sequence, bool_or(q.bogon) AS any_bogon,
            bool_and(coalesce(a.refuted AND q.name = p.control_name, false)) AS all_refuted,
            bool_or(a.genuine AND q.name = p.control_name) AS any_genuine,
            bool_or(a.same_network AND q.name = p.control_name) AS any_same_network,
            bool_or(v.verified) AS any_verified,
            bool_or(v.revalidated) AS any_revalidated,
            bool_or({enough("o.networks", "m.networks")}) AS any_learned,
            bool_or(d.address IS NOT NULL) AS any_declared
        FROM answer_view q
        JOIN record_view p ON p.record = q.record
        LEFT JOIN address_view a ON a.record = q.record AND a.address = q.address
        LEFT JOIN (
            SELECT record, address, name, bool_or(revalidated) AS revalidated,
                bool_or(NOT no_tls_verify AND NOT refuted) AS verified
            FROM handshakes WHERE ip IS NOT NULL AND success GROUP BY ALL
        ) v ON v.record = q.record AND v.address = q.address AND v.name = q.name
        LEFT JOIN declared_addresses d ON d.record = q.record AND d.address = q.address
        LEFT JOIN others_resolved o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = q.hostname AND o.asn = q.asn
        LEFT JOIN pool_names m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.asn = o.asn AND m.probe_cc = p.probe_cc
        GROUP BY q.record, q.sequence
    """,
    # Queries in cleartext to a public resolver, answered as only somebody on the path could.
    "rewritten_view": f"""
        WITH suspect AS (
            SELECT a.record, a.sequence, a.name
            FROM answer_view a
            JOIN place p ON p.record = a.record AND p.probe_asn = a.asn AND p.probe_asn > 0
            JOIN dns_view q ON q.record = a.record AND q.sequence = a.sequence
            WHERE q.resolver IN ({_WITHOUT_CLIENT_SUBNET})
            GROUP BY a.record, a.sequence, a.name, a.given HAVING count(*) = a.given
        ), networks AS (
            SELECT DISTINCT e.record, e.asn FROM (
                SELECT record, hash(ip) AS address, asn FROM control_endpoints
                WHERE asn > 0 AND record IN (SELECT record FROM suspect)
            ) e JOIN address_view a
                ON a.record = e.record AND a.address = e.address AND a.in_control
        ), elsewhere AS (
            SELECT e.record, hash(e.hostname) AS name FROM (
                SELECT record, hostname, answer_asns FROM dns
                WHERE engine IN {ENCRYPTED} AND len(answers) > 0
                    AND record IN (SELECT record FROM suspect)
            ) e
            JOIN place p ON p.record = e.record
            JOIN networks n ON n.record = e.record
            GROUP BY e.record, name
            HAVING bool_and(NOT list_contains(e.answer_asns, p.probe_asn))
                AND bool_or(list_contains(e.answer_asns, n.asn))
                AND bool_and(n.asn <> p.probe_asn)
        )
        SELECT s.record, s.sequence FROM suspect s
        JOIN elsewhere e ON e.record = s.record AND e.name = s.name
        JOIN control_view c ON c.record = s.record AND c.control_name = s.name
    """,
}
