"""Situations about the certificate that was shown, with and without the chain that proves it.

A probe's word that a certificate was bad is one thing, the certificate itself another: only what
we find wrong ourselves blames anybody.
"""

from __future__ import annotations

from typing import Any

from tests.situations.pieces import HTTP, Json, http_page, lookups
from tests.situations.record import (
    DEAD,
    SITE,
    SITE_ASN,
    connect,
    control,
    handshake,
    query,
    request,
    working,
)
from tests.situations.truth import Truth, broken, interfered, unclear, working_site

__all__ = ["SHOWN"]

_UNKNOWN, _WRONG = "ssl_unknown_authority", "ssl_invalid_hostname"
_DATES = "ssl_invalid_certificate"


def _shown(failure: str | None, chain: str | None = None, **changed: Any) -> Json:
    """An https page whose handshake ends with a certificate, and nothing after it."""
    return working(
        **{"tls_handshakes": [handshake(failure=failure, chain=chain)], "requests": [], **changed}
    )


def _everywhere(failure: str) -> Json:
    """The control's handshake fails in the same way."""
    return control(endpoints={f"{SITE}:443": (None, failure)}, http_failure="unknown_error")


_SILENT: Json = {"control": {}, "control_failure": "generic_timeout_error"}
_UNPROVEN = unclear("insufficient", dns="ok", tcp="ok")

