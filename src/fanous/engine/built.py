"""What a day's build writes, as queries over what the judge made.

Decides the columns of `verdicts`, `endpoint_outcomes` and `decisions`, and the validity of a
measurement: whether its own record is sound. Validity is another axis than the network's state, and
moves no verdict.
"""

from __future__ import annotations

from fanous.engine.defective import DEFECTIVE_QUERY, PREFIX
from fanous.rules.combine import VERDICT, VERDICT_OF
from fanous.rules.registry import RULES_VERSION
from fanous.sources.tables.obs_web import NOT_IN_TABLE

__all__ = ["OUTCOMES_QUERY", "VERDICTS_QUERY", "decisions_query"]

# A record that was received before it began has a wrong clock; a late one was only kept for a time.
_CLOCK = """coalesce(try_strptime(left(m.measurement_uid, 14), '%Y%m%d%H%M%S')::TIMESTAMP
    + INTERVAL 1 HOUR < make_timestamp(epoch_us(m.start_time)), false)"""

_VALIDITY = f"""list_filter([
        CASE WHEN {_CLOCK} THEN 'clock' END,
        CASE WHEN len(m.coerced) > 0 THEN 'malformed' END,
        CASE WHEN m.control_failure <> '{NOT_IN_TABLE}' THEN 'helper_failed' END,
        CASE WHEN i.record IS NOT NULL THEN 'broken_ipv6' END,
        CASE WHEN f.record IS NOT NULL THEN 'forged_signs' END
    ], lambda word: word IS NOT NULL)
    || coalesce(list_transform(x.defects, lambda id: '{PREFIX}' || id), [])"""

VERDICTS_QUERY = f"""
    WITH no_ipv6 AS (
        SELECT DISTINCT j.record FROM judged_tcp j
        JOIN decisions_tcp d ON d.decision = j.decision
        WHERE d.rule IN ('tcp.no_route', 'tcp.ipv6_unproven')
            AND list_contains(d.facts, 'IPV6')
            AND NOT list_contains(d.facts, 'FAMILY_WORKS_ON_PROBE')
    ), forged_signs AS (
        SELECT DISTINCT j.record FROM judged_tls j
        JOIN decisions_tls d ON d.decision = j.decision WHERE d.rule = 'tls.claim_refuted'
    ), defective AS (
        {DEFECTIVE_QUERY}
    )
    SELECT m.measurement_uid, m.record, m.line_sha256, m.source_id, m.member, m.line, m.test_name,
        m.input, m.target, m.start_time, m.probe_cc, m.probe_asn, m.probe_network_name,
        m.resolver_asn, coalesce(m.probe_id, m.report_id) AS observer, m.report_id,
        {VERDICT},
        {_VALIDITY} AS validity,
        m.probe_blocking, m.synthetic, '{RULES_VERSION}' AS rules_version,
        m.parser_version, m.reference_digest
    FROM measurements m {VERDICT_OF}
    LEFT JOIN no_ipv6 i ON i.record = m.record
    LEFT JOIN forged_signs f ON f.record = m.record
    LEFT JOIN defective x ON x.record = m.record
"""
OUTCOMES_QUERY = """
    SELECT j.record, j.layer, j.sequence, j.depth, j.counts, getvariable('rules') AS rules, d.mask,
        d.rule, d.outcome
    FROM judged j JOIN decisions d ON d.decision = j.decision
"""
# The days on which each decision was taken, of judged measurements of several days or of one.
_DAYS = "SELECT DISTINCT p.day, j.decision FROM judged j JOIN place p ON p.record = j.record"
_ONE_DAY = """SELECT p.day, j.decision
        FROM (SELECT DISTINCT decision FROM judged) j, (SELECT DISTINCT day FROM place) p"""
_DECISIONS = """
    SELECT u.day, getvariable('rules') AS rules, d.layer, d.mask, d.rule, d.outcome, d.evidence,
        d.mechanism, d.artefact, d.locus, d.facts, d.fired
    FROM ({days}) u
    JOIN decisions d ON d.decision = u.decision
"""


def decisions_query(*, one_day: bool) -> str:
    """The decisions that were taken; `one_day`: of measurements of one day only."""
    return _DECISIONS.format(days=_ONE_DAY if one_day else _DAYS)
