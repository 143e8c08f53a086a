"""Every fact, once: its name, its meaning, and the expression that establishes it.

Decides what counts as established, from one row of a layer's subjects (`rules.subjects`: the
observation joined with its control). A negative fact is established only by having looked. Leaves
what facts amount to, together, to the rules of each layer.
"""

from __future__ import annotations

from fanous.rules.rule import Fact, Impossible

__all__ = ["DNS", "DNS_IMPOSSIBLE", "HTTP", "HTTP_IMPOSSIBLE", "TCP", "TCP_IMPOSSIBLE", "TLS",
           "TLS_IMPOSSIBLE"]  # fmt: skip

_LOCAL_CAUSES = (
    "('network_down', 'interrupted', 'permission_denied', 'address_not_available', "
    "'address_family_not_supported', 'bad_file_descriptor')"
)
_SERVFAIL = (
    "('dns_servfail_error', 'dns_server_misbehaving', 'dns_temporary_failure', "
    "'dns_non_recoverable_failure')"
)


def _fact(name: str, meaning: str, sql: str, *, fails: bool | str = False) -> Fact:
    """A fact; `fails` says that it is a failure, or names the general failure that it implies."""
    implies = fails if isinstance(fails, str) else None
    return Fact(name, meaning, " ".join(sql.split()), bool(fails), implies)


def _kinds(facts: tuple[Fact, ...], names: str, decided_by: str) -> Impossible:
    """Facts that one observation tells apart; names are checked against the layer's facts."""
    chosen = frozenset(names.split())
    assert chosen <= {fact.name for fact in facts}, chosen
    return Impossible(chosen, decided_by)


_CHAIN = (
    _fact(
        "NETWORK_FAILURE_AT_HOP",
        "The chain of redirects stopped at this hop because a step it needs failed there.",
        "depth > 0 AND hop_failed AND NOT hop_progressed",
    ),
    _fact(
        "CONTROL_COMPLETED_CHAIN",
        "The control followed the whole chain to a final response.",
        "completed_chain",
    ),
)

