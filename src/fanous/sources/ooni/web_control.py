"""The test helper's view inside a web_connectivity measurement (OONI ts-017, `control`).

Decides how the helper's dialect becomes rows: an empty address list with no failure means it looked
and found none; status 0 or -1 means it got no response; `ip_info` flags are 1 resolved by the
probe, 2 by the helper, 4 bogon, 8 valid for the domain. An unreachable helper gives no rows.
"""

from __future__ import annotations

from fanous.model.names import endpoint, hostname, ip_address, url
from fanous.sources.base import Context, Row
from fanous.sources.ooni.failures import normalise
from fanous.sources.ooni.scrub import Scrubber
from fanous.sources.ooni.wire import Control, IpInfo, WebConnectivity

__all__ = ["control_rows"]

_RESOLVED_BY_PROBE, _RESOLVED_BY_HELPER, _VALID_FOR_DOMAIN = 1, 2, 8
_MAX_ROWS = 2_000


def control_rows(
    message: WebConnectivity, uid: str, record: int, context: Context, scrubber: Scrubber
) -> tuple[list[Row], list[Row]]:
    """Rows of `control` and of `control_endpoints`."""
    keys = message.test_keys
    control = keys.control if keys else None
    if control is None or not _has_content(control):
        return [], []
    host = url(message.input).hostname if message.input else None
    row = _control_row(control, uid, record, host, _helper(message), context, scrubber)
    return [row], _endpoint_rows(control, uid, record, context)


def _has_content(control: Control) -> bool:
    """Whether the helper answered at all: `{}` and null are an absent control."""
    return any((control.tcp_connect, control.tls_handshake, control.http_request, control.dns))


def _helper(message: WebConnectivity) -> str | None:
    backend = (message.test_helpers or {}).get("backend")
    address = backend.get("address") if isinstance(backend, dict) else backend
    return address if isinstance(address, str) else None


def _control_row(
    control: Control,
    uid: str,
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
        if dns.addrs and not addresses:
            addresses = None  # only names: it may have found addresses that it does not list
    status = http.status_code if http else None
    answered = status is not None and status > 0
    return (
        uid,
        record,
        hostname(host) if host else None,
        helper,
        normalise(dns.failure) if dns else None,
        addresses,
        [context.reference.networks.is_bogon(ip) for ip in addresses or ()],
        normalise(http.failure) if http else None,
        status if answered else None,
        http.body_length if http and answered and (http.body_length or 0) >= 0 else None,
        (http.title or None) if http else None,
        list(scrubber.headers(http.headers).items()) if http else [],
    )


def _endpoint_rows(control: Control, uid: str, record: int, context: Context) -> list[Row]:
    """One row an endpoint, and one (port null) for each address that is only described."""
    networks = context.reference.networks
    tcp, tls, info = control.tcp_connect or {}, control.tls_handshake or {}, _by_ip(control)
    rows: list[Row] = []
    described = set()
    for text in sorted({*tcp, *tls})[:_MAX_ROWS]:
        where = endpoint(text)
        if where.port is None or not where.family:
            continue
        described.add(where.ip)
        rows.append(
            (
                uid,
                record,
                where.ip,
                where.port,
                *_result(tcp.get(text)),
                *_result(tls.get(text)),
                *_described(info.get(where.ip), where.ip, context),
            )
        )
    nothing = (None, None, None, None)
    rows.extend(
        (uid, record, ip, None, *nothing, *_described(about, ip, context))
        for ip, about in sorted(info.items())[:_MAX_ROWS]
        if ip not in described and (about is not None or networks.maps_addresses)
    )
    return rows


def _by_ip(control: Control) -> dict[str, IpInfo | None]:
    """What is said of addresses; addresses the helper resolved are listed in any case."""
    named: dict[str, IpInfo | None] = {}
    for text in (control.dns.addrs if control.dns else None) or ():
        if ip := ip_address(text):
            named[ip] = None
    for text, about in (control.ip_info or {}).items():
        if ip := ip_address(text):
            named[ip] = about
    return named


def _result(item: object) -> tuple[bool | None, str | None]:
    """Success and failure of a helper's attempt; both null where it didn't try."""
    if item is None:
        return None, None
    failure = normalise(getattr(item, "failure", None))
    status = getattr(item, "status", None)
    if status is None and failure is not None:
        status = False
    return status, failure


def _described(
    about: IpInfo | None, ip: str, context: Context
) -> tuple[int | None, bool | None, bool | None, bool | None]:
    """AS number and flags of an address; the flags are null where the helper gave none."""
    networks = context.reference.networks
    asn = networks.asn(ip) if networks.maps_addresses else (about.asn if about else None)
    flags = about.flags if about else None
    if flags is None:
        return asn, None, None, None
    return (
        asn,
        bool(flags & _RESOLVED_BY_PROBE),
        bool(flags & _RESOLVED_BY_HELPER),
        bool(flags & _VALID_FOR_DOMAIN),
    )
