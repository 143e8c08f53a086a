"""The `network_events` array (df-008): reads and writes on each connection, with times and sizes.

Decides how many bytes move when: a ClientHello, the certificates in a few reads, the request, the
body in a few more, and a cumulative count at the end. Sizes follow from what was sent; nothing is
drawn at random here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fanous.evaluation.simulator.visit import Connection, Exchange, Handshake, Visit
from fanous.evaluation.simulator.wire import Json, seconds
from fanous.evaluation.simulator.wire.connections import connection_tags

__all__ = ["events_of", "legacy_network_events", "network_events"]

_CLIENT_HELLO_BYTES = 281
_CLIENT_FINISHED_BYTES = 64
_SERVER_HELLO_BYTES = 1210
_REQUEST_BYTES = 312
_RESPONSE_HEAD_BYTES = 420
_READ_BYTES = 4096
_MOST_READS = 48  # the probe keeps only so many events of one connection


@dataclass(frozen=True, slots=True)
class _Event:
    operation: str
    began: float
    ended: float
    num_bytes: int | None = None
    failure: str | None = None


def network_events(visit: Visit) -> list[Json]:
    """All connections' events, in the order in which they ended."""
    rows = [
        row for item in visit.connections for row in events_of(item, tags=connection_tags(item))
    ]
    return sorted(rows, key=_row_time)


def events_of(connection: Connection, *, tags: list[str]) -> list[Json]:
    """One connection's events."""
    return [_row(event, connection, tags) for event in _connection_events(connection)]


def _row_time(row: Json) -> float:
    moment = row["t"]
    assert isinstance(moment, float)
    return moment


def _row(event: _Event, connection: Connection, tags: list[str]) -> Json:
    size: Json = {} if event.num_bytes is None else {"num_bytes": event.num_bytes}
    return {
        "address": connection.endpoint,
        "failure": event.failure,
        **size,
        "operation": event.operation,
        "proto": "tcp",
        "t0": seconds(event.began),
        "t": seconds(event.ended),
        "transaction_id": connection.number,
        "tags": tags,
    }


def _connection_events(connection: Connection) -> Iterator[_Event]:
    yield _Event("connect", connection.began, connection.ended, failure=connection.failure)
    received = 0
    for event in _steps(connection):
        if event.operation == "read":
            received += event.num_bytes or 0
        yield event
    if received:
        ended = connection.exchange.ended if connection.exchange else connection.ready_at
        yield _Event("bytes_received_cumulative", ended, ended, received)


def _steps(connection: Connection) -> Iterator[_Event]:
    if connection.handshake:
        yield from _handshake_events(connection.handshake)
    if connection.exchange:
        yield from _exchange_events(connection.exchange)


def _handshake_events(handshake: Handshake) -> Iterator[_Event]:
    began, ended, failure = handshake.began, handshake.ended, handshake.failure
    yield _Event("tls_handshake_start", began, began)
    yield _Event("write", began, began + 0.00005, _CLIENT_HELLO_BYTES)
    if failure:
        yield _Event("read", began + 0.0001, ended, failure=failure)
    else:
        size = _SERVER_HELLO_BYTES + sum(len(der) for der in handshake.chain)
        yield from _reads(size, began=began + 0.0001, ended=ended - 0.0002)
        yield _Event("write", ended - 0.0001, ended - 0.00005, _CLIENT_FINISHED_BYTES)
    yield _Event("tls_handshake_done", ended, ended, failure=failure)


def _exchange_events(exchange: Exchange) -> Iterator[_Event]:
    began, ended = exchange.began, exchange.ended
    yield _Event("http_transaction_start", began, began)
    yield _Event("write", began + 0.0001, began + 0.00015, _REQUEST_BYTES)
    if exchange.failure:
        yield _Event("read", began + 0.0002, ended, failure=exchange.failure)
    else:
        size = _RESPONSE_HEAD_BYTES + len(exchange.body.encode())
        yield from _reads(size, began=began + 0.0002, ended=ended)
    yield _Event("http_transaction_done", ended, ended, failure=exchange.failure)


def _reads(size: int, *, began: float, ended: float) -> Iterator[_Event]:
    """Split a size into reads, the first of which waits for the round trip."""
    count = min(_MOST_READS, -(-size // _READ_BYTES))
    waited = began + (ended - began) * 0.7
    step = (ended - waited) / count
    for number in range(count):
        share = size // count + (size % count if number == count - 1 else 0)
        start = began if number == 0 else waited + step * number
        yield _Event("read", start, waited + step * (number + 1), share)


def legacy_network_events(visit: Visit) -> list[Json]:
    """0.4 keeps depth 0 only, names the address on connects alone and numbers nothing."""
    rows: list[Json] = []
    for connection in visit.connections:
        if connection.depth:
            continue
        for event in _steps_before_request(connection):
            size: Json = {} if event.num_bytes is None else {"num_bytes": event.num_bytes}
            head: Json = {"address": connection.endpoint} if event.operation == "connect" else {}
            proto: Json = {"proto": "tcp"} if event.operation == "connect" else {}
            rows.append(
                {
                    **head,
                    "failure": event.failure,
                    **size,
                    "operation": event.operation,
                    **proto,
                    "t": seconds(event.ended),
                    "tags": ["tcptls_experiment"],
                }
            )
    return rows


def _steps_before_request(connection: Connection) -> Iterator[_Event]:
    yield _Event("connect", connection.began, connection.ended, failure=connection.failure)
    if connection.handshake:
        yield from _handshake_events(connection.handshake)
