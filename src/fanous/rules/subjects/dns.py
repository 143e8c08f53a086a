"""DNS subjects: the queries that a censor of cleartext could meet. Encrypted ones are witnesses."""

from __future__ import annotations

from fanous.rules.subjects.seen import GAVE_V4, GAVE_V6

__all__ = ["DNS", "FORGED"]

_FAMILIES = GAVE_V4 | GAVE_V6

# Addresses that an accused answer gave and nothing vouches for: known once DNS has been judged.
FORGED = """
    SELECT DISTINCT q.record, q.address
    FROM answer_view q
    JOIN (
        SELECT j.record, j.sequence FROM judged_dns j
        JOIN decisions_dns d ON d.decision = j.decision AND d.outcome = 'blocked'
    ) b ON b.record = q.record AND b.sequence = q.sequence
    LEFT JOIN genuine_view g ON g.record = q.record AND g.address = q.address
    WHERE g.address IS NULL
"""

DNS = f"""
    SELECT q.record, q.sequence, q.depth, true AS counts, true AS content,
        q.asked_for, q.fingerprint_kind, q.gave > 0 AS answered, v.any_bogon, q.failure,
        p.resolved, p.resolved_v4, p.resolved_v6, p.resolved_bogon, p.found_nothing,
        p.completed_chain, p.helper_silent,
        p.has_control AND p.control_name = q.name AS about_target,
        v.all_refuted, v.any_genuine, v.any_same_network, v.any_verified, v.any_revalidated,
        v.any_learned, v.any_declared,
        n.resolvers_answering > CASE WHEN r.gave > 0 THEN 1 ELSE 0 END AS others_answered,
        n.encrypted_answered, n.encrypted_nxdomain,
        CASE q.asked_for WHEN 4 THEN r.gave & {_FAMILIES} = {GAVE_V6}
            WHEN 6 THEN r.gave & {_FAMILIES} = {GAVE_V4}
            ELSE false END AS family_answered_other,
        s.record IS NOT NULL AS stopped_here,
        w.record IS NOT NULL AS rewritten,
        x.record IS NOT NULL AS proven_name,
        k.record IS NOT NULL AS known_name,
        b.record IS NOT NULL AS verified_before
    FROM dns_view q
    JOIN record_view p ON p.record = q.record
    LEFT JOIN answer_facts v ON v.record = q.record AND v.sequence = q.sequence
    LEFT JOIN name_view n ON n.record = q.record AND n.name = q.name
    LEFT JOIN resolver_view r
        ON r.record = q.record AND r.name = q.name AND r.resolver = q.resolver
    LEFT JOIN stopped_hops s ON s.record = q.record AND s.depth = q.depth
    LEFT JOIN rewritten_view w ON w.record = q.record AND w.sequence = q.sequence
    LEFT JOIN proven_names x ON x.record = q.record AND x.name = q.name
    LEFT JOIN known_names k ON k.record = q.record AND k.name = q.name
    LEFT JOIN (SELECT DISTINCT record, sequence FROM verified_before) b
        ON b.record = q.record AND b.sequence = q.sequence
    WHERE NOT q.encrypted
"""
