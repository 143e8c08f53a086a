"""The control of a measurement as relations that facts can join.

Decides what the helper established: it looked a name up, connected, shook hands, fetched. Each is
something seen; where the helper was unreachable there is no row, and nothing follows from that.
Today's only source is the measurement's own test helper; others (probes abroad, other networks,
history) will be further rows of the same relations.

Input relations: `measurements`, `dns`, `tcp`, `tls`, `http`, `control`, `control_endpoints`.
"""

from __future__ import annotations

__all__ = ["CERTIFICATE_FAILURES", "RELATIONS"]

CERTIFICATE_FAILURES = (
    "('ssl_unknown_authority', 'ssl_invalid_hostname', 'ssl_invalid_certificate')"
)

# Name → query, in order of dependency.
RELATIONS: dict[str, str] = {
    # One row a record with a helper that answered.
    "control_view": """
        SELECT record, hostname AS control_hostname,
            dns_addresses, dns_failure,
            len(dns_addresses) > 0 AS resolved,
            list_bool_or(list_transform(dns_addresses, lambda a: NOT contains(a, ':')))
                AS resolved_v4,
            list_bool_or(list_transform(dns_addresses, lambda a: contains(a, ':'))) AS resolved_v6,
            list_bool_or(dns_bogons) AS resolved_bogon,
            (dns_failure = 'dns_nxdomain_error')
                OR (dns_failure IS NULL AND len(dns_addresses) = 0) AS found_nothing,
            http_failure IS NULL AND http_status IS NOT NULL AS fetched,
            http_failure IS NULL AND http_status IS NOT NULL
                AND http_status NOT BETWEEN 300 AND 399 AS completed_chain,
            http_failure IS NOT NULL AS fetch_failed,
            http_status, http_body_length, http_title,
            json_keys(http_headers) AS header_names
        FROM control
    """,
    # One row an address that the helper resolved, tried or described.
    "address_view": f"""
        WITH answered AS (
            SELECT record, unnest(dns_addresses) AS ip FROM control
        ), networks AS (
            SELECT e.record, list(DISTINCT e.asn) FILTER (e.asn > 0) AS asns,
                bool_and(e.asn > 0) AS all_known
            FROM control_endpoints e
            LEFT JOIN answered a ON a.record = e.record AND a.ip = e.ip
            WHERE a.ip IS NOT NULL OR e.resolved_by_helper
            GROUP BY e.record
        ), seen AS (
            SELECT record, ip,
                bool_or(tls_success) AS tls_ok,
                bool_or(tls_failure IN {CERTIFICATE_FAILURES}) AS certificate_failed,
                bool_or(port = 443 AND tcp_success = false) AS tls_port_closed,
                bool_or(valid_for_domain) AS valid_for_domain,
                bool_or(resolved_by_probe AND NOT resolved_by_helper) AS only_probe_resolved,
                max(asn) AS asn
            FROM control_endpoints GROUP BY record, ip
        ), elsewhere AS (
            SELECT record, bool_or(tls_success) AS handshake_ok FROM control_endpoints
            GROUP BY record
        )
        SELECT s.record, s.ip,
            coalesce(a.ip IS NOT NULL, false) AS in_control,
            coalesce(s.tls_ok, false) OR coalesce(s.valid_for_domain, false) AS validated,
            coalesce(a.ip IS NOT NULL, false) OR coalesce(s.tls_ok, false)
                OR coalesce(s.valid_for_domain, false) AS genuine,
            coalesce(list_contains(n.asns, s.asn), false) AS same_network,
            coalesce(s.only_probe_resolved, false)
                AND (coalesce(s.certificate_failed, false) OR coalesce(s.tls_port_closed, false))
                AND NOT coalesce(s.tls_ok, false)
                AND coalesce(n.all_known, false) AND s.asn > 0
                AND NOT coalesce(list_contains(n.asns, s.asn), true)
                AND coalesce(w.handshake_ok, false) AS refuted
        FROM seen s
        LEFT JOIN (SELECT DISTINCT record, ip FROM answered) a
            ON a.record = s.record AND a.ip = s.ip
        LEFT JOIN networks n ON n.record = s.record
        LEFT JOIN elsewhere w ON w.record = s.record
    """,
    # Whether the helper made any handshake at all: those before 2022 did not.
    "control_tls_view": """
        SELECT record, bool_or(tls_success IS NOT NULL) AS tried_tls
        FROM control_endpoints GROUP BY record
    """,
}
