"""A web_connectivity measurement, in the 0.5 shape or the 0.4 one.

Decides which keys each shape has and in which order; every array has its own module.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fanous.evaluation.simulator.visit import Visit
from fanous.evaluation.simulator.wire import Json, seconds
from fanous.evaluation.simulator.wire.connections import (
    legacy_tcp_connect,
    legacy_tls_handshakes,
    tcp_connect,
    tcp_row,
    tls_handshakes,
    tls_row,
)
from fanous.evaluation.simulator.wire.control import control, control_request, legacy_control
from fanous.evaluation.simulator.wire.envelope import envelope
from fanous.evaluation.simulator.wire.network_events import (
    events_of,
    legacy_network_events,
    network_events,
)
from fanous.evaluation.simulator.wire.opinion import Opinion, opinion
from fanous.evaluation.simulator.wire.queries import (
    do53_record,
    doh_bootstrap,
    duplicate_responses,
    legacy_queries,
    queries,
    whoami,
)
from fanous.evaluation.simulator.wire.requests import legacy_requests, requests

__all__ = ["measurement"]

_ADDRESS_FROM = {"getaddrinfo": 1, "system": 1, "udp": 2, "doh": 4}
_ADDRESS_FROM_HELPER = 8
_NANOSECONDS = 1_000_000_000
_STATUS = {"dns": 32 | 128 | 4096, "tcp_ip": 128 | 4096, "http-failure": 256, "http-diff": 64}


def measurement(visit: Visit) -> Json:
    """The whole record of one visit."""
    legacy = visit.session.client.legacy
    return envelope(
        visit.session,
        test_name="web_connectivity",
        test_version=visit.session.client.test_version,
        test_input=visit.url,
        started=visit.started,
        runtime=visit.runtime,
        test_keys=_legacy_keys(visit) if legacy else _keys(visit),
        helper_url=visit.helper_url,
        uid=visit.uid,
    )


def _head(visit: Visit) -> Json:
    return {
        "agent": "redirect",
        "client_resolver": visit.session.probe.resolver_address,
        "retries": None,
        "socksproxy": None,
    }


def _keys(visit: Visit) -> Json:
    view = opinion(visit)
    return {
        **_head(visit),
        "network_events": network_events(visit),
        "x_dns_whoami": whoami(visit),
        "x_doh": _doh_record(visit),
        "x_do53": do53_record(visit),
        "x_dns_duplicate_responses": duplicate_responses(visit),
        "queries": queries(visit),
        "requests": requests(visit),
        "tcp_connect": tcp_connect(visit),
        "tls_handshakes": tls_handshakes(visit),
        "x_control_request": control_request(visit),
        "control": control(visit),
        "x_conn_priority_log": _priority_log(visit),
        "control_failure": visit.control_failure,
        "x_dns_flags": view.dns_flags,
        "dns_experiment_failure": view.dns_failure,
        "dns_consistency": view.dns_consistency,
        "http_experiment_failure": view.http_failure,
        "x_blocking_flags": view.blocking_flags,
        "x_null_null_flags": view.null_null_flags,
        **_comparison(view),
        "blocking": view.blocking,
        "accessible": view.accessible,
    }


def _comparison(view: Opinion) -> Json:
    compared = view.comparison
    return {
        "body_proportion": compared.body_proportion,
        "body_length_match": compared.body_length_match,
        "headers_match": compared.headers_match,
        "status_code_match": compared.status_code_match,
        "title_match": compared.title_match,
    }


def _legacy_keys(visit: Visit) -> Json:
    view = opinion(visit)
    runtime = int(visit.runtime * _NANOSECONDS)
    return {
        **_head(visit),
        "network_events": legacy_network_events(visit),
        "tls_handshakes": legacy_tls_handshakes(visit),
        "queries": legacy_queries(visit),
        "dns_experiment_failure": view.dns_failure,
        "dns_consistency": view.dns_consistency,
        "control_failure": visit.control_failure,
        "control": legacy_control(visit),
        "tcp_connect": legacy_tcp_connect(visit),
        "requests": legacy_requests(visit, failure=view.http_failure),
        "http_experiment_failure": view.http_failure,
        **_comparison(view),
        "accessible": view.accessible,
        "blocking": view.blocking,
        "x_status": _status_bits(visit, view),
        "x_dns_runtime": runtime // 20,
        "x_th_runtime": runtime // 2,
        "x_tcptls_runtime": runtime // 4,
        "x_http_runtime": runtime // 5,
    }


def _status_bits(visit: Visit, view: Opinion) -> int:
    """0.4's `x_status`."""
    if isinstance(view.blocking, str):
        return _STATUS[view.blocking]
    if visit.control is None:
        return 8
    if not view.accessible:
        return 16
    return 1 if urlsplit(visit.exchanges[-1][1].url).scheme == "https" else 2


def _doh_record(visit: Visit) -> Json:
    """`x_doh`: how the DoH resolver itself was reached; says nothing of the domain."""
    connection, tags = visit.doh_connection, ["depth=0"]
    if connection is None or connection.handshake is None:
        return {"network_events": [], "queries": [], "requests": []}
    return {
        "network_events": events_of(connection, tags=tags),
        "queries": [doh_bootstrap(connection, connection.handshake)],
        "requests": [],
        "tcp_connect": [tcp_row(connection, tags)],
        "tls_handshakes": [tls_row(connection, connection.handshake, tags)],
    }


def _priority_log(visit: Visit) -> list[Json]:
    """`x_conn_priority_log`: which connections were allowed to carry the request."""
    flags: dict[str, int] = {}
    for lookup in visit.lookups:
        for address in lookup.addresses:
            flags[address] = flags.get(address, 0) | _ADDRESS_FROM[lookup.engine]
    for address in visit.control.addresses if visit.control else ():
        flags[address] = flags.get(address, 0) | _ADDRESS_FROM_HELPER
    tried = dict.fromkeys(item.address for item in visit.connections if item.depth == 0)
    listed = " ".join(f"{{Addr:{address} Flags:{flags.get(address, 0)}}}" for address in tried)
    log: list[Json] = [{"msg": f"create with [{listed}]", "t": 0.0}]
    for item in visit.connections:
        if item.works and item.fetch_body:
            word = "granted permission: true" if item.exchange else "denied permission: timed out"
            log.append({"msg": f"conn {item.endpoint}: {word}", "t": seconds(item.ready_at)})
    return log
