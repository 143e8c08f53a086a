"""The control of a measurement as relations that facts can join.

Decides what the measurement's own helper established (it looked a name up, connected, shook hands,
fetched) and what other networks did (`pool`). Each is something seen; where the helper was
unreachable there is no row, and nothing follows from that.

Input relations: `control`, `control_endpoints`, and those of `measured` and `pool`.
"""

from __future__ import annotations

from fanous.control.history import REACHED
from fanous.control.measured import MEASURED
from fanous.control.pool import POOL, VIEWS

__all__ = ["CERTIFICATE_FAILURES", "RELATIONS"]

CERTIFICATE_FAILURES = (
    "('ssl_unknown_authority', 'ssl_invalid_hostname', 'ssl_invalid_certificate')"
)

# Name → query, in order of dependency.
RELATIONS: dict[str, str] = {
    **MEASURED,
    **POOL,
    **REACHED,
    **VIEWS,
    # One row a record with a helper that answered.
    "control_view": """
        SELECT record, CASE WHEN hostname IS NOT NULL THEN hash(hostname) END AS control_name,
            len(dns_addresses) > 0 AS resolved,
            contains(array_to_string(dns_addresses, ' '), '.') AS resolved_v4,
            contains(array_to_string(dns_addresses, ' '), ':') AS resolved_v6,
            list_contains(dns_bogons, true) AS resolved_bogon,
            (dns_failure = 'dns_nxdomain_error')
                OR (dns_failure IS NULL AND len(dns_addresses) = 0) AS found_nothing,
            http_failure IS NULL AND http_status IS NOT NULL AS fetched,
            http_failure IS NULL AND http_status IS NOT NULL
                AND http_status NOT BETWEEN 300 AND 399 AS completed_chain,
            http_failure IS NOT NULL AS fetch_failed
        FROM control
    """,
    # Endpoints by the hash of their address: within a measurement that tells addresses apart.
    "endpoint_view": f"""
        SELECT e.record, CASE WHEN e.ip IS NOT NULL THEN hash(e.ip) END AS address, e.port,
            coalesce(list_contains(c.dns_addresses, e.ip), false) AS in_control,
            e.tcp_success, e.tls_success,
            e.tls_failure IN {CERTIFICATE_FAILURES} AS certificate_failed, e.asn,
            e.resolved_by_probe, e.resolved_by_helper, e.valid_for_domain
        FROM control_endpoints e
        LEFT JOIN (SELECT record, dns_addresses FROM control) c ON c.record = e.record
    """,
    # One row an address that the helper resolved, tried or described.
    "address_view": """
        WITH seen AS MATERIALIZED (
            SELECT e.record, e.address, bool_or(e.in_control) AS in_control,
                bool_or(e.tls_success) AS tls_ok,
                bool_or(e.certificate_failed) AS certificate_failed,
                bool_or(e.port = 443 AND e.tcp_success = false) AS tls_port_closed,
                bool_or(e.valid_for_domain) AS valid_for_domain,
                bool_or(e.resolved_by_helper) AS helper_resolved,
                bool_or(e.resolved_by_probe AND NOT e.resolved_by_helper) AS only_probe_resolved,
                max(e.asn) AS asn
            FROM endpoint_view e
            GROUP BY e.record, e.address
        ), helpers AS (
            SELECT record, list(asn) FILTER (in_control OR helper_resolved) AS asns,
                bool_and(coalesce(asn, 0) > 0) FILTER (in_control OR helper_resolved) AS all_known,
                bool_or(tls_ok) AS handshake_ok
            FROM seen GROUP BY record
        )
        SELECT s.record, s.address, s.in_control,
            s.in_control OR coalesce(s.tls_ok, false) OR coalesce(s.valid_for_domain, false)
                AS genuine,
            s.asn > 0 AND coalesce(list_contains(h.asns, s.asn), false) AS same_network,
            coalesce(s.only_probe_resolved, false)
                AND (coalesce(s.certificate_failed, false) OR coalesce(s.tls_port_closed, false))
                AND NOT coalesce(s.tls_ok, false)
                AND coalesce(h.all_known, false) AND s.asn > 0
                AND NOT list_contains(h.asns, s.asn)
                AND coalesce(h.handshake_ok, false) AS refuted
        FROM seen s
        JOIN helpers h ON h.record = s.record
    """,
    # Whether the helper made any handshake at all: those before 2022 did not.
    "control_tls_view": """
        SELECT record, bool_or(tls_success IS NOT NULL) AS tried_tls
        FROM endpoint_view GROUP BY record
    """,
}
