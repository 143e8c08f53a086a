"""The `control` object: what the helper says, and what is written when it could not be reached.

Decides the spelling. A missing control is found in three forms in the field: null, an empty object,
and (0.4) an object of zero values; all three are written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from fanous.evaluation.simulator.visit import ControlView, Visit, endpoint_text
from fanous.evaluation.simulator.wire import Json
from fanous.evaluation.simulator.wire.requests import ACCEPT, USER_AGENT

__all__ = ["control", "control_request", "legacy_control"]


def control(visit: Visit) -> Json | None:
    """The helper's view, or an absence: null after a reset, `{}` after a timeout."""
    if visit.control is None:
        return None if visit.control_failure == "connection_reset" else {}
    return _view(visit.control)


def legacy_control(visit: Visit) -> Json:
    """As `control`, but an absent one is an object full of zeros."""
    if visit.control is not None:
        return _view(visit.control)
    return {
        "tcp_connect": None,
        "http_request": {
            "body_length": 0,
            "failure": None,
            "title": "",
            "headers": None,
            "status_code": 0,
        },
        "dns": {"failure": None, "addrs": None},
    }


def _view(view: ControlView) -> Json:
    return {
        "tcp_connect": _results(view.connects),
        "tls_handshake": {
            endpoint: {
                "server_name": view.server_name,
                "status": failure is None,
                "failure": failure,
            }
            for endpoint, failure in sorted(view.handshakes.items())
        },
        "quic_handshake": {},
        "http_request": {
            "body_length": view.body_length,
            "discovered_h3_endpoint": "",
            "failure": view.http_failure,
            "title": view.title,
            "headers": dict(view.headers),
            "status_code": view.status,
        },
        "http3_request": None,
        "dns": {"failure": None, "addrs": list(view.addresses)},
        "ip_info": {
            address: {"asn": asn, "flags": flags}
            for address, (asn, flags) in sorted(view.address_info.items())
        },
    }


def _results(failures: Mapping[str, str | None]) -> Json:
    return {
        endpoint: {"status": failure is None, "failure": failure}
        for endpoint, failure in sorted(failures.items())
    }


def control_request(visit: Visit) -> Json:
    """`x_control_request`: what the probe asked the helper to look at."""
    names = [
        address for lookup in visit.lookups if not lookup.depth for address in lookup.addresses
    ]
    ports = (443, 80)
    headers = {"Accept": ACCEPT, "Accept-Language": "en-US,en;q=0.9", "User-Agent": USER_AGENT}
    return {
        "http_request": f"{urlsplit(visit.wire_url).scheme}://{visit.hostname}/",
        "http_request_headers": {name: [value] for name, value in headers.items()},
        "tcp_connect": [
            endpoint_text(address, port) for address in dict.fromkeys(names) for port in ports
        ],
        "x_quic_enabled": False,
    }
