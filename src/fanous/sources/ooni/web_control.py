"""The test helper's view inside a web_connectivity measurement (OONI ts-017, `control`).

Decides how the helper's dialect becomes rows: an empty address list with no failure means it looked
and found none; status 0 or -1 means it got no response; `ip_info` flags are 1 resolved by the
probe, 2 by the helper, 4 bogon, 8 valid for the domain. An unreachable helper gives no rows.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import UNSET

from fanous.model.names import endpoint, hostname, ip_address, url
from fanous.sources.base import Context, Row
from fanous.sources.ooni.failures import normalise
from fanous.sources.ooni.scrub import Scrubber, json_text
from fanous.sources.ooni.wire import Control, ControlTcp, ControlTls, WebConnectivity

__all__ = ["control_rows"]

_RESOLVED_BY_PROBE, _RESOLVED_BY_HELPER, _VALID_FOR_DOMAIN = 1, 2, 8
_MAX_ROWS = 2_000
_NOT_TRIED = (None, None)
_CONNECTED = (True, None)
_NO_FLAGS = (None, None, None)
_NOTHING_KNOWN = (None, *_NO_FLAGS)


def control_rows(
    message: WebConnectivity, record: int, context: Context, scrubber: Scrubber
) -> tuple[list[Row], list[Row]]:
    """Rows of `control` and of `control_endpoints`."""
    keys = message.test_keys
    control = keys.control if keys else None
    if control is None or not _has_content(control):
        return [], []
    host = url(message.input).hostname if message.input else None
    row = _control_row(control, record, host, _helper(message), context, scrubber)
    return [row], _endpoint_rows(control, record, context)


def _has_content(control: Control) -> bool:
    """Whether the helper said anything: an empty, null or zeroed control is an absent one.

    Engines of 0.4 write all its parts, with null and 0 within, beside their `control_failure`.
    """
    dns, http = control.dns, control.http_request
    return bool(
        control.tcp_connect
        or control.tls_handshake
        or control.ip_info
        or (dns is not None and (dns.failure or dns.addrs is not None))
        or (http is not None and (http.failure or http.status_code or http.headers or http.title))
    )


def _helper(message: WebConnectivity) -> str | None:
    backend = (message.test_helpers or {}).get("backend")
    address = backend.get("address") if isinstance(backend, dict) else backend
    return address if isinstance(address, str) else None


def _control_row(
    control: Control,
    record: int,
    host: str | None,
    helper: str | None,
    context: Context,
    scrubber: Scrubber,
) -> Row:
    dns, http = control.dns, control.http_request
    addresses = None
    if dns is not None and dns.addrs is not None:
        addresses = [ip for text in dns.addrs if (ip := ip_address(text))]
        if not addresses and (dns.addrs or dns.failure is UNSET):
            # It lists names only, and may have found addresses; or nobody said why there are none.
            addresses = None
    status = http.status_code if http else None
    answered = status is not None and status > 0
    return (
        record,
        hostname(host) if host else None,
        helper,
        normalise(dns.failure) if dns and dns.failure is not UNSET else None,
        addresses,
        list(map(context.reference.networks.is_bogon, addresses or ())),
        normalise(http.failure) if http else None,
        status if answered else None,
        http.body_length if http and answered and (http.body_length or 0) >= 0 else None,
        (http.title or None) if http else None,
        json_text(scrubber.headers(http.headers)) if http else None,
    )


def _endpoint_rows(control: Control, record: int, context: Context) -> list[Row]:
    """One row an endpoint, and one (port null) for each address that is only described."""
    tcp, tls = control.tcp_connect or {}, control.tls_handshake or {}
    described = _described(control, context)
    rows: list[Row] = []
    untried = set(described)
    for text in sorted(tcp.keys() | tls.keys())[:_MAX_ROWS]:
        ip, port, family = endpoint(text)
        if port is None or not family:
            continue
        untried.discard(ip)
        about = described.get(ip) or (context.reference.networks.asn(ip) or None, *_NO_FLAGS)
        connected, handshaken = _result(tcp.get(text)), _result(tls.get(text))
        rows.append((record, ip, port, *connected, *handshaken, *about))
    for ip in sorted(untried):
        about = described[ip]
        if about != _NOTHING_KNOWN:
            rows.append((record, ip, None, None, None, None, None, *about))
    return rows[:_MAX_ROWS]


def _result(item: ControlTcp | ControlTls | None) -> tuple[bool | None, str | None]:
    """Success and failure of a helper's attempt; both null where it didn't try."""
    if item is None:
        return _NOT_TRIED
    if not item.failure:
        return _CONNECTED if item.status else (item.status, None)
    return bool(item.status), normalise(item.failure)


def _described(control: Control, context: Context) -> dict[str, Row]:
    """AS number and flags by address; the flags are null where the helper gave none."""
    networks = context.reference.networks
    mapped = networks.maps_addresses
    found: dict[str, Row] = {}
    for text, about in (control.ip_info or {}).items():
        if about is not None and (ip := ip_address(text)):
            found[ip] = (networks.asn(ip) if mapped else about.asn, *_flags(about.flags))
    for text in (control.dns.addrs if control.dns else None) or ():
        if (ip := ip_address(text)) and ip not in found:
            found[ip] = (networks.asn(ip) if mapped else None, *_NO_FLAGS)
    return found


@lru_cache(64)
def _flags(flags: int | None) -> tuple[bool | None, bool | None, bool | None]:
    """Resolved by the probe, by the helper, valid for the domain."""
    if flags is None:
        return _NO_FLAGS
    return (
        bool(flags & _RESOLVED_BY_PROBE),
        bool(flags & _RESOLVED_BY_HELPER),
        bool(flags & _VALID_FOR_DOMAIN),
    )
