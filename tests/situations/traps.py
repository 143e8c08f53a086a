"""Traps found in practice, and the remaining kinds of the field's own quality checks.

Each bends one thing. The kinds are those of OONI's probe-cli, internal/webconnectivityqa (names of
what happens, none of its data); the traps are found in archives.
"""

from __future__ import annotations

from typing import Any

from tests.situations.pieces import HTTP, Json, forged_answers, http_page, lookups
from tests.situations.record import (
    DEAD,
    FORGED,
    FORGED_ASN,
    HOST,
    OTHER_SITE,
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
from tests.situations.truth import Truth, broken, interfered, unclear, working_site

__all__ = ["TRAPS"]

_TIMEOUT, _RESET, _REFUSED = "generic_timeout_error", "connection_reset", "connection_refused"
_SITE6, _OTHER6, _BOGON6 = "2600:1::4", "2600:1::5", "fd00::66"
_PROBE_ASN = 64510
_BARRED = "<html><title>Notice</title>This site is barred by order 66.</html>"
_BOUNCED = "<html><title>Stop</title>You were stopped by bouncer.</html>" + " " * 400
_SILENT: Json = {"control": {}, "control_failure": _TIMEOUT}
_IDNA = "xn--d1acpjx3f.example"
_BOTH_FAMILIES = control(
    addresses=[SITE, _SITE6, _OTHER6],
    endpoints={f"{SITE}:443": (None, None), f"[{_SITE6}]:443": (None, None)},
)


def _page(**changed: Any) -> Json:
    """A response in the clear."""
    return request(**{"url": HTTP, "transaction": 40001, "headers": {}, **changed})


def _failed_page(failure: str) -> Json:
    return _page(status=0, failure=failure, body="")


def _in_clear(ip: str, response: Json, **changed: Any) -> Json:
    """An http page from another address, without an extra check."""
    return http_page(
        response,
        **{
            "queries": lookups([ip]),
            "tcp_connect": [connect(ip, port=80, transaction=40001)],
            "tls_handshakes": [],
            **changed,
        },
    )


def _own_network(resolver: str) -> Json:
    """A public resolver, asked in cleartext, gives an address in the probe's own network."""
    udp = query("udp", [OTHER_SITE], resolver=resolver)
    udp["answers"][0]["asn"] = _PROBE_ASN
    return working(
        queries=[query("getaddrinfo", [SITE]), udp, query("doh", [SITE])],
        control=control(ip_info={SITE: (SITE_ASN, 11)}),
    )


def _over_ipv6(**changed: Any) -> Json:
    """An https page over IPv6, which works for the probe's look-ups too."""
    return working(
        **{
            "queries": [
                query("getaddrinfo", [SITE, _SITE6]),
                query("udp", [_SITE6], query_type="AAAA"),
                query("doh", [SITE, _SITE6]),
            ],
            "tcp_connect": [
                connect(_SITE6),
                connect(_OTHER6, transaction=50002),
                connect(transaction=50003),
            ],
            "tls_handshakes": [handshake(_SITE6), handshake(transaction=50003)],
            "requests": [request(transaction=50003)],
            "control": _BOTH_FAMILIES,
            **changed,
        }
    )


def _quic(failure: str | None) -> Json:
    """A handshake over UDP."""
    return {**handshake(failure=failure, transaction=60001), "network": "udp"}


def _missing_everywhere(url: str, failure: str) -> Json:
    return record(
        url,
        queries=lookups([], failure, doh=[]),
        control=control(
            addresses=[],
            endpoints={},
            ip_info={},
            dns_failure="dns_name_error",
            http_failure="dns_lookup_error",
        ),
    )


TRAPS: dict[str, tuple[str, Json, Truth]] = {
    "works_in_clear": (
        "An http page is fetched, as the control fetched it; the extra handshake works.",
        http_page(request(url=HTTP, transaction=40001)),
        working_site(),
    ),
    "answer_rewritten_on_path": (
        "A public resolver that hides where the asker is seems to answer with an address in the "
        "probe's own network; the encrypted answer and the control agree on another.",
        _own_network("9.9.9.9:53"),
        interfered(
            "dns.injection.other", overall="ok", acceptable="ok|blocked", works_otherwise=True
        ),
    ),
    "answer_of_near_cache": (
        "A public resolver that tells sites where the asker is gives an address in the probe's own "
        "network, as for a cache of the site's provider there.",
        _own_network("8.8.8.8:53"),
        working_site(),
    ),
    "blockpage_address_of_another_country": (
        "The resolver gives an address that is listed for another country's blocking.",
        {
            **working(queries=lookups([FORGED], doh=[FORGED]), tcp_connect=[connect()]),
            "probe_cc": "XB",
        },
        working_site("ok|insufficient", dns="insufficient"),
    ),
    "blockpage_at_unknown_address": (
        "This country's block page comes from an address of which nothing is known.",
        _in_clear(
            DEAD,
            {**_page(body=_BARRED), "address": f"{DEAD}:80"},
            control=control(endpoints={f"{SITE}:80": (None, None)}, ip_info={}),
        ),
        interfered("http.blockpage", dns="insufficient", tls="insufficient"),
    ),
    "product_page": (
        "A genuine address seems to answer with a filtering product's page; the control got the "
        "site's.",
        http_page(_page(body=_BOUNCED)),
        interfered("http.blockpage"),
    ),
    "redirect_to_private": (
        "A genuine address seems to redirect an http page to a private address, where nobody "
        "answers; the control got the page.",
        http_page(_page(status=302, body="", headers={"Location": "http://10.66.66.34/"})),
        interfered("http.redirect"),
    ),
    "redirect_to_private_for_everybody": (
        "The site redirects to a private address, and the control got no further either.",
        http_page(
            _page(status=302, body="", headers={"Location": "http://10.66.66.34/"}),
            control=control(http_failure="generic_timeout_error"),
        ),
        unclear("insufficient|down", dns="ok", tcp="ok", tls="ok"),
    ),
    "redirect_to_private_over_tls": (
        "The site itself redirects to a private address, over validated TLS.",
        working(
            requests=[request(status=302, body="", headers={"Location": "https://10.66.66.34/"})]
        ),
        unclear("insufficient", dns="ok", tcp="ok", tls="ok"),
    ),
    "redirect_of_product": (
        "A genuine address seems to redirect an http page with a filtering product's words; the "
        "control got the page.",
        http_page(
            _page(
                status=302,
                body="You were stopped by bouncer.",
                headers={"Location": "http://bouncer.example/"},
            )
        ),
        interfered("http.blockpage"),
    ),
    "product_page_for_everybody": (
        "The site's own filter answers everybody alike.",
        http_page(_page(body="<html><title>The News</title>You were stopped by bouncer</html>")),
        working_site("ok|down|insufficient"),
    ),
    "product_page_over_tls": (
        "A page over validated TLS has a filtering product's words: the site wrote them.",
        working(requests=[request(body=_BOUNCED)]),
        working_site("ok|insufficient"),
    ),
    "product_page_without_helper": (
        "A filtering product's page comes in the clear, and the helper is unreachable.",
        http_page(_page(body=_BOUNCED), **_SILENT),
        unclear(tcp="ok", tls="ok"),
    ),
    "unicode_name_uppercase": (
        "The input is a Cyrillic name with a capital letter; queries are in punycode.",
        {
            **working(
                queries=[
                    query("getaddrinfo", [SITE], host=_IDNA),
                    query("doh", [SITE], host=_IDNA),
                ],
                tls_handshakes=[handshake(host=_IDNA)],
                requests=[request(url=f"https://{_IDNA}/")],
            ),
            "input": "https://Яндекс.example/",
        },
        working_site(),
    ),
    "unicode_name_nxdomain": (
        "The resolver denies a Cyrillic name, which the control found in its own spelling.",
        {
            **working(
                queries=[
                    query("getaddrinfo", [], host=_IDNA, failure="dns_nxdomain_error"),
                    query("doh", [SITE], host=_IDNA),
                ],
                tls_handshakes=[handshake(host=_IDNA)],
                requests=[request(url=f"https://{_IDNA}/")],
            ),
            "input": "https://яндекс.example/",
        },
        interfered("dns.nxdomain", works_otherwise=True),
    ),
    "large_file_over_tls": (
        "A long file comes over TLS; the probe kept its beginning.",
        working(requests=[request(body="y" * 900, headers={}, truncated=True)]),
        working_site(),
    ),
    "bogon_for_everybody_in_clear": (
        "The name of an http site points to localhost, for the control too.",
        record(
            HTTP,
            queries=lookups(["127.0.0.1"], doh=["127.0.0.1"]),
            tcp_connect=[connect("127.0.0.1", port=80, transaction=40001, failure=_REFUSED)],
            control=control(
                addresses=["127.0.0.1"],
                endpoints={},
                http_failure="unknown_error",
                ip_info={"127.0.0.1": (0, 7)},
            ),
        ),
        broken("dns", "down|insufficient"),
    ),
    "private_answer_for_everybody": (
        "A name for one network only: the control gets a private address too.",
        record(
            queries=lookups(["10.0.0.5"], doh=["10.0.0.5"]),
            tcp_connect=[connect("10.0.0.5", failure=_TIMEOUT)],
            control=control(
                addresses=["10.0.0.5"],
                endpoints={"10.0.0.5:443": ("generic_timeout_error", None)},
                http_failure="generic_timeout_error",
                ip_info={"10.0.0.5": (0, 7)},
            ),
        ),
        broken("dns"),
    ),
    "nat64_answer": (
        "In a network of IPv6 alone the answer is the site's address behind the NAT64 prefix.",
        working(
            queries=[
                query("getaddrinfo", ["64:ff9b::102:304"]),
                query("udp", [SITE]),
                query("doh", [SITE]),
            ],
            tcp_connect=[connect("64:ff9b::102:304")],
            tls_handshakes=[handshake("64:ff9b::102:304")],
            requests=[request("64:ff9b::102:304")],
            control=control(),
        ),
        working_site(),
    ),
    "redirect_leads_nowhere_over_tls": (
        "The server redirects the probe to a URL without a host, over TLS.",
        working(
            requests=[
                request(
                    status=302,
                    body="",
                    failure="http_invalid_redirect_location_host",
                    headers={"Location": "https://"},
                )
            ]
        ),
        broken("http", "down|ok|insufficient"),
    ),
    "too_many_redirects": (
        "The server redirects in circles, for the control too.",
        http_page(
            _page(
                status=302, body="", failure="http_too_many_redirects", headers={"Location": HTTP}
            ),
            control=control(
                endpoints={f"{SITE}:80": (None, None), f"{SITE}:443": (None, None)},
                http_failure="http_request_failed",
            ),
        ),
        broken("http", "down|ok"),
    ),
    **{
        f"tcp_{word}_in_clear": (
            f"The connection of an http page ends in a {word}; the control connects.",
            _in_clear(
                SITE,
                request(url=HTTP),
                requests=[],
                tcp_connect=[connect(port=80, transaction=40001, failure=failure)],
            ),
            interfered(f"tcp.{word}"),
        )
        for word, failure in (("timeout", _TIMEOUT), ("refused", _REFUSED), ("reset", _RESET))
    },
    "tcp_fails_everywhere_in_clear": (
        "An http site is down: the control cannot connect either.",
        _in_clear(
            SITE,
            request(url=HTTP),
            requests=[],
            tcp_connect=[connect(port=80, transaction=40001, failure=_TIMEOUT)],
            control=control(
                endpoints={f"{SITE}:80": ("tcp_timed_out_error", None)},
                http_failure="generic_timeout_error",
            ),
        ),
        broken("tcp"),
    ),
    "body_stalls_in_clear": (
        "The response of an http page begins and its body does not arrive in time.",
        http_page(_page(failure=_TIMEOUT, body="", truncated=True)),
        unclear(dns="ok", tcp="ok", tls="ok"),
    ),
    "nxdomain_everywhere_in_clear": (
        "The name of an http site does not exist, for the control either.",
        _missing_everywhere(HTTP, "dns_nxdomain_error"),
        broken("dns"),
    ),
    "android_no_data_everywhere": (
        "Android has no data for a name that the control could not find either.",
        _missing_everywhere(f"https://{HOST}/", "android_dns_cache_no_data"),
        broken("dns"),
    ),
    "android_no_data_alone": (
        "Android has no data for a name; no other resolver was asked.",
        working(queries=[query("getaddrinfo", [], failure="android_dns_cache_no_data")]),
        working_site(dns="insufficient"),
    ),
    "localhost_answer_in_clear": (
        "Cleartext look-ups for an http page give localhost; the control and DoH the site.",
        http_page(request(url=HTTP, transaction=40001), queries=lookups(["127.0.0.1"])),
        interfered("dns.injection.bogon", works_otherwise=True),
    ),
    "forged_address_relays_in_clear": (
        "Cleartext look-ups for an http page give an address that relays to the site.",
        _in_clear(
            DEAD,
            {**request(url=HTTP, transaction=40001), "address": f"{DEAD}:80"},
            control=control(
                endpoints={f"{SITE}:443": (None, None), f"{DEAD}:443": (None, None)},
                ip_info={SITE: (SITE_ASN, 11), DEAD: (FORGED_ASN, 9)},
            ),
        ),
        interfered(
            "dns.injection.other",
            overall="ok",
            acceptable="ok|blocked",
            works_otherwise=True,
            tls="insufficient",
        ),
    ),
    "forged_address_other_page": (
        "An http page comes from a forged address in a foreign network, where the control meets a "
        "bad certificate.",
        {
            **_in_clear(
                DEAD,
                {
                    **_page(body="<html><title>Hello</title>else</html>" + " " * 400),
                    "address": f"{DEAD}:80",
                },
            ),
            "test_keys": {
                **forged_answers(DEAD, helper=(None, "ssl_unknown_authority"))["test_keys"],
                "tcp_connect": [connect(DEAD, port=80, transaction=40001)],
                "tls_handshakes": [],
                "requests": [
                    {
                        **_page(body="<html><title>Hello</title>else</html>" + " " * 400),
                        "address": f"{DEAD}:80",
                    }
                ],
            },
        },
        interfered("dns.injection.other"),
    ),
    "address_for_missing_name_in_clear": (
        "Cleartext look-ups give an address for an http site's name that does not exist; a page is "
        "there.",
        {
            **_missing_everywhere(HTTP, "dns_nxdomain_error"),
            "test_keys": {
                **_missing_everywhere(HTTP, "dns_nxdomain_error")["test_keys"],
                "queries": lookups([DEAD], doh=[]),
                "tcp_connect": [connect(DEAD, port=80, transaction=40001)],
                "requests": [{**_page(body="Hello."), "address": f"{DEAD}:80"}],
            },
        },
        interfered("dns.injection.other"),
    ),
    "relay_and_reset": (
        "Cleartext look-ups give an address that relays, and there the handshake is reset.",
        working(
            queries=lookups([DEAD]),
            tcp_connect=[connect(DEAD)],
            tls_handshakes=[handshake(DEAD, failure=_RESET)],
            requests=[],
            control=control(
                endpoints={f"{SITE}:443": (None, None), f"{DEAD}:443": (None, None)},
                ip_info={SITE: (SITE_ASN, 11), DEAD: (FORGED_ASN, 9)},
            ),
        ),
        interfered("tls.reset", dns="insufficient"),
    ),
    "quic_reset": (
        "The handshake over QUIC fails, that over TCP works: QUIC accuses nobody here.",
        working(tls_handshakes=[handshake(), _quic(_TIMEOUT)]),
        working_site(),
    ),
    "quic_alone_works": (
        "The handshake over TCP is reset; that over QUIC works.",
        working(tls_handshakes=[handshake(failure=_RESET), _quic(None)], requests=[]),
        interfered("tls.reset"),
    ),
    "ipv6_works": (
        "The page is had over IPv4, and IPv6 works as well.",
        _over_ipv6(),
        working_site(),
    ),
    "tcp_timeout_over_ipv6": (
        "One of two IPv6 addresses times out, which the control reaches; the other works.",
        _over_ipv6(
            tcp_connect=[
                connect(_SITE6, failure=_TIMEOUT),
                connect(_OTHER6, transaction=50002),
                connect(transaction=50003),
            ],
            tls_handshakes=[handshake(transaction=50003)],
        ),
        interfered("tcp.timeout", works_otherwise=True),
    ),
    "tls_reset_over_ipv6": (
        "The handshake over IPv6 is reset, and that over IPv4 works.",
        _over_ipv6(
            tls_handshakes=[
                handshake(_SITE6, failure=_RESET),
                handshake(transaction=50003),
            ],
        ),
        interfered("tls.reset", works_otherwise=True),
    ),
    "bogon_over_ipv6": (
        "The resolver gives a private IPv6 address where the control has a public one.",
        _over_ipv6(
            queries=[
                query("getaddrinfo", [SITE]),
                query("udp", [_BOGON6], query_type="AAAA"),
                query("doh", [SITE, _SITE6]),
            ],
        ),
        interfered("dns.injection.bogon", works_otherwise=True),
    ),
    "no_route_over_ipv6": (
        "Without IPv6 every IPv6 address of a dual-stack site is unreachable.",
        _over_ipv6(
            queries=lookups([SITE]),
            tcp_connect=[
                connect(_SITE6, failure="network_unreachable"),
                connect(_OTHER6, transaction=50002, failure="host_unreachable"),
                connect(transaction=50003),
            ],
            tls_handshakes=[handshake(transaction=50003)],
        ),
        working_site(),
    ),
    **{
        f"localised_{word}": (
            f"The probe's system says in its own language that the connection failed ({word}).",
            working(
                tcp_connect=[connect(failure=f"unknown_failure: {message}")],
                tls_handshakes=[],
                requests=[],
            ),
            interfered(f"tcp.{word}"),
        )
        for word, message in (
            (
                "refused",
                "dial tcp 1.2.3.4:443: connectex: No se puede establecer una conexión ya "
                "que el equipo de destino denegó expresamente dicha conexión.",
            ),
            ("reset", "wsarecv: Eine vorhandene Verbindung wurde vom Remotehost geschlossen."),
        )
    },
    "localised_unknown": (
        "The probe's system says something that nobody can place.",
        working(
            tcp_connect=[connect(failure="unknown_failure: connectex: what is this?")],
            tls_handshakes=[],
            requests=[],
        ),
        unclear(dns="ok"),
    ),
    "helpers_dialect": (
        "The helper names its failures in its old dialect: it was refused as well.",
        working(
            tcp_connect=[connect(failure=_REFUSED)],
            tls_handshakes=[],
            requests=[],
            control=control(
                endpoints={f"{SITE}:443": ("connection_refused_error", None)},
                http_failure="connection_refused_error",
            ),
        ),
        broken("tcp"),
    ),
    "everything_fails_without_helper": (
        "A censor who blocks the helpers: with them every step of the probe seems to fail.",
        record(
            queries=lookups([], _TIMEOUT, doh=[]),
            **_SILENT,
        ),
        unclear(),
    ),
    "bogon_without_helper": (
        "Cleartext look-ups give a private address, and the helper is unreachable.",
        working(queries=lookups(["10.66.66.36"]), **_SILENT),
        working_site("ok|insufficient", dns="insufficient"),
    ),
}
