"""Named situations: one record each, the sentence that says what happened, and what is true.

Each is a golden chain in a folder of its name: raw line, observations, verdicts, README.
`python -m tests.situations.regenerate` writes them; the diff is read by a person. Here are the
plain ones; the certificates shown are in `shown`, the hops of redirects in `hops`, and the traps
and oddities in `traps`.
"""

from __future__ import annotations

from tests.situations.hops import HOPS
from tests.situations.pieces import (
    HOP,
    HOP_CONNECT,
    HOP_IP,
    HOP_QUERIES,
    HTTP,
    Json,
    forged_answers,
    hop,
    http_page,
    lookups,
)
from tests.situations.record import (
    DEAD,
    FORGED,
    FORGED_ASN,
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
from tests.situations.shown import SHOWN
from tests.situations.traps import TRAPS
from tests.situations.truth import Truth, broken, interfered, unclear, working_site

__all__ = ["SITUATIONS"]

SITUATIONS: dict[str, tuple[str, Json, Truth]] = {
    "works": (
        "The page is fetched over validated TLS, as the control fetched it.",
        working(),
        working_site(),
    ),
    "works_without_helper": (
        "The helper is unreachable; the page came over validated TLS.",
        working(control={}, control_failure="connection_reset"),
        working_site(),
    ),
    "unprotected_without_helper": (
        "The helper is unreachable and the page came in the clear: nothing can be said.",
        http_page(
            request(url=HTTP, transaction=40001),
            control={},
            control_failure="eof_error",
            tls_handshakes=[],
            tcp_connect=[connect(port=80, transaction=40001)],
        ),
        unclear(tcp="ok"),
    ),
    "no_keys": ("The probe gave no test keys.", {**working(), "test_keys": None}, unclear()),
    "nxdomain_at_resolver": (
        "The system's resolver says that the name does not exist; all others resolve it.",
        working(
            queries=[
                query("getaddrinfo", [], failure="dns_nxdomain_error"),
                query("udp", [SITE]),
                query("doh", [SITE]),
            ]
        ),
        interfered("dns.nxdomain", works_otherwise=True),
    ),
    "nxdomain_everywhere": (
        "The name does not exist, for the control either.",
        record(
            queries=lookups([], "dns_nxdomain_error", doh=[]),
            control=control(
                addresses=[],
                endpoints={},
                ip_info={},
                dns_failure="dns_name_error",
                http_failure="dns_lookup_error",
            ),
        ),
        broken("dns"),
    ),
    "no_address_anywhere": (
        "The name has only a canonical name and no address, for the control either.",
        record(
            queries=[query("getaddrinfo", [], failure="dns_no_answer")],
            control=control(
                addresses=[], endpoints={}, ip_info={}, http_failure="dns_lookup_error"
            ),
        ),
        broken("dns"),
    ),
    "nxdomain_without_helper": (
        "The resolver says that the name does not exist, and the helper is unreachable.",
        record(
            queries=[query("getaddrinfo", [], failure="dns_nxdomain_error")],
            control={},
            control_failure="generic_timeout_error",
        ),
        unclear(),
    ),
    "refused_by_resolver": (
        "The system's resolver refuses; the public one answers.",
        working(
            queries=[
                query("getaddrinfo", [], failure="dns_refused_error"),
                query("udp", [SITE]),
                query("doh", [SITE]),
            ]
        ),
        interfered("dns.refused", works_otherwise=True),
    ),
    "servfail_at_resolver": (
        "The system's resolver fails for this name; the public one answers.",
        working(
            queries=[
                query("getaddrinfo", [], failure="dns_servfail_error"),
                query("udp", [SITE]),
                query("doh", [SITE]),
            ]
        ),
        interfered("dns.servfail", works_otherwise=True),
    ),
    "servfail_alone": (
        "The only resolver asked fails; nothing shows that it is about the name.",
        working(queries=[query("getaddrinfo", [], failure="dns_servfail_error")]),
        working_site(dns="insufficient"),
    ),
    "android_no_data": (
        "Android hides the resolver's NXDOMAIN; the public resolver answers.",
        working(
            queries=[
                query("getaddrinfo", [], failure="android_dns_cache_no_data"),
                query("udp", [SITE]),
                query("doh", [SITE]),
            ]
        ),
        interfered("dns.nxdomain", works_otherwise=True),
    ),
    "empty_answer_at_resolver": (
        "The system's resolver answers without an address; the public one has one.",
        working(
            queries=[
                query("getaddrinfo", [], failure="dns_no_answer"),
                query("udp", [SITE]),
                query("doh", [SITE]),
            ]
        ),
        interfered("dns.no_answer", works_otherwise=True),
    ),
    "no_ipv6_for_probe": (
        "One resolver gives no IPv6 address though the control has one; IPv4 works.",
        working(
            queries=[
                query("getaddrinfo", [SITE]),
                query("udp", [SITE]),
                query("udp", [], query_type="AAAA", failure="dns_servfail_error"),
                query("doh", [SITE]),
            ],
            control=control(addresses=[SITE, "2600:1::4"]),
        ),
        working_site(),
    ),
    "answer_of_same_network": (
        "The answer is another address in the control's network; the page came in the clear.",
        http_page(
            request(OTHER_SITE, url=HTTP, transaction=40001),
            queries=lookups([OTHER_SITE], doh=[OTHER_SITE]),
            tcp_connect=[connect(OTHER_SITE, port=80, transaction=40001)],
            tls_handshakes=[],
            control=control(
                endpoints={f"{SITE}:80": (None, None)},
                ip_info={SITE: (SITE_ASN, 10), OTHER_SITE: (SITE_ASN, 1)},
            ),
        ),
        working_site(tls="insufficient"),
    ),
    "answer_unmatched": (
        "The answer is an address of which nothing is known; the control got another.",
        http_page(
            request(DEAD, url=HTTP, transaction=40001),
            queries=lookups([DEAD]),
            tcp_connect=[connect(DEAD, port=80, transaction=40001)],
            tls_handshakes=[],
            control=control(endpoints={f"{SITE}:80": (None, None)}, ip_info={}),
        ),
        working_site("ok|insufficient", dns="insufficient", tls="insufficient"),
    ),
    "nothing_returned": (
        "The record shows a look-up with neither an address nor a failure.",
        record(queries=[query("getaddrinfo", [])], control=control()),
        unclear(),
    ),
    "headers_as_control": (
        "The page changes all the time, but it has a header that few servers send.",
        http_page(
            request(
                url=HTTP,
                transaction=40001,
                headers={"X-News": "1"},
                body="<html>fresh</html>" + "z" * 400,
            )
        ),
        working_site(),
    ),
    "handshake_unverified": (
        "The probe did not look at the certificate.",
        working(tls_handshakes=[{**handshake(), "no_tls_verify": True}], requests=[]),
        unclear("ok|insufficient", dns="ok", tcp="ok"),
    ),
    "hop_tcp_reset": (
        "The connection at the redirect is reset; the control followed it.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[connect(HOP_IP, depth=1, transaction=50003, failure="connection_reset")],
        ),
        interfered("tcp.reset"),
    ),
    "hop_tcp_timeout": (
        "The connection at the redirect times out; the control followed it.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[
                connect(HOP_IP, depth=1, transaction=50003, failure="generic_timeout_error")
            ],
        ),
        interfered("tcp.timeout"),
    ),
    "hop_tls_eof": (
        "The handshake at the redirect is cut off; the control followed it.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[HOP_CONNECT],
            tls_handshakes=[
                handshake(HOP_IP, host=HOP, depth=1, transaction=50003, failure="eof_error")
            ],
        ),
        interfered("tls.eof"),
    ),
    "hop_tls_timeout": (
        "The handshake at the redirect times out; the control followed it.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[HOP_CONNECT],
            tls_handshakes=[
                handshake(
                    HOP_IP, host=HOP, depth=1, transaction=50003, failure="generic_timeout_error"
                )
            ],
        ),
        interfered("tls.timeout"),
    ),
    **{
        f"hop_http_{word}": (
            f"The request at the redirect ends in a {word}; the control followed it.",
            hop(
                queries=HOP_QUERIES,
                tcp_connect=[connect(HOP_IP, port=80, depth=1, transaction=40003)],
                requests=[
                    request(
                        HOP_IP,
                        url=f"http://{HOP}/",
                        depth=1,
                        transaction=40003,
                        failure=failure,
                        status=0,
                        body="",
                        headers={},
                    )
                ],
            ),
            interfered(f"http.{word}"),
        )
        for word, failure in (
            ("reset", "connection_reset"),
            ("eof", "eof_error"),
            ("timeout", "generic_timeout_error"),
        )
    },
    "only_ipv6_missing": (
        "The name has no IPv6 address, which is nothing unusual.",
        working(
            queries=[
                query("udp", [SITE]),
                query("udp", [], query_type="AAAA", failure="dns_no_answer"),
            ]
        ),
        working_site(),
    ),
    "bogon_answer": (
        "Cleartext look-ups give a private address; the control and DoH a public one.",
        working(queries=lookups(["10.66.66.36"])),
        interfered("dns.injection.bogon", works_otherwise=True),
    ),
    "bogon_for_everybody": (
        "The name points to localhost, for the control too.",
        record(
            queries=lookups(["127.0.0.1"], doh=["127.0.0.1"]),
            control=control(
                addresses=["127.0.0.1"],
                endpoints={},
                http_failure="unknown_error",
                ip_info={"127.0.0.1": (0, 7)},
            ),
        ),
        broken("dns"),
    ),
    "known_blockpage_address": (
        "The resolver gives an address that the fingerprints list for this country.",
        working(queries=lookups([FORGED]), tcp_connect=[connect()]),
        interfered("dns.injection.blockpage", works_otherwise=True),
    ),
    "address_for_missing_name": (
        "Cleartext look-ups give an address for a name that does not exist.",
        record(
            queries=lookups([DEAD], doh=[]),
            control=control(
                addresses=[],
                endpoints={},
                ip_info={DEAD: (FORGED_ASN, 1)},
                dns_failure="dns_name_error",
                http_failure="dns_lookup_error",
            ),
        ),
        interfered("dns.injection.other"),
    ),
    "missing_name_one_witness": (
        "The control could not find the name, but no encrypted resolver confirms it.",
        record(
            queries=[query("getaddrinfo", [DEAD])],
            control=control(
                addresses=[],
                endpoints={},
                ip_info={},
                dns_failure="dns_name_error",
                http_failure="dns_lookup_error",
            ),
        ),
        unclear(),
    ),
    "forged_address_refuted": (
        "Cleartext look-ups give an address in a foreign network where even the helper meets a bad "
        "certificate.",
        forged_answers(DEAD, helper=(None, "ssl_unknown_authority")),
        interfered("dns.injection.other", works_otherwise=True),
    ),
    "forged_address_closed": (
        "Cleartext look-ups give an address in a foreign network that refuses TLS to everybody.",
        forged_answers(DEAD, helper=("connection_refused_error", None)),
        interfered("dns.injection.other", works_otherwise=True),
    ),
    "other_address_untried": (
        "The answer differs from the control's, and the helper did not try it: a rotating CDN.",
        working(
            queries=lookups([OTHER_SITE], doh=[OTHER_SITE]),
            tcp_connect=[connect(OTHER_SITE)],
            tls_handshakes=[handshake(OTHER_SITE)],
            requests=[request(OTHER_SITE)],
            control=control(ip_info={SITE: (SITE_ASN, 10)}),
        ),
        working_site(),
    ),
    "dead_address_of_same_network": (
        "The answer is dead for everybody, and in the control's own network: no forging.",
        working(
            queries=lookups([OTHER_SITE]),
            tcp_connect=[connect(OTHER_SITE, failure="generic_timeout_error")],
            tls_handshakes=[],
            requests=[],
            control=control(
                endpoints={
                    f"{SITE}:443": (None, None),
                    f"{OTHER_SITE}:443": ("generic_timeout_error", None),
                },
                ip_info={SITE: (SITE_ASN, 10), OTHER_SITE: (SITE_ASN, 1)},
            ),
        ),
        broken("tcp", "down|insufficient"),
    ),
    "forged_address_relays": (
        "Cleartext look-ups give an address that relays to the site: its certificate validates.",
        working(
            queries=lookups([DEAD]),
            tcp_connect=[connect(DEAD)],
            tls_handshakes=[handshake(DEAD)],
            requests=[request(DEAD)],
            control=control(
                endpoints={f"{SITE}:443": (None, None), f"{DEAD}:443": (None, None)},
                ip_info={SITE: (SITE_ASN, 11), DEAD: (FORGED_ASN, 9)},
            ),
        ),
        interfered(
            "dns.injection.other", overall="ok", acceptable="ok|blocked", works_otherwise=True
        ),
    ),
    "tcp_timeout": (
        "The connection to the genuine address times out; the control connects.",
        working(
            tcp_connect=[connect(failure="generic_timeout_error")], tls_handshakes=[], requests=[]
        ),
        interfered("tcp.timeout"),
    ),
    "tcp_refused": (
        "The connection to the genuine address is refused; the control connects.",
        working(
            tcp_connect=[connect(failure="connection_refused")], tls_handshakes=[], requests=[]
        ),
        interfered("tcp.refused"),
    ),
    "tcp_reset": (
        "The connection to the genuine address is reset; the control connects.",
        working(tcp_connect=[connect(failure="connection_reset")], tls_handshakes=[], requests=[]),
        interfered("tcp.reset"),
    ),
    "tcp_timeout_everywhere": (
        "The site is down: the control cannot connect either.",
        working(
            tcp_connect=[connect(failure="generic_timeout_error")],
            tls_handshakes=[],
            requests=[],
            control=control(
                endpoints={f"{SITE}:443": ("generic_timeout_error", None)},
                http_failure="generic_timeout_error",
            ),
        ),
        broken("tcp"),
    ),
    "tcp_timeout_without_helper": (
        "The connection times out and the helper is unreachable.",
        working(
            tcp_connect=[connect(failure="generic_timeout_error")],
            tls_handshakes=[],
            requests=[],
            control={},
            control_failure="generic_timeout_error",
        ),
        unclear(),
    ),
    "broken_ipv6": (
        "IPv6 has no route on the probe; IPv4 works.",
        working(
            tcp_connect=[
                connect("2600:1::4", failure="network_unreachable", transaction=50002),
                connect(),
            ],
            control=control(
                addresses=[SITE, "2600:1::4"],
                endpoints={f"{SITE}:443": (None, None), "[2600:1::4]:443": (None, None)},
            ),
        ),
        working_site(),
    ),
    "ipv6_times_out": (
        "The only IPv6 connection times out; nothing shows that IPv6 works on the probe.",
        working(
            tcp_connect=[
                connect("2600:1::4", failure="generic_timeout_error", transaction=50002),
                connect(),
            ],
            control=control(
                addresses=[SITE, "2600:1::4"],
                endpoints={f"{SITE}:443": (None, None), "[2600:1::4]:443": (None, None)},
            ),
        ),
        working_site(),
    ),
    "device_without_network": (
        "The probe's own network goes down while it connects.",
        working(tcp_connect=[connect(failure="network_down")], tls_handshakes=[], requests=[]),
        unclear(dns="ok"),
    ),
    "extra_check_refused": (
        "An http page works; the site does not listen on 443, for nobody.",
        http_page(
            request(url=HTTP, transaction=40001),
            tcp_connect=[
                connect(port=80, transaction=40001),
                connect(fetch_body=False, failure="connection_refused"),
            ],
            tls_handshakes=[],
            control=control(
                endpoints={
                    f"{SITE}:80": (None, None),
                    f"{SITE}:443": ("connection_refused_error", None),
                }
            ),
        ),
        working_site(tls="insufficient"),
    ),
    "extra_check_timeout": (
        "An http page works; the extra connection to 443 times out for the probe alone.",
        http_page(
            request(url=HTTP, transaction=40001),
            tcp_connect=[
                connect(port=80, transaction=40001),
                connect(fetch_body=False, failure="generic_timeout_error"),
            ],
            tls_handshakes=[],
        ),
        working_site(tls="insufficient"),
    ),
    "tls_reset": (
        "The handshake is reset; the control completes it on the same address.",
        working(tls_handshakes=[handshake(failure="connection_reset")], requests=[]),
        interfered("tls.reset"),
    ),
    "tls_eof": (
        "The handshake is cut off; the control completes it.",
        working(tls_handshakes=[handshake(failure="eof_error")], requests=[]),
        interfered("tls.eof"),
    ),
    "tls_timeout": (
        "The handshake times out; the control completes it.",
        working(tls_handshakes=[handshake(failure="generic_timeout_error")], requests=[]),
        interfered("tls.timeout"),
    ),
    "tls_reset_without_helper": (
        "The handshake is reset and the helper is unreachable.",
        working(
            tls_handshakes=[handshake(failure="connection_reset")],
            requests=[],
            control={},
            control_failure="connection_reset",
        ),
        unclear(tcp="ok"),
    ),
    "tls_reset_on_extra_check": (
        "The extra handshake for an http page is reset; the control completes it.",
        http_page(
            request(url=HTTP, transaction=40001),
            tls_handshakes=[handshake(fetch_body=False, failure="connection_reset")],
        ),
        interfered("tls.reset", works_otherwise=True),
    ),
    "tls_timeout_on_extra_check": (
        "The extra handshake for an http page times out: no statement about reaching the page.",
        http_page(
            request(url=HTTP, transaction=40001),
            tls_handshakes=[handshake(fetch_body=False, failure="generic_timeout_error")],
        ),
        working_site(tls="insufficient"),
    ),
    "tls_expired_for_probe": (
        "The probe finds the certificate out of date, the control does not: perhaps a wrong clock.",
        working(tls_handshakes=[handshake(failure="ssl_invalid_certificate")], requests=[]),
        unclear("insufficient", dns="ok", tcp="ok"),
    ),
    "tls_expired_everywhere": (
        "The site's certificate has run out.",
        working(
            tls_handshakes=[handshake(failure="ssl_invalid_certificate")],
            requests=[],
            control=control(
                endpoints={f"{SITE}:443": (None, "ssl_invalid_certificate")},
                http_failure="unknown_error",
            ),
        ),
        broken("tls"),
    ),
    "http_blockpage": (
        "An http page is replaced by this country's block page.",
        http_page(
            request(
                url=HTTP,
                transaction=40001,
                body="<html><title>Notice</title>This site is barred by order 66.</html>",
                headers={},
            )
        ),
        interfered("http.blockpage"),
    ),
    "https_page_quotes_blockpage": (
        "A page over validated TLS quotes the block page: the site itself wrote it.",
        working(
            requests=[
                request(
                    body="<html><title>The News</title>They showed: This site is "
                    "barred by order 66.</html>"
                )
            ]
        ),
        working_site(),
    ),
    "blockpage_of_another_country": (
        "The page carries another country's fingerprint.",
        {
            **http_page(
                request(
                    url=HTTP,
                    transaction=40001,
                    headers={},
                    body="<html>This site is barred by order 66.</html>" + " " * 400,
                )
            ),
            "probe_cc": "XB",
        },
        unclear(dns="ok", tcp="ok"),
    ),
    "false_positive_page": (
        "The server answers with a check for robots that is easily mistaken for a block page.",
        http_page(
            request(
                url=HTTP,
                transaction=40001,
                status=503,
                headers={},
                body="<html><title>Wait</title>Checking that you are no robot</html>",
            )
        ),
        working_site("ok|down|insufficient"),
    ),
    "http_reset": (
        "The connection is reset after the request; the control gets the page.",
        http_page(
            request(
                url=HTTP,
                transaction=40001,
                status=0,
                failure="connection_reset",
                body="",
                headers={},
            )
        ),
        interfered("http.reset"),
    ),
    "http_eof": (
        "The connection is closed after the request; the control gets the page.",
        http_page(
            request(url=HTTP, transaction=40001, status=0, failure="eof_error", body="", headers={})
        ),
        interfered("http.eof"),
    ),
    "http_timeout": (
        "No response comes; the control gets the page.",
        http_page(
            request(
                url=HTTP,
                transaction=40001,
                status=0,
                failure="generic_timeout_error",
                body="",
                headers={},
            )
        ),
        interfered("http.timeout"),
    ),
    "http_fails_everywhere": (
        "Neither the probe nor the control gets the page.",
        http_page(
            request(
                url=HTTP, transaction=40001, status=0, failure="eof_error", body="", headers={}
            ),
            control=control(endpoints={f"{SITE}:80": (None, None)}, http_failure="unknown_error"),
        ),
        broken("http"),
    ),
    "body_stalls": (
        "The response begins and its body does not arrive in time.",
        working(requests=[request(failure="generic_timeout_error", body="", truncated=True)]),
        unclear(dns="ok", tcp="ok", tls="ok"),
    ),
    "page_differs": (
        "The page is another than the control's, in the clear, with no known fingerprint.",
        http_page(
            request(
                url=HTTP,
                transaction=40001,
                headers={},
                body="<html><title>Access Denied</title>No.</html>" + " " * 400,
            )
        ),
        unclear(dns="ok", tcp="ok"),
    ),
    "page_by_length": (
        "Title and headers say nothing, but status and length are the control's.",
        http_page(
            request(url=HTTP, transaction=40001, headers={}, body="x" * 1480),
            control=control(length=1500),
        ),
        working_site(),
    ),
    "short_page_by_length": (
        "Status and length are the control's, but the page is as short as many a block page.",
        http_page(request(url=HTTP, transaction=40001, headers={}, body="x" * 58)),
        working_site("ok|insufficient"),
    ),
    "page_too_long_to_keep": (
        "The body is longer than the probe keeps; the status is the control's.",
        http_page(request(url=HTTP, transaction=40001, headers={}, body="y" * 900, truncated=True)),
        working_site(),
    ),
    "redirect_leads_nowhere": (
        "The server redirects the probe to a URL without a host.",
        http_page(
            request(
                url=HTTP,
                transaction=40001,
                status=302,
                body="",
                failure="http_invalid_redirect_location_host",
                headers={"Location": "http://"},
            )
        ),
        broken("http", "down|ok|insufficient"),
    ),
    "hop_works": (
        "The redirect is followed to its end, as the control did.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[HOP_CONNECT],
            tls_handshakes=[handshake(HOP_IP, host=HOP, depth=1, transaction=50003)],
            requests=[request(HOP_IP, url=f"https://{HOP}/", depth=1, transaction=50003)],
        ),
        working_site(),
    ),
    "hop_nxdomain": (
        "The redirect's name does not exist for the probe; the control followed it.",
        hop(
            queries=[
                query("getaddrinfo", [], host=HOP, depth=1, failure="dns_nxdomain_error"),
                query("udp", [], host=HOP, depth=1, failure="dns_nxdomain_error"),
            ]
        ),
        interfered("dns.nxdomain"),
    ),
    "hop_refused": (
        "The connection at the redirect is refused; the control followed it.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[
                {**HOP_CONNECT, "status": {"success": False, "failure": "connection_refused"}}
            ],
        ),
        interfered("tcp.refused"),
    ),
    "hop_tls_reset": (
        "The handshake at the redirect is reset; the control followed it.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[HOP_CONNECT],
            tls_handshakes=[
                handshake(HOP_IP, host=HOP, depth=1, transaction=50003, failure="connection_reset")
            ],
        ),
        interfered("tls.reset"),
    ),
    "hop_one_address_fails": (
        "One address of the redirect refuses, another serves the page.",
        hop(
            queries=HOP_QUERIES,
            tcp_connect=[
                connect("1.2.4.5", depth=1, transaction=50004, failure="connection_refused"),
                HOP_CONNECT,
            ],
            tls_handshakes=[handshake(HOP_IP, host=HOP, depth=1, transaction=50003)],
            requests=[request(HOP_IP, url=f"https://{HOP}/", depth=1, transaction=50003)],
        ),
        working_site(),
    ),
    "unicode_name": (
        "The input is written in Persian, the queries in punycode: one name.",
        {
            **working(
                queries=[
                    query("getaddrinfo", [SITE], host="xn--mgba3a4f16a.example"),
                    query("doh", [SITE], host="xn--mgba3a4f16a.example"),
                ],
                tls_handshakes=[handshake(host="xn--mgba3a4f16a.example")],
                requests=[request(url="https://xn--mgba3a4f16a.example/")],
            ),
            "input": "https://ایران.example/",
        },
        working_site(),
    ),
}

_FAILED_TOO = control(http_failure="generic_timeout_error")


def _control_failed_too(raw: Json) -> Json:
    """The same record, with a control whose own fetch failed."""
    return {**raw, "test_keys": {**raw["test_keys"], "control": _FAILED_TOO}}


for _name in ("tls_reset", "tls_eof", "tls_timeout", "http_reset", "http_eof", "http_timeout"):
    _sentence, _raw, _ = SITUATIONS[f"hop_{_name}"]
    SITUATIONS[f"hop_{_name}_everywhere"] = (
        _sentence.replace("the control followed it", "the control did not get there either"),
        _control_failed_too(_raw),
        broken(_name.partition("_")[0], "down|insufficient"),
    )
SITUATIONS["http_timeout_without_helper"] = (
    "No response comes, and the helper is unreachable.",
    {
        **SITUATIONS["http_timeout"][1],
        "test_keys": {**SITUATIONS["http_timeout"][1]["test_keys"], "control": {}},
    },
    unclear(dns="ok", tcp="ok", tls="ok"),
)

for _more in (SHOWN, HOPS, TRAPS):
    assert not set(_more) & set(SITUATIONS), set(_more) & set(SITUATIONS)
    SITUATIONS |= _more
