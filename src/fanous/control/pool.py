"""What other networks saw on the same day: the second and third source of control.

Decides what enters a day's pool (a success that was seen, counted by network and country: ten
thousand rows of one network are one voice) and when it may stand as control: at least `k` other
networks, all abroad or all of the same country. It is used only where a measurement's own helper
was silent, it only ever shows that something works, and its absence says nothing. A measurement
judged alone meets an empty pool.

Where a source keeps no status of responses (tables of observations), a request that ended without
failure counts: of a service, or over a handshake that the probe verified for the name.

For a service the pool is kept by version of the test too: a failure that follows the instrument and
not the network finds no success of its own kind to be held against.
"""

from __future__ import annotations

__all__ = ["DEFAULT_NETWORKS", "POOL", "VIEWS", "enough"]

DEFAULT_NETWORKS = 3  # k: a forged measurement, or two, cannot make a control

_PLACED = "JOIN place p ON p.record = {row}.record AND p.probe_asn > 0"


def _counted(keys: str, source: str) -> str:
    """Distinct networks by key, day, instrument and country."""
    return f"""
        SELECT day, instrument, {keys}, probe_cc, count(DISTINCT probe_asn) AS networks
        FROM ({source}) GROUP BY ALL
    """


# Only what some measurement asks for is counted: one that failed while its helper was silent.
_SILENT = "JOIN place s ON s.record = f.record AND s.helper_silent"

# Name → query over a whole day's observations (or several days'), made once a build.
POOL: dict[str, str] = {
    "pool_connects": _counted(
        "ip, port",
        f"""SELECT p.day, p.instrument, t.ip, t.port, p.probe_cc, p.probe_asn
        FROM tcp t {_PLACED.format(row="t")} WHERE t.success AND (t.ip, t.port) IN
            (SELECT (ip, port) FROM unhelped_tcp WHERE NOT success)""",
    ),
    "pool_handshakes": _counted(
        "hostname, ip",
        f"""SELECT p.day, p.instrument, h.server_name AS hostname, h.ip, p.probe_cc, p.probe_asn
        FROM handshakes h {_PLACED.format(row="h")}
        WHERE h.success AND h.over_tcp AND h.ip IS NOT NULL
            AND h.server_name IS NOT NULL
            AND (h.revalidated OR h.own_certificate OR (NOT h.no_tls_verify AND NOT h.refuted))
            AND h.server_name IN
            (SELECT s.hostname FROM place s WHERE s.helper_silent
             UNION SELECT hostname FROM unhelped_dns
             UNION SELECT f.server_name FROM handshakes f {_SILENT})""",
    ),
    "pool_fetches": _counted(
        "hostname, scheme",
        f"""SELECT p.day, p.instrument, r.hostname, r.scheme, p.probe_cc, p.probe_asn
        FROM http r {_PLACED.format(row="r")}
        WHERE (r.status BETWEEN 200 AND 399
                OR (p.is_service AND (r.status > 0 OR (r.status IS NULL AND r.failure IS NULL)))
                OR (r.status IS NULL AND r.failure IS NULL AND r.scheme = 'https'
                    AND (r.record, r.hostname) IN (SELECT (h.record, h.server_name)
                        FROM handshakes h
                        WHERE h.success AND NOT h.no_tls_verify AND NOT h.refuted)))
            AND r.success
            AND coalesce(r.fingerprint_kind, 'false_positive') = 'false_positive'
            AND r.hostname IN (SELECT hostname FROM unhelped_http
                UNION SELECT hostname FROM unhelped_dns)""",
    ),
    "pool_names": _counted(
        "hostname, asn",
        f"""SELECT DISTINCT p.day, p.instrument, c.hostname, e.asn, p.probe_cc, p.probe_asn
        FROM control c {_PLACED.format(row="c")}
        JOIN control_endpoints e ON e.record = c.record AND e.asn > 0
            AND list_contains(c.dns_addresses, e.ip)
        WHERE len(c.dns_addresses) > 0 AND NOT list_contains(c.dns_bogons, true)
            AND c.hostname IS NOT NULL""",
    ),
}

_K = "getvariable('control_networks')"


def enough(total: str, own: str) -> str:
    """Whether enough other networks vouch: all abroad, or all of the probe's own country.

    `total` and `own` are counts of networks, everywhere and in the probe's country. One is taken
    from its own country's: a network is not its own witness.
    """
    return (
        f"coalesce({total} - coalesce({own}, 0) >= {_K} OR coalesce({own}, 0) - 1 >= {_K}, false)"
    )


def _everywhere(table: str, keys: str) -> str:
    """How many networks vouch for a key, over all countries; keys with too few are left out."""
    return f"""
        SELECT day, instrument, {keys}, sum(networks) AS networks
        FROM {table} GROUP BY ALL HAVING sum(networks) >= {_K}
    """


VIEWS: dict[str, str] = {
    "others_connected": _everywhere("pool_connects", "ip, port"),
    "others_shook_hands": _everywhere("pool_handshakes", "hostname, ip"),
    "others_fetched": _everywhere("pool_fetches", "hostname, scheme"),
    "others_resolved": _everywhere("pool_names", "hostname, asn"),
}