DNS = (
    _fact("ANSWERED", "The resolver answered with an address.", "answered"),
    _fact(
        "NXDOMAIN",
        "The resolver said that the name does not exist.",
        "NOT answered AND failure = 'dns_nxdomain_error'",
        fails="LOOKUP_FAILED",
    ),
    _fact(
        "REFUSED",
        "The resolver refused to answer.",
        "NOT answered AND failure = 'dns_refused_error'",
        fails="LOOKUP_FAILED",
    ),
    _fact(
        "SERVFAIL",
        "The resolver said that it failed.",
        f"NOT answered AND failure IN {_SERVFAIL}",
        fails="LOOKUP_FAILED",
    ),
    _fact(
        "NO_ADDRESS",
        "The resolver answered without an address.",
        "NOT answered AND failure = 'dns_no_answer'",
        fails="LOOKUP_FAILED",
    ),
    _fact(
        "NOTHING_RETURNED",
        "The record shows neither an address nor a failure.",
        "NOT answered AND failure IS NULL",
    ),
    _fact(
        "NO_DATA_ANDROID",
        "Android's resolver said it has no data, which hides what the network's resolver said.",
        "NOT answered AND failure = 'android_dns_cache_no_data'",
        fails="LOOKUP_FAILED",
    ),
    _fact(
        "LOOKUP_FAILED",
        "The look-up gave no address.",
        "NOT answered AND failure IS NOT NULL",
        fails=True,
    ),
    _fact(
        "ASKED_FOR_IPV4",
        "The query asked for IPv4 addresses, or for any.",
        "query_type IN ('A', 'ANY')",
    ),
    _fact(
        "ANSWER_FINGERPRINTED",
        "An answer is a known forged address of the probe's country.",
        "answered AND fingerprint_kind = 'country'",
    ),
    _fact("ANSWER_BOGON", "An answer is special-purpose address space.", "answered AND any_bogon"),
    _fact(
        "ANSWER_REFUTED",
        "Only the probe's resolver gave this address; it lies in another network than the "
        "control's, and there the control could not shake hands for the name, though it could "
        "on its own.",
        "answered AND all_refuted",
    ),
    _fact(
        "ANSWER_GENUINE",
        "The control got an answered address too, or its certificate for the name validated there.",
        "answered AND any_genuine",
    ),
    _fact(
        "ANSWER_VERIFIED_BY_PROBE",
        "On an answered address the probe accepted a certificate for the name.",
        "answered AND any_verified",
    ),
    _fact(
        "ANSWER_SAME_NETWORK",
        "An answered address is in a network that the control's answers are in.",
        "answered AND any_same_network",
    ),
    _fact(
        "CONTROL_RESOLVED",
        "The control got an address of the family asked for.",
        """about_target AND CASE query_type WHEN 'A' THEN resolved_v4 WHEN 'AAAA' THEN resolved_v6
        WHEN 'ANY' THEN resolved ELSE false END""",
    ),
    _fact(
        "CONTROL_ANSWERS_PUBLIC",
        "The control got addresses, all of them public.",
        "about_target AND resolved AND NOT resolved_bogon",
    ),
    _fact(
        "CONTROL_ANSWERS_BOGON",
        "The control got special-purpose address space too.",
        "about_target AND resolved AND resolved_bogon",
    ),
    _fact(
        "CONTROL_FOUND_NOTHING",
        "The control looked the name up and found no address.",
        "about_target AND found_nothing",
    ),
    _fact(
        "ANOTHER_RESOLVER_ANSWERED",
        "Another resolver answered the same probe with an address for the name.",
        "others_answered",
    ),
    _fact(
        "ENCRYPTED_NXDOMAIN",
        "An encrypted resolver told the same probe that the name does not exist.",
        "encrypted_nxdomain AND NOT encrypted_answered",
    ),
    _fact(
        "OTHER_FAMILY_ONLY",
        "The name has addresses of the other family: this resolver or the control gave some.",
        "family_answered_other OR (about_target AND resolved AND CASE query_type "
        "WHEN 'A' THEN NOT resolved_v4 WHEN 'AAAA' THEN NOT resolved_v6 ELSE false END)",
    ),
    *_CHAIN,
)
DNS_IMPOSSIBLE = (
    _kinds(
        DNS,
        "ANSWERED NXDOMAIN REFUSED SERVFAIL NO_ADDRESS NOTHING_RETURNED NO_DATA_ANDROID",
        "one response of one resolver",
    ),
    _kinds(DNS, "ANSWERED LOOKUP_FAILED", "one response of one resolver"),
    _kinds(DNS, "NOTHING_RETURNED LOOKUP_FAILED", "one response of one resolver"),
    *(
        _kinds(DNS, f"{silent} {name}", "one response: this is said of an address in it")
        for silent in ("LOOKUP_FAILED", "NOTHING_RETURNED")
        for name in (
            "ANSWER_FINGERPRINTED",
            "ANSWER_BOGON",
            "ANSWER_REFUTED",
            "ANSWER_GENUINE",
            "ANSWER_VERIFIED_BY_PROBE",
            "ANSWER_SAME_NETWORK",
        )
    ),
    _kinds(DNS, "CONTROL_RESOLVED CONTROL_FOUND_NOTHING", "the control's one look-up"),
    _kinds(
        DNS,
        "CONTROL_ANSWERS_PUBLIC CONTROL_ANSWERS_BOGON CONTROL_FOUND_NOTHING",
        "the control's one look-up",
    ),
    _kinds(
        DNS,
        "ANSWER_REFUTED ANSWER_GENUINE",
        "the control's own result on each answered address",
    ),
    _kinds(
        DNS,
        "ANSWER_REFUTED ANSWER_SAME_NETWORK",
        "the AS number of each answered address",
    ),
)

