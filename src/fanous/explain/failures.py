"""Failures of the wire in plain words.

Decides the words for the failures that OONI's probes write; one that is not here is shown as it is
written. The code always stands beside the words: it is what other tools and the raw line say.

Source: OONI's df-007-errors.
"""

from __future__ import annotations

from fanous.explain.said import Said, Wire
from fanous.i18n import N_

__all__ = ["FAILURES", "failed"]

FAILURES: dict[str, str] = {
    "address_family_not_supported": N_("the probe's device does not know this kind of address"),
    "address_not_available": N_("the probe's device had no address to connect from"),
    "android_dns_cache_no_data": N_("Android's resolver said it has no data"),
    "bad_file_descriptor": N_("the probe's device lost hold of the connection"),
    "connection_already_in_progress": N_("the device was connecting already"),
    "connection_refused": N_("the connection was refused"),
    "connection_refused_error": N_("the connection was refused"),
    "connection_reset": N_("the connection was reset"),
    "dns_name_error": N_("the name does not exist"),
    "dns_no_answer": N_("the resolver gave no address"),
    "dns_nxdomain_error": N_("the resolver said that the name does not exist"),
    "dns_refused_error": N_("the resolver refused to answer"),
    "dns_server_misbehaving": N_("the resolver failed"),
    "dns_servfail_error": N_("the resolver failed"),
    "dns_temporary_failure": N_("the resolver failed for the moment"),
    "dns_non_recoverable_failure": N_("the resolver failed for good"),
    "eof_error": N_("the connection was closed early"),
    "generic_timeout_error": N_("it timed out"),
    "host_unreachable": N_("the host could not be reached"),
    "http_invalid_redirect_location_host": N_("the redirect leads nowhere"),
    "http_request_failed": N_("the request failed"),
    "http_too_many_redirects": N_("the redirects go in circles"),
    "interrupted": N_("the test was interrupted"),
    "network_down": N_("the probe's device was offline"),
    "network_unreachable": N_("the device knew no route there"),
    "permission_denied": N_("the probe's device did not allow it"),
    "ssl_failed_handshake": N_("the handshake failed"),
    "ssl_invalid_certificate": N_("the certificate was not valid"),
    "ssl_invalid_hostname": N_("the certificate was for another name"),
    "ssl_unknown_authority": N_("the certificate came from an unknown authority"),
}


def failed(failure: str) -> Said:
    """A failure in words, its code beside them; the code alone where there are no words."""
    words = FAILURES.get(failure)
    if words is None:
        return Said("%(code)s", {"code": Wire(failure)})
    return Said(N_("%(what)s (%(code)s)"), {"what": Said(words), "code": Wire(failure)})
