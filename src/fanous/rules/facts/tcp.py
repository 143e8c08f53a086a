"""Facts of TCP: how one connect ended, and what is known of its address."""

from __future__ import annotations

from fanous.rules.facts.base import CHAIN, HELPER_SILENT, fact, kinds

__all__ = ["TCP", "TCP_IMPOSSIBLE"]

_LOCAL_CAUSES = (
    "('network_down', 'interrupted', 'permission_denied', 'address_not_available', "
    "'address_family_not_supported', 'bad_file_descriptor')"
)

TCP = (
    fact("CONNECTED", "The probe connected.", "success"),
    fact(
        "CONNECT_REFUSED",
        "The connection was refused.",
        "NOT success AND failure = 'connection_refused'",
        fails="CONNECT_FAILED",
    ),
    fact(
        "CONNECT_RESET",
        "The connection was reset while connecting.",
        "NOT success AND failure = 'connection_reset'",
        fails="CONNECT_FAILED",
    ),
    fact(
        "CONNECT_TIMEOUT",
        "The connection timed out.",
        "NOT success AND failure = 'generic_timeout_error'",
        fails="CONNECT_FAILED",
    ),
    fact(
        "NO_ROUTE",
        "The probe's system knew no route to the address.",
        "NOT success AND failure IN ('network_unreachable', 'host_unreachable')",
        fails="CONNECT_FAILED",
    ),
    fact(
        "LOCAL_CAUSE",
        "The failure comes from the probe's own device.",
        f"NOT success AND failure IN {_LOCAL_CAUSES}",
        fails="CONNECT_FAILED",
    ),
    fact("CONNECT_FAILED", "The probe did not connect.", "NOT success", fails=True),
    fact("CONTROL_CONNECTED", "The control connected to it.", "control_connected"),
    fact(
        "CONTROL_CONNECT_FAILED",
        "The control tried and did not connect either.",
        "NOT control_connected",
    ),
    fact(
        "ADDRESS_GENUINE",
        "The control resolved the name to this address or validated a certificate on it; or we "
        "did, or enough other networks; or a service declares it.",
        "genuine",
    ),
    fact(
        "FAMILY_WORKS_ON_PROBE",
        "The probe had working connectivity in this address family.",
        "family_works",
    ),
    fact("FETCHES_BODY", "The connection was needed to fetch the page.", "fetch_body"),
    fact("EXTRA_CHECK", "The connection was an extra check.", "NOT fetch_body"),
    fact("IPV6", "The address is an IPv6 address.", "family = 6"),
    fact(
        "CONNECTED_ELSEWHERE",
        "Enough other networks connected to it on the same day.",
        "connected_elsewhere",
    ),
    HELPER_SILENT,
    *CHAIN,
)
TCP_IMPOSSIBLE = (
    kinds(
        TCP,
        "CONNECTED CONNECT_REFUSED CONNECT_RESET CONNECT_TIMEOUT NO_ROUTE LOCAL_CAUSE",
        "one connect",
    ),
    kinds(TCP, "CONNECTED CONNECT_FAILED", "one connect"),
    kinds(TCP, "CONTROL_CONNECTED CONTROL_CONNECT_FAILED", "the control's one connect"),
    *(
        kinds(TCP, f"HELPER_SILENT {name}", "whether the one helper answered")
        for name in ("CONTROL_CONNECTED", "CONTROL_CONNECT_FAILED", "CONTROL_COMPLETED_CHAIN")
    ),
    kinds(TCP, "CONNECTED CONNECTED_ELSEWHERE", "others are only asked about a failed connect"),
    kinds(TCP, "FETCHES_BODY EXTRA_CHECK", "one tag of the connection"),
)