TCP = (
    _fact("CONNECTED", "The probe connected.", "success"),
    _fact(
        "CONNECT_REFUSED",
        "The connection was refused.",
        "NOT success AND failure = 'connection_refused'",
        fails="CONNECT_FAILED",
    ),
    _fact(
        "CONNECT_RESET",
        "The connection was reset while connecting.",
        "NOT success AND failure = 'connection_reset'",
        fails="CONNECT_FAILED",
    ),
    _fact(
        "CONNECT_TIMEOUT",
        "The connection timed out.",
        "NOT success AND failure = 'generic_timeout_error'",
        fails="CONNECT_FAILED",
    ),
    _fact(
        "NO_ROUTE",
        "The probe's system knew no route to the address.",
        "NOT success AND failure IN ('network_unreachable', 'host_unreachable')",
        fails="CONNECT_FAILED",
    ),
    _fact(
        "LOCAL_CAUSE",
        "The failure comes from the probe's own device.",
        f"NOT success AND failure IN {_LOCAL_CAUSES}",
        fails="CONNECT_FAILED",
    ),
    _fact("CONNECT_FAILED", "The probe did not connect.", "NOT success", fails=True),
    _fact("CONTROL_CONNECTED", "The control connected to it.", "control_connected"),
    _fact(
        "CONTROL_CONNECT_FAILED",
        "The control tried and did not connect either.",
        "NOT control_connected",
    ),
    _fact(
        "ADDRESS_GENUINE",
        "The control resolved the name to this address, or validated a certificate on it.",
        "genuine",
    ),
    _fact(
        "FAMILY_WORKS_ON_PROBE",
        "The probe had working connectivity in this address family.",
        "family_works",
    ),
    _fact("FETCHES_BODY", "The connection was needed to fetch the page.", "fetch_body"),
    _fact("EXTRA_CHECK", "The connection was an extra check.", "NOT fetch_body"),
    _fact("IPV6", "The address is an IPv6 address.", "family = 6"),
    *_CHAIN,
)
TCP_IMPOSSIBLE = (
    _kinds(
        TCP,
        "CONNECTED CONNECT_REFUSED CONNECT_RESET CONNECT_TIMEOUT NO_ROUTE LOCAL_CAUSE",
        "one connect",
    ),
    _kinds(TCP, "CONNECTED CONNECT_FAILED", "one connect"),
    _kinds(TCP, "CONTROL_CONNECTED CONTROL_CONNECT_FAILED", "the control's one connect"),
    _kinds(TCP, "FETCHES_BODY EXTRA_CHECK", "one tag of the connection"),
)

