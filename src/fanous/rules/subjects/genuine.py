"""Which addresses are the target's own.

Decides who may vouch for an address (the control, a certificate that we validated, enough other
networks, a service's declaration, the input itself) and which requests went to genuine addresses
only, where a record does not say to which.

Input relations: those of `seen`, `elsewhere`, `control.relations`.
"""

from __future__ import annotations

from fanous.control.pool import enough

__all__ = ["GENUINE"]

GENUINE: dict[str, str] = {
    # Addresses that a service declares, that its test was given as such (relays), or that lie in
    # the network it declares.
    "declared_addresses": """
        SELECT t.record, hash(t.ip) AS address FROM unhelped_tcp t
        JOIN place p ON p.record = t.record AND p.is_service
        JOIN services s ON s.test_name = p.test_name AND t.family > 0
            AND (s.kind = 'other' OR (s.kind = 'address' AND s.ip = t.ip))
        UNION
        SELECT a.record, a.address FROM answer_view a
        JOIN place p ON p.record = a.record AND p.is_service
        JOIN services s ON s.test_name = p.test_name AND s.hostname = a.hostname AND s.asn = a.asn
    """,
    # Addresses the target is known to have: the control or a certificate that we validated vouches
    # for them, enough other networks did (for a service, whose name is not always on a certificate:
    # by connecting for it), a service declares them, or they are the input itself.
    "genuine_view": f"""
        SELECT record, address FROM address_view WHERE genuine
        UNION
        SELECT record, address FROM handshakes WHERE revalidated AND ip IS NOT NULL
        UNION
        SELECT a.record, a.address
        FROM answer_view a JOIN place p ON p.record = a.record
        JOIN others_shook_hands o ON o.day = p.day AND o.instrument = p.instrument
            AND o.hostname = a.hostname AND o.ip = a.ip
        LEFT JOIN pool_handshakes m ON m.day = o.day AND m.instrument = o.instrument
            AND m.hostname = o.hostname AND m.ip = o.ip AND m.probe_cc = p.probe_cc
        WHERE p.helper_silent AND {enough("o.networks", "m.networks")}
        UNION
        SELECT record, address FROM declared_addresses
        UNION
        SELECT t.record, t.address FROM connected_elsewhere o
        JOIN tcp_view t ON t.record = o.record AND t.sequence = o.sequence
        JOIN place p ON p.record = t.record AND p.is_service
        UNION
        SELECT record, hash(hostname) AS address FROM place
        WHERE regexp_matches(hostname, '^([0-9.]+|[0-9a-f:]*:[0-9a-f:.]*)$')
    """,
    # Requests of records that name no address (before 0.5): every address that the name was
    # answered with, and every one that was tried on that port, is genuine. Taking one answer or
    # one connect away leaves the other to speak against it.
    "requests_to_genuine": """
        WITH nowhere AS MATERIALIZED (
            SELECT record, sequence, hash(hostname) AS name, port FROM http WHERE ip IS NULL
        )
        SELECT r.record, r.sequence
        FROM nowhere r
        JOIN (SELECT a.record, a.name
              FROM (SELECT * FROM answer_view WHERE record IN (SELECT record FROM nowhere)) a
              LEFT JOIN genuine_view g ON g.record = a.record AND g.address = a.address
              GROUP BY a.record, a.name HAVING bool_and(g.address IS NOT NULL)) n
            ON n.record = r.record AND n.name = r.name
        JOIN (SELECT t.record, t.port
              FROM (SELECT * FROM tcp_view WHERE record IN (SELECT record FROM nowhere)) t
              LEFT JOIN genuine_view g ON g.record = t.record AND g.address = t.address
              GROUP BY t.record, t.port HAVING bool_and(g.address IS NOT NULL)) c
            ON c.record = r.record AND c.port = r.port
    """,
}