SHOWN: dict[str, tuple[str, Json, Truth]] = {
    "tls_unknown_authority": (
        "On the genuine address the probe did not trust the certificate; it kept none as proof.",
        _shown(_UNKNOWN),
        _UNPROVEN,
    ),
    "tls_wrong_name": (
        "On the genuine address the certificate was for another name; the probe kept no proof.",
        _shown(_WRONG),
        _UNPROVEN,
    ),
    "tls_self_signed": (
        "On the genuine address the probe is shown a certificate signed by its own key.",
        _shown(_UNKNOWN, "site_self_signed"),
        interfered("tls.mitm.self_signed"),
    ),
    "tls_gateway": (
        "On the genuine address a gateway shows a certificate of an authority of its own.",
        _shown(_UNKNOWN, "site_gateway"),
        interfered("tls.mitm.ca_signed"),
    ),
    "tls_forged_signature": (
        "The certificate names a real authority as its issuer, which did not sign it.",
        _shown(_UNKNOWN, "forged_signature"),
        interfered("tls.mitm.ca_signed"),
    ),
    "tls_other_name": (
        "On the genuine address the probe is shown a sound certificate for another name.",
        _shown(_WRONG, "parking"),
        interfered("tls.mitm.wrong_name"),
    ),
    "tls_issuer_not_sent": (
        "The certificate's issuer was neither sent nor is it known: nothing is proven.",
        _shown(_UNKNOWN, "issuer_not_sent"),
        _UNPROVEN,
    ),
    "tls_self_signed_everywhere": (
        "The server shows everybody a certificate that it signed itself.",
        _shown(_UNKNOWN, "site_self_signed", control=_everywhere(_UNKNOWN)),
        broken("tls"),
    ),
    "tls_gateway_everywhere": (
        "The server shows everybody a certificate of an authority that nobody knows.",
        _shown(_UNKNOWN, "site_gateway", control=_everywhere(_UNKNOWN)),
        broken("tls"),
    ),
    "tls_other_name_everywhere": (
        "The server shows everybody a certificate for another name.",
        _shown(_WRONG, "parking", control=_everywhere(_WRONG)),
        broken("tls"),
    ),
    "tls_unknown_authority_everywhere": (
        "Nobody trusts the server's certificate, and no proof is kept.",
        _shown(_UNKNOWN, control=_everywhere(_UNKNOWN)),
        broken("tls"),
    ),
    "tls_wrong_name_everywhere": (
        "The server's certificate is for another name, for everybody; no proof is kept.",
        _shown(_WRONG, control=_everywhere(_WRONG)),
        broken("tls"),
    ),
    "tls_self_signed_without_helper": (
        "A self-signed certificate is shown and the helper is unreachable.",
        _shown(_UNKNOWN, "site_self_signed", **_SILENT),
        unclear(tcp="ok"),
    ),
    "tls_self_signed_on_extra_check": (
        "The extra handshake of an http page meets a self-signed certificate; the page works.",
        http_page(
            request(url=HTTP, transaction=40001),
            tls_handshakes=[
                handshake(failure=_UNKNOWN, chain="site_self_signed", fetch_body=False)
            ],
        ),
        working_site(tls="insufficient"),
    ),
    "tls_expired_shown_everywhere": (
        "The certificate that is shown to everybody has run out.",
        _shown(_DATES, "expired", control=_everywhere(_DATES)),
        broken("tls"),
    ),
    "clock_refuses_certificate": (
        "The probe finds a certificate out of date that was valid on that day: its clock is wrong.",
        _shown(_DATES, "site_valid"),
        _UNPROVEN,
    ),
    "certificate_validated": (
        "The handshake is completed with a certificate that we validate ourselves.",
        working(tls_handshakes=[handshake(chain="site_valid")]),
        working_site(),
    ),
    "certificate_validated_without_helper": (
        "The helper is unreachable; the certificate shown is the site's.",
        working(tls_handshakes=[handshake(chain="site_valid")], **_SILENT),
        working_site(),
    ),
    "answer_proven_by_certificate": (
        "The answer is an address that the control did not get; the site's certificate is there.",
        working(
            queries=lookups([DEAD]),
            tcp_connect=[connect(DEAD)],
            tls_handshakes=[handshake(DEAD, chain="site_valid")],
            requests=[request(DEAD)],
            control=control(ip_info={SITE: (SITE_ASN, 11)}),
        ),
        working_site(),
    ),
    "nxdomain_of_proven_name": (
        "The helper is unreachable and the system's resolver denies a name whose server then shows "
        "its certificate.",
        working(
            queries=[
                query("getaddrinfo", [], failure="dns_nxdomain_error"),
                query("doh", [SITE]),
            ],
            tls_handshakes=[handshake(chain="site_valid")],
            **_SILENT,
        ),
        interfered("dns.nxdomain", works_otherwise=True),
    ),
    "nxdomain_of_name_the_probe_verified": (
        "The helper is unreachable and the system's resolver denies a name; the probe says that it "
        "verified the server, without proof.",
        working(
            queries=[
                query("getaddrinfo", [], failure="dns_nxdomain_error"),
                query("doh", [SITE]),
            ],
            **_SILENT,
        ),
        working_site(dns="insufficient"),
    ),
    "claim_refuted_by_certificate": (
        "The record says that the certificate was accepted, and holds one that nobody accepts.",
        working(tls_handshakes=[handshake(chain="site_self_signed")]),
        unclear("ok|insufficient", dns="ok", tcp="ok"),
    ),
    "claim_refuted_without_helper": (
        "A refuted certificate is called accepted, and the helper is unreachable: no proof of "
        "anything.",
        working(tls_handshakes=[handshake(chain="site_gateway")], **_SILENT),
        unclear(tcp="ok"),
    ),
    "unverified_and_refuted": (
        "The probe did not look at the certificate, which we find self-signed.",
        working(
            tls_handshakes=[{**handshake(chain="site_self_signed"), "no_tls_verify": True}],
            requests=[],
        ),
        unclear("ok|insufficient", dns="ok", tcp="ok"),
    ),
    "unsaid_and_refuted": (
        "An old probe does not say whether it looked at the certificate, which is self-signed.",
        working(
            tls_handshakes=[
                {
                    key: value
                    for key, value in handshake(chain="site_self_signed").items()
                    if key != "no_tls_verify"
                }
            ],
            requests=[],
        ),
        unclear("ok|insufficient", dns="ok", tcp="ok"),
    ),
}
