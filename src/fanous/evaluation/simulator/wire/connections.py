"""The `tcp_connect` (df-005) and `tls_handshakes` (df-006) arrays.

Decides their spelling in both shapes: 0.5 tags every row and says which endpoint it is about, 0.4
says `blocked` in the status and leaves the endpoint of a handshake out.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache

from fanous.evaluation.simulator.certificates import Chain
from fanous.evaluation.simulator.visit import Connection, Handshake, Visit
from fanous.evaluation.simulator.wire import Json, seconds

__all__ = [
    "connection_tags",
    "legacy_tcp_connect",
    "legacy_tls_handshakes",
    "tcp_connect",
    "tcp_row",
    "tls_handshakes",
    "tls_row",
]

_CHAINS_REMEMBERED = 8192
_CIPHER_SUITE = "TLS_AES_128_GCM_SHA256"
_TLS_VERSION = "TLSv1.3"


def connection_tags(connection: Connection) -> list[str]:
    """What the probe meant by trying this endpoint."""
    classic = ["classic"] if connection.classic else []
    experiment = ["tcptls_experiment"] if connection.depth == 0 else []
    fetch_body = "true" if connection.fetch_body else "false"
    return [*classic, *experiment, f"depth={connection.depth}", f"fetch_body={fetch_body}"]


@lru_cache(_CHAINS_REMEMBERED)
def _peer_certificates(chain: Chain) -> tuple[Json, ...]:
    """DER certificates as base64, leaf first. Shared between rows: treat as read-only."""
    return tuple({"data": b64encode(der).decode(), "format": "base64"} for der in chain)


def tcp_row(connection: Connection, tags: list[str]) -> Json:
    """One row of `tcp_connect`."""
    return {
        "ip": connection.address,
        "port": connection.port,
        "status": {"failure": connection.failure, "success": connection.failure is None},
        "t0": seconds(connection.began),
        "t": seconds(connection.ended),
        "tags": tags,
        "transaction_id": connection.number,
    }


def tls_row(connection: Connection, handshake: Handshake, tags: list[str]) -> Json:
    """One row of `tls_handshakes`."""
    return {
        "network": "tcp",
        "address": connection.endpoint,
        **_handshake(handshake),
        "t0": seconds(handshake.began),
        "t": seconds(handshake.ended),
        "tags": tags,
        "tls_version": _TLS_VERSION if handshake.failure is None else "",
        "transaction_id": connection.number,
    }


def tcp_connect(visit: Visit) -> list[Json]:
    """Every endpoint tried, hop by hop, in the order in which the tries ended."""
    ordered = sorted(visit.connections, key=lambda item: (item.depth, item.ended))
    return [tcp_row(item, connection_tags(item)) for item in ordered]


def tls_handshakes(visit: Visit) -> list[Json]:
    """Every handshake, hop by hop, in the order in which they ended."""
    shaken = [(item, item.handshake) for item in visit.connections if item.handshake]
    ordered = sorted(shaken, key=lambda pair: (pair[0].depth, pair[1].ended))
    return [tls_row(item, handshake, connection_tags(item)) for item, handshake in ordered]


def _handshake(handshake: Handshake) -> Json:
    worked = handshake.failure is None
    return {
        "cipher_suite": _CIPHER_SUITE if worked else "",
        "failure": handshake.failure,
        "negotiated_protocol": "h2" if worked else "",
        "no_tls_verify": False,
        "peer_certificates": _peer_certificates(handshake.chain) or None,
        "server_name": handshake.server_name,
    }


def legacy_tcp_connect(visit: Visit) -> list[Json]:
    """0.4 notes whether it thinks an endpoint blocked: the probe failed where the helper didn't."""
    reached = visit.control.connects if visit.control else {}
    return [
        {
            "ip": item.address,
            "port": item.port,
            "status": {
                "blocked": bool(item.failure) and reached.get(item.endpoint, "") is None,
                "failure": item.failure,
                "success": item.failure is None,
            },
            "t": seconds(item.ended),
            "tags": None,
        }
        for item in visit.connections
        if item.depth == 0
    ]


def legacy_tls_handshakes(visit: Visit) -> list[Json] | None:
    """0.4 shakes hands only for https:// inputs, and doesn't say with which address."""
    shaken = [item.handshake for item in visit.connections if item.handshake and item.depth == 0]
    return [
        {
            **_handshake(handshake),
            "t": seconds(handshake.ended),
            "tags": ["tcptls_experiment"],
            "tls_version": _TLS_VERSION if handshake.failure is None else "",
        }
        for handshake in shaken
    ] or None