TLS = (
    _fact(
        "HANDSHAKE_VERIFIED",
        "The probe completed the handshake and accepted the certificate for the name.",
        "succeeded AND NOT no_tls_verify",
    ),
    _fact(
        "HANDSHAKE_UNVERIFIED",
        "The probe completed the handshake without validating the certificate.",
        "succeeded AND no_tls_verify",
    ),
    _fact(
        "HANDSHAKE_RESET",
        "The connection was reset during the handshake.",
        "failure = 'connection_reset'",
        fails="HANDSHAKE_FAILED",
    ),
    _fact(
        "HANDSHAKE_EOF",
        "The connection was closed during the handshake.",
        "failure = 'eof_error'",
        fails="HANDSHAKE_FAILED",
    ),
    _fact(
        "HANDSHAKE_TIMEOUT",
        "The handshake timed out.",
        "failure = 'generic_timeout_error'",
        fails="HANDSHAKE_FAILED",
    ),
    _fact(
        "UNKNOWN_AUTHORITY",
        "The certificate was signed by an authority the probe does not trust.",
        "failure = 'ssl_unknown_authority'",
        fails="HANDSHAKE_FAILED",
    ),
    _fact(
        "WRONG_NAME",
        "The certificate was for another name.",
        "failure = 'ssl_invalid_hostname'",
        fails="HANDSHAKE_FAILED",
    ),
    _fact(
        "CERTIFICATE_INVALID",
        "The certificate was refused for another reason, such as its dates.",
        "failure = 'ssl_invalid_certificate'",
        fails="HANDSHAKE_FAILED",
    ),
    _fact("HANDSHAKE_FAILED", "The handshake failed.", "failure IS NOT NULL", fails=True),
    _fact(
        "CONTROL_HANDSHAKE_OK",
        "The control completed a handshake for the name there (or, where helpers made none apart, "
        "fetched the page over TLS).",
        """(about_target AND control_tls)
        OR (about_target AND NOT coalesce(tried_tls, false) AND fetched AND input_is_https
            AND coalesce(depth, 0) = 0)""",
    ),
    _fact(
        "CONTROL_HANDSHAKE_FAILED",
        "The control tried and its handshake failed too.",
        "about_target AND NOT control_tls",
    ),
    _fact(
        "ADDRESS_GENUINE",
        "The control resolved the name to this address, or validated a certificate on it.",
        "genuine",
    ),
    _fact("FETCHES_BODY", "The connection was needed to fetch the page.", "fetch_body"),
    _fact("EXTRA_CHECK", "The connection was an extra check.", "NOT fetch_body"),
    *_CHAIN,
)
TLS_IMPOSSIBLE = (
    _kinds(
        TLS,
        "HANDSHAKE_VERIFIED HANDSHAKE_UNVERIFIED HANDSHAKE_RESET HANDSHAKE_EOF HANDSHAKE_TIMEOUT "
        "UNKNOWN_AUTHORITY WRONG_NAME CERTIFICATE_INVALID",
        "one handshake",
    ),
    _kinds(TLS, "HANDSHAKE_VERIFIED HANDSHAKE_FAILED", "one handshake"),
    _kinds(TLS, "HANDSHAKE_UNVERIFIED HANDSHAKE_FAILED", "one handshake"),
    _kinds(TLS, "CONTROL_HANDSHAKE_OK CONTROL_HANDSHAKE_FAILED", "the control's one handshake"),
    _kinds(TLS, "FETCHES_BODY EXTRA_CHECK", "one tag of the connection"),
)

