"""Failure strings of three dialects in one vocabulary (OONI df-007).

Decides which modern name a legacy, helper's or localised failure stands for; the original is kept
beside it. A failure says what the probe's stack concluded, not what the network did. Sources: OONI
df-007; the messages that Windows (English, German, Spanish, French, Portuguese, Russian) and Go
print. What is not recognised stays `unknown_failure`.
"""

from __future__ import annotations

from functools import lru_cache

from fanous.sources.ooni.wire import Failure

__all__ = ["normalise"]

_LEGACY = {
    "connection_refused_error": "connection_refused",
    "tcp_timed_out_error": "generic_timeout_error",
    "timed_out": "generic_timeout_error",
    "deferred_timeout_error": "generic_timeout_error",
    "task_timed_out": "generic_timeout_error",
    # Twisted's ResponseNeverReceived and ConnectionLost: closed or lost, it doesn't say by whom.
    "response_never_received": "eof_error",
    "connection_lost_error": "eof_error",
    "dns_name_error": "dns_nxdomain_error",
    "dns_server_failure": "dns_servfail_error",
    "http_invalid_redirect_url": "http_invalid_redirect_location_host",
    "tls_handshake_failure": "ssl_failed_handshake",
    "invalid_record": "ssl_failed_handshake",
    "unknown_error": "unknown_failure",
    "": "unknown_failure",
}

# In order: the first text that occurs decides.
_MESSAGES = (
    ("too many redirects", "http_too_many_redirects"),
    ("forcibly closed", "connection_reset"),
    ("connection reset", "connection_reset"),
    ("remotehost geschlossen", "connection_reset"),
    ("forzado por el host remoto", "connection_reset"),
    ("par l’hôte distant", "connection_reset"),
    ("par l'hôte distant", "connection_reset"),
    ("pelo host remoto", "connection_reset"),
    ("принудительно разорвал", "connection_reset"),
    ("actively refused", "connection_refused"),
    ("connection refused", "connection_refused"),
    ("zielcomputer die verbindung verweigerte", "connection_refused"),
    ("denegó expresamente", "connection_refused"),
    ("expressément refusée", "connection_refused"),
    ("recusou ativamente", "connection_refused"),
    ("recusaram ativamente", "connection_refused"),
    ("отверг запрос на подключение", "connection_refused"),
    ("did not properly respond", "generic_timeout_error"),
    ("i/o timeout", "generic_timeout_error"),
    ("deadline exceeded", "generic_timeout_error"),
    ("timed out", "generic_timeout_error"),
    ("nicht ordnungsgemäß reagiert", "generic_timeout_error"),
    ("no respondió adecuadamente", "generic_timeout_error"),
    ("n’a pas répondu convenablement", "generic_timeout_error"),
    ("não respondeu corretamente", "generic_timeout_error"),
    ("не получен нужный отклик", "generic_timeout_error"),
    ("unreachable network", "network_unreachable"),
    ("network is unreachable", "network_unreachable"),
    ("unreachable host", "host_unreachable"),
    ("no route to host", "host_unreachable"),
    ("no such host", "dns_nxdomain_error"),
    ("certificate signed by unknown authority", "ssl_unknown_authority"),
    ("certificate is valid for", "ssl_invalid_hostname"),
    ("certificate has expired", "ssl_invalid_certificate"),
    ("certificate verify failed", "ssl_invalid_certificate"),
    ("unexpected eof", "eof_error"),
    ("network is down", "network_down"),
)

_MODERN = frozenset(
    """
    address_family_not_supported address_not_available android_dns_cache_no_data bad_file_descriptor
    connect_error connection_aborted connection_already_closed
    connection_refused connection_reset dns_bogon_error dns_lookup_error dns_name_failure
    dns_no_answer dns_non_recoverable_failure dns_nxdomain_error dns_refused_error
    dns_reply_with_wrong_query_id dns_server_misbehaving dns_servfail_error
    dns_temporary_failure eof_error generic_timeout_error host_unreachable
    http_invalid_redirect_location_host http_request_failed http_too_many_redirects
    http_unexpected_redirect_url http_unexpected_status_code interrupted json_parse_error
    network_down network_reset network_unreachable permission_denied quic_incompatible_version
    ssl_failed_handshake ssl_invalid_certificate ssl_invalid_hostname
    ssl_unknown_authority unknown_failure
    """.split()
)


def normalise(failure: Failure) -> str | None:
    """The modern name of a failure; None for none (null, or false in old data)."""
    if failure is None or failure is False:
        return None
    return "unknown_failure" if failure is True else _normalise_text(failure)


@lru_cache(4096)
def _normalise_text(text: str) -> str:
    """The modern name of a failure's text."""
    if text in _MODERN:
        return text
    if text in _LEGACY:
        return _LEGACY[text]
    lowered = text.lower()
    return next((name for words, name in _MESSAGES if words in lowered), "unknown_failure")
