"""Situations at the hops of redirects. A hop has no control of its own."""

from __future__ import annotations

from typing import Any

from tests.situations.pieces import HOP, HOP_CONNECT, HOP_IP, HOP_QUERIES, Json, hop
from tests.situations.record import connect, control, handshake, query, request
from tests.situations.truth import Truth, broken, interfered, unclear, working_site

__all__ = ["HOPS"]

_FAILURES = {
    "reset": "connection_reset",
    "eof": "eof_error",
    "timeout": "generic_timeout_error",
    "refused": "connection_refused",
}
_CERTIFICATES = {
    "self_signed": ("hop_self_signed", "ssl_unknown_authority", "self_signed"),
    "gateway": ("hop_gateway", "ssl_unknown_authority", "ca_signed"),
    "other_name": ("parking", "ssl_invalid_hostname", "wrong_name"),
}
_HTTP_CONNECT = connect(HOP_IP, port=80, depth=1, transaction=40003)
_FAILED_TOO = control(http_failure="generic_timeout_error")


def _handshake(failure: str | None, chain: str | None = None, **changed: Any) -> Json:
    """A handshake at the hop."""
    return handshake(
        HOP_IP,
        host=HOP,
        **{"depth": 1, "transaction": 50003, "failure": failure, "chain": chain, **changed},
    )


def _http_request(failure: str) -> Json:
    """A request in the clear at the hop, with no response."""
    return request(
        HOP_IP,
        url=f"http://{HOP}/",
        depth=1,
        transaction=40003,
        failure=failure,
        status=0,
        body="",
        headers={},
    )


def _to_https(chain: str, failure: str, **changed: Any) -> Json:
    """A certificate at the hop."""
    return hop(
        queries=HOP_QUERIES,
        tcp_connect=[HOP_CONNECT],
        tls_handshakes=[_handshake(failure, chain, **changed)],
    )


def _failed_too(raw: Json) -> Json:
    """The same, where the control did not get there either."""
    return {**raw, "test_keys": {**raw["test_keys"], "control": _FAILED_TOO}}


def _lookup(failure: str, *, other: bool) -> Json:
    """The system's resolver fails at the hop; another one may answer, too late to be used."""
    answer = query("udp", [HOP_IP], host=HOP, depth=1)
    return hop(
        queries=[
            query("getaddrinfo", [], host=HOP, depth=1, failure=failure),
            *([answer] if other else []),
        ]
    )


_BOGON = ["10.66.66.36"]

HOPS: dict[str, tuple[str, Json, Truth]] = {
    "hop_bogon": (
        "The redirect's name leads to a private address, where nobody answers.",
        hop(
            queries=[
                query("getaddrinfo", _BOGON, host=HOP, depth=1),
                query("udp", _BOGON, host=HOP, depth=1),
            ],
            tcp_connect=[
                connect(_BOGON[0], depth=1, transaction=50003, failure=_FAILURES["timeout"])
            ],
        ),
        interfered("dns.injection.bogon"),
    ),
    "hop_bogon_everywhere": (
        "The redirect's name leads to a private address, and the control gets no page either.",
        _failed_too(
            hop(
                queries=[query("getaddrinfo", _BOGON, host=HOP, depth=1)],
                tcp_connect=[
                    connect(_BOGON[0], depth=1, transaction=50003, failure=_FAILURES["timeout"])
                ],
            )
        ),
        broken("dns", "down|insufficient"),
    ),
    "hop_lookup_refused": (
        "The system's resolver refuses the redirect's name, which another one resolves.",
        _lookup("dns_refused_error", other=True),
        interfered("dns.refused"),
    ),
    "hop_lookup_refused_alone": (
        "The only resolver that is asked for the redirect's name refuses.",
        _lookup("dns_refused_error", other=False),
        unclear(),
    ),
    "hop_servfail": (
        "The system's resolver fails for the redirect's name, which another one resolves.",
        _lookup("dns_servfail_error", other=True),
        interfered("dns.servfail"),
    ),
    "hop_servfail_alone": (
        "The only resolver that is asked for the redirect's name fails.",
        _lookup("dns_servfail_error", other=False),
        unclear(),
    ),
    "hop_nxdomain_everywhere": (
        "The redirect's name does not exist, and the control gets no page either.",
        _failed_too(_lookup("dns_nxdomain_error", other=False)),
        broken("dns", "down|insufficient"),
    ),
    "hop_http_and_extra_check_reset": (
        "At the redirect the request is reset by its Host, and the extra handshake by its name.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[
                _HTTP_CONNECT,
                connect(HOP_IP, depth=1, transaction=50003, fetch_body=False),
            ],
            tls_handshakes=[_handshake(_FAILURES["reset"], fetch_body=False)],
            requests=[_http_request(_FAILURES["reset"])],
        ),
        interfered(
            "tls.reset",
            "http.reset",
            layers_acceptable="tls+http|http|tls",
        ),
    ),
    "hop_http_works_extra_check_timeout": (
        "The page after the redirect is had in the clear; the extra handshake there times out.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[
                _HTTP_CONNECT,
                connect(HOP_IP, depth=1, transaction=50003, fetch_body=False),
            ],
            tls_handshakes=[_handshake(_FAILURES["timeout"], fetch_body=False)],
            requests=[request(HOP_IP, url=f"http://{HOP}/", depth=1, transaction=40003)],
        ),
        working_site(tls="insufficient"),
    ),
    "hop_over_ipv6_fails_alone": (
        "At the redirect only the IPv6 address times out; the page comes over IPv4.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[
                connect("2600:1::7", depth=1, transaction=50004, failure=_FAILURES["timeout"]),
                HOP_CONNECT,
            ],
            tls_handshakes=[_handshake(None, "hop_valid")],
            requests=[request(HOP_IP, url=f"https://{HOP}/", depth=1, transaction=50003)],
        ),
        working_site(),
    ),
    **{
        f"hop_to_http_{word}": (
            f"The redirect leads to http, where the connection ends in a {word}.",
            hop(
                queries=HOP_QUERIES,
                tcp_connect=[
                    connect(HOP_IP, port=80, depth=1, transaction=40003, failure=_FAILURES[word])
                ],
            ),
            interfered(f"tcp.{word}"),
        )
        for word in ("refused", "reset", "timeout")
    },
    **{
        f"hop_{word}": (
            "The redirect ends at a certificate that we find false; the control followed it.",
            _to_https(chain, failure),
            interfered(f"tls.mitm.{node}"),
        )
        for word, (chain, failure, node) in _CERTIFICATES.items()
    },
    **{
        f"hop_{word}_everywhere": (
            "The redirect ends at a certificate that we find false, for the control perhaps too.",
            _failed_too(_to_https(chain, failure)),
            broken("tls", "down|insufficient"),
        )
        for word, (chain, failure, _) in _CERTIFICATES.items()
    },
    "hop_unknown_authority": (
        "The probe does not trust the certificate at the redirect, and keeps no proof.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[HOP_CONNECT],
            tls_handshakes=[_handshake("ssl_unknown_authority")],
        ),
        unclear("insufficient", dns="ok", tcp="ok"),
    ),
}