HTTP = (
    _fact(
        "RESPONDED",
        "A response came, to its end or to the probe's limit.",
        "status > 0 AND failure IS NULL",
    ),
    _fact(
        "REQUEST_RESET",
        "The connection was reset after the request.",
        "failure = 'connection_reset' AND status = 0",
        fails="REQUEST_FAILED",
    ),
    _fact(
        "REQUEST_EOF",
        "The connection was closed after the request.",
        "failure = 'eof_error' AND status = 0",
        fails="REQUEST_FAILED",
    ),
    _fact(
        "REQUEST_TIMEOUT",
        "No response came in time.",
        "failure = 'generic_timeout_error' AND status = 0",
        fails="REQUEST_FAILED",
    ),
    _fact(
        "BODY_STALLED",
        "A response began and its body did not arrive in time, or was cut.",
        """status > 0
        AND failure IN ('generic_timeout_error', 'connection_reset', 'eof_error')""",
        fails="REQUEST_FAILED",
    ),
    _fact(
        "REDIRECT_BROKEN",
        "The server's redirect leads nowhere or in circles.",
        "failure IN ('http_invalid_redirect_location_host', 'http_too_many_redirects')",
        fails="REQUEST_FAILED",
    ),
    _fact("REQUEST_FAILED", "The request failed.", "failure IS NOT NULL", fails=True),
    _fact(
        "CONNECTION_ESTABLISHED",
        "The connection that the request needs had been established.",
        "connection_established",
    ),
    _fact("AT_INPUT", "The request was for the input itself.", "coalesce(depth, 0) = 0"),
    _fact("CONTROL_FETCHED", "The control got a response.", "fetched"),
    _fact("CONTROL_FETCH_FAILED", "The control's fetch failed too.", "fetch_failed"),
    _fact(
        "ADDRESS_GENUINE",
        "The control resolved the name to this address, or validated a certificate on it.",
        "genuine",
    ),
    _fact("IN_CLEARTEXT", "The response came without encryption.", "scheme = 'http'"),
    _fact(
        "OVER_VERIFIED_TLS",
        "The response came over a connection whose certificate the probe accepted for the name.",
        "scheme = 'https' AND verified_tls",
    ),
    _fact(
        "FINGERPRINT_OF_COUNTRY",
        "The response carries the fingerprint of a block page of the probe's country.",
        "fingerprint_kind = 'country'",
    ),
    _fact(
        "FINGERPRINT_FALSE_POSITIVE",
        "The response is a page that servers themselves send and that is easily mistaken.",
        "fingerprint_kind = 'false_positive'",
    ),
    _fact("IS_REDIRECT", "The response redirects.", "is_redirect"),
    _fact("IS_FINAL", "It is the last response of the chain.", "status > 0 AND is_final"),
    _fact("STATUS_SUCCESS", "The status says success.", "status BETWEEN 200 AND 299"),
    _fact("STATUS_MATCHES", "The status is the control's.", "is_final AND status = http_status"),
    _fact(
        "TITLE_MATCHES",
        "The title is the control's.",
        "is_final AND title IS NOT NULL AND title_matches",
    ),
    _fact(
        "BODY_LENGTH_MATCHES",
        "The body is about as long as the control's (at least 0.7 of the longer), and no title "
        "speaks against it.",
        """is_final AND NOT coalesce(body_is_truncated, false) AND length_matches
        AND coalesce(title_matches, true)""",
    ),
    _fact(
        "BODY_TRUNCATED",
        "The body was longer than what the probe keeps.",
        "is_final AND body_is_truncated",
    ),
    _fact(
        "HEADERS_MATCH",
        "The response has headers in common with the control's that few servers send.",
        "is_final AND shares_uncommon_header",
    ),
    *_CHAIN,
)
HTTP_IMPOSSIBLE = (
    _kinds(
        HTTP,
        "RESPONDED REQUEST_RESET REQUEST_EOF REQUEST_TIMEOUT BODY_STALLED REDIRECT_BROKEN",
        "one request",
    ),
    _kinds(HTTP, "RESPONDED REQUEST_FAILED", "one request"),
    *(
        _kinds(HTTP, f"{failure} {said}", "one request: this is said of its response")
        for failure in ("REQUEST_RESET", "REQUEST_EOF", "REQUEST_TIMEOUT")
        for said in (
            "FINGERPRINT_OF_COUNTRY",
            "FINGERPRINT_FALSE_POSITIVE",
            "IS_REDIRECT",
            "IS_FINAL",
            "STATUS_SUCCESS",
            "STATUS_MATCHES",
            "TITLE_MATCHES",
            "BODY_LENGTH_MATCHES",
            "BODY_TRUNCATED",
            "HEADERS_MATCH",
        )
    ),
    _kinds(HTTP, "CONTROL_FETCHED CONTROL_FETCH_FAILED", "the control's one fetch"),
    _kinds(HTTP, "CONTROL_COMPLETED_CHAIN CONTROL_FETCH_FAILED", "the control's one fetch"),
    _kinds(HTTP, "IN_CLEARTEXT OVER_VERIFIED_TLS", "the request's URL"),
    _kinds(
        HTTP,
        "FINGERPRINT_OF_COUNTRY FINGERPRINT_FALSE_POSITIVE",
        "one match of the tables: a false-positive marker silences the others",
    ),
    _kinds(HTTP, "IS_REDIRECT STATUS_SUCCESS", "one status code"),
    _kinds(HTTP, "AT_INPUT NETWORK_FAILURE_AT_HOP", "the request's depth"),
    _kinds(HTTP, "BODY_LENGTH_MATCHES BODY_TRUNCATED", "one flag of the body"),
)
