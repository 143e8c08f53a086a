"""Facts of TLS: how one handshake ended, and what its certificate was."""

from __future__ import annotations

from fanous.rules.facts.base import CHAIN, HELPER_SILENT, fact, kinds

__all__ = ["TLS", "TLS_IMPOSSIBLE"]

TLS = (
    fact(
        "HANDSHAKE_VERIFIED",
        "The probe completed the handshake and accepted the certificate for the name.",
        "success AND NOT no_tls_verify",
    ),
    fact(
        "HANDSHAKE_UNVERIFIED",
        "The probe completed the handshake, and nothing says that it validated the certificate.",
        "success AND coalesce(no_tls_verify, true)",
    ),
    fact(
        "HANDSHAKE_RESET",
        "The connection was reset during the handshake.",
        "failure = 'connection_reset'",
        fails="HANDSHAKE_FAILED",
    ),
    fact(
        "HANDSHAKE_EOF",
        "The connection was closed during the handshake.",
        "failure = 'eof_error'",
        fails="HANDSHAKE_FAILED",
    ),
    fact(
        "HANDSHAKE_TIMEOUT",
        "The handshake timed out.",
        "failure = 'generic_timeout_error'",
        fails="HANDSHAKE_FAILED",
    ),
    fact(
        "UNKNOWN_AUTHORITY",
        "The certificate was signed by an authority the probe does not trust.",
        "failure = 'ssl_unknown_authority'",
        fails="HANDSHAKE_FAILED",
    ),
    fact(
        "WRONG_NAME",
        "The certificate was for another name.",
        "failure = 'ssl_invalid_hostname'",
        fails="HANDSHAKE_FAILED",
    ),
    fact(
        "CERTIFICATE_INVALID",
        "The certificate was refused for another reason, such as its dates.",
        "failure = 'ssl_invalid_certificate'",
        fails="HANDSHAKE_FAILED",
    ),
    fact("HANDSHAKE_FAILED", "The handshake failed.", "failure IS NOT NULL", fails=True),
    fact(
        "CONTROL_HANDSHAKE_OK",
        "The control completed a handshake for the name there (or, where helpers made none apart, "
        "fetched the page over TLS).",
        """(about_target AND control_tls)
        OR (about_target AND NOT coalesce(tried_tls, false) AND fetched AND input_is_https
            AND coalesce(depth, 0) = 0)""",
    ),
    fact(
        "CONTROL_HANDSHAKE_FAILED",
        "The control tried and its handshake failed too.",
        "about_target AND NOT control_tls",
    ),
    fact(
        "ADDRESS_GENUINE",
        "The control resolved the name to this address or validated a certificate on it; or we "
        "did, or enough other networks; or a service declares it.",
        "genuine",
    ),
    fact("FETCHES_BODY", "The connection was needed to fetch the page.", "fetch_body"),
    fact("EXTRA_CHECK", "The connection was an extra check.", "NOT fetch_body"),
    fact(
        "SHOWN_SELF_SIGNED",
        "The certificate is signed by its own key, and no store we know ever held it.",
        "result = 'self_signed' AND refuted",
        fails="CERTIFICATE_REFUTED",
    ),
    fact(
        "SHOWN_UNTRUSTED",
        "The certificate leads to an authority that no store we know ever held, or its signature "
        "is false.",
        "result IN ('untrusted', 'bad_signature') AND refuted",
        fails="CERTIFICATE_REFUTED",
    ),
    fact(
        "SHOWN_WRONG_NAME",
        "The certificate is sound, but for other names.",
        "result = 'wrong_name' AND refuted",
        fails="CERTIFICATE_REFUTED",
    ),
    fact(
        "CERTIFICATE_REFUTED",
        "We validated the certificate ourselves: it is none for this name that was trusted then.",
        "refuted",
        fails=True,
    ),
    fact(
        "CERTIFICATE_REVALIDATED",
        "The handshake was completed, and we validated its certificate for the name ourselves.",
        "revalidated",
    ),
    fact(
        "HANDSHAKE_ELSEWHERE",
        "Enough other networks completed a handshake for the name there on the same day.",
        "handshake_elsewhere",
    ),
    fact(
        "CERTIFICATE_OF_ITS_OWN",
        "The service makes certificates of its own, which prove nothing either way.",
        "own_certificate",
    ),
    HELPER_SILENT,
    *CHAIN,
)
TLS_IMPOSSIBLE = (
    kinds(
        TLS,
        "HANDSHAKE_VERIFIED HANDSHAKE_UNVERIFIED HANDSHAKE_RESET HANDSHAKE_EOF HANDSHAKE_TIMEOUT "
        "UNKNOWN_AUTHORITY WRONG_NAME CERTIFICATE_INVALID",
        "one handshake",
    ),
    kinds(TLS, "HANDSHAKE_VERIFIED HANDSHAKE_FAILED", "one handshake"),
    kinds(TLS, "HANDSHAKE_UNVERIFIED HANDSHAKE_FAILED", "one handshake"),
    kinds(TLS, "CONTROL_HANDSHAKE_OK CONTROL_HANDSHAKE_FAILED", "the control's one handshake"),
    *(
        kinds(TLS, f"HELPER_SILENT {name}", "whether the one helper answered")
        for name in ("CONTROL_HANDSHAKE_OK", "CONTROL_HANDSHAKE_FAILED", "CONTROL_COMPLETED_CHAIN")
    ),
    kinds(TLS, "SHOWN_SELF_SIGNED SHOWN_UNTRUSTED SHOWN_WRONG_NAME", "one validation of one chain"),
    kinds(TLS, "CERTIFICATE_OF_ITS_OWN CERTIFICATE_REFUTED", "which test it is"),
    kinds(TLS, "CERTIFICATE_REFUTED CERTIFICATE_REVALIDATED", "one validation of one chain"),
    *(
        kinds(TLS, f"{name} CERTIFICATE_REVALIDATED", "how one handshake ended")
        for name in ("HANDSHAKE_FAILED",)
    ),
    *(
        kinds(TLS, f"{name} HANDSHAKE_ELSEWHERE", "others are only asked about a failed handshake")
        for name in ("HANDSHAKE_VERIFIED", "HANDSHAKE_UNVERIFIED", "CERTIFICATE_REVALIDATED")
    ),
    kinds(TLS, "FETCHES_BODY EXTRA_CHECK", "one tag of the connection"),
)
