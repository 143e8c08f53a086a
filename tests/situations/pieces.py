"""Larger pieces that situations are bent from: look-ups, forged answers, an http page, a redirect.

Leaves the single steps to `record`, and what happened to the situations.
"""

from __future__ import annotations

from typing import Any

from tests.situations.record import (
    FORGED_ASN,
    HOST,
    SITE,
    SITE_ASN,
    connect,
    control,
    handshake,
    query,
    record,
    request,
    working,
)

__all__ = [
    "HOP",
    "HOP_CONNECT",
    "HOP_IP",
    "HOP_QUERIES",
    "HTTP",
    "Json",
    "forged_answers",
    "hop",
    "http_page",
    "lookups",
]

Json = dict[str, Any]
HOP = "www.hop.example"
HOP_IP = "1.2.4.4"
HTTP = f"http://{HOST}/"


def lookups(
    addresses: list[str], failure: str | None = None, doh: list[str] | None = None
) -> list[Json]:
    """Cleartext look-ups with one result, and an encrypted one with its own."""
    encrypted = [SITE] if doh is None else doh
    return [
        query("getaddrinfo", addresses, failure=failure),
        query("udp", addresses, failure=failure),
        query("doh", encrypted, failure=None if encrypted else "dns_nxdomain_error"),
    ]


def forged_answers(
    forged: str, *, helper: tuple[str | None, str | None] | None, flags: int = 1
) -> Json:
    """Cleartext answers name another address; the encrypted answer and the page itself work."""
    endpoints: dict[str, tuple[str | None, str | None]] = {f"{SITE}:443": (None, None)}
    if helper is not None:
        endpoints[f"{forged}:443"] = helper
    return working(
        queries=lookups([forged]),
        tcp_connect=[connect(), connect(forged, transaction=50002)],
        tls_handshakes=[
            handshake(),
            handshake(forged, failure="ssl_unknown_authority", transaction=50002),
        ],
        control=control(
            endpoints=endpoints,
            ip_info={SITE: (SITE_ASN, 11), forged: (FORGED_ASN, flags)},
        ),
    )


def http_page(response: Json, **changed: Any) -> Json:
    """An http page: the request in the clear, and the extra handshake on 443."""
    keys: Json = {
        "queries": lookups([SITE]),
        "tcp_connect": [
            connect(port=80, transaction=40001),
            connect(fetch_body=False, transaction=50001),
        ],
        "tls_handshakes": [handshake(fetch_body=False)],
        "requests": [response],
        "control": control(endpoints={f"{SITE}:80": (None, None), f"{SITE}:443": (None, None)}),
    }
    return record(HTTP, **{**keys, **changed})


def hop(*, queries: list[Json], **changed: Any) -> Json:
    """An https page that redirects to another name, where `changed` happens."""
    first = request(status=301, body="", headers={"Location": f"https://{HOP}/"})
    keys: Json = {
        "queries": [*lookups([SITE]), *queries],
        "tcp_connect": [connect()],
        "tls_handshakes": [handshake()],
        "requests": [first],
        "control": control(),
    }
    for key, more in changed.items():
        keys[key] = [*more, *keys[key]] if key == "requests" else [*keys[key], *more]
    return record(**keys)


HOP_QUERIES = [
    query("getaddrinfo", [HOP_IP], host=HOP, depth=1),
    query("udp", [HOP_IP], host=HOP, depth=1),
]
HOP_CONNECT = connect(HOP_IP, depth=1, transaction=50003)
