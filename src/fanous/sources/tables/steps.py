"""Rows of OONI's obs_web as the steps of one measurement, in the wire's own structs.

Decides what each column tells of a step, and what it doesn't:

- `dns_answer` is one answer: rows of one query (name, engine, resolver, failure) make one query.
- `tcp_success` true is a connect; `tcp_failure` is a failed one, whatever `tcp_success` says.
  `tcp_success` false without a failure is what exports fill in where nothing was tried: no step.
- `tls_success` is never read: it is 1 in rows whose handshake timed out. A handshake succeeded if
  `tls_is_certificate_valid` is true and there is no failure (OONI sets it so only then), failed if
  `tls_failure` is set, and else ended nobody knows how. OONI pairs handshakes with connects by
  address where the probe numbered neither: a handshake on port 80 is such a pair, and its endpoint
  is left open.
- `http_request_url` is a request, `http_failure` its failure. An empty cell of that column is
  `failure: null`, a request that ended well; without the column nothing is said of the end.
- `http_response_status_code` is the status. Where the file has no such column, no status is known,
  and none is made up, with one exception: a *failed* request of a service counts as one without
  response, as df-001 has it. (A body that stalled would look the same; services answer with a few
  bytes, a web page doesn't.)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from msgspec import UNSET, UnsetType

from fanous.model.names import ip_address, url
from fanous.sources.ooni.wire import (
    Answer,
    HttpRequest,
    HttpResponse,
    Query,
    Request,
    TcpConnect,
    TcpStatus,
    TlsHandshake,
)
from fanous.sources.tables.cells import Row

__all__ = ["STEP_COLUMNS", "Handshake", "connects", "handshakes", "queries", "requests"]

Kept = TypeVar("Kept")

STEP_COLUMNS = frozenset(
    """hostname ip port ip_asn transaction_id
    dns_answer dns_answer_asn dns_engine dns_engine_resolver_address dns_failure dns_query_type
    dns_t dns_transaction_id
    tcp_success tcp_failure tcp_t
    tls_failure tls_is_certificate_valid tls_server_name tls_outer_server_name tls_version
    tls_cipher_suite tls_t tls_handshake_time tls_handshake_read_count tls_handshake_read_bytes
    tls_handshake_write_count tls_handshake_write_bytes tls_handshake_last_operation
    http_request_url http_method http_network http_failure http_t http_response_status_code
    http_response_header_location http_response_header_server http_response_body_length
    http_response_body_is_truncated""".split()
)
_HANDSHAKE_COLUMNS = (
    "tls_failure",
    "tls_is_certificate_valid",
    "tls_handshake_time",
    "tls_handshake_last_operation",
    "tls_version",
    "tls_cipher_suite",
)
_HTTP_PORT = 80
_LAST_PORT = 0xFFFF


class Handshake(NamedTuple):
    """A handshake, and what it sent and received: reads, bytes, writes, bytes, last operation."""

    wire: TlsHandshake
    traffic: tuple[int | None, int | None, int | None, int | None, str | None]


def queries(rows: Iterable[Row]) -> list[Query]:
    """The look-ups, with the answers that their rows hold."""
    made: dict[tuple[object, ...], Query] = {}
    for row in rows:
        answer, failure = row.string("dns_answer"), row.string("dns_failure")
        if not (answer or failure or row.string("dns_engine")):
            continue
        query = Query(
            hostname=row.string("hostname"),
            query_type=row.string("dns_query_type"),
            engine=row.string("dns_engine"),
            resolver_address=row.string("dns_engine_resolver_address"),
            failure=failure,
            transaction_id=row.integer("dns_transaction_id"),
        )
        key = (query.hostname, query.query_type, query.engine, query.resolver_address, failure,
               query.transaction_id)  # fmt: skip
        query = made.setdefault(key, query)
        query.t = _latest(query.t, row.number("dns_t"))
        if answer is not None:
            query.answers = _with(query.answers or [], _answer(answer, row))
    return list(made.values())


def _answer(text: str, row: Row) -> Answer:
    ip = ip_address(text)
    asn = row.integer("dns_answer_asn")
    if asn is None and ip and ip == ip_address(row.string("ip") or ""):
        asn = row.integer("ip_asn")
    if not ip:
        return Answer(answer_type="CNAME", hostname=text)
    return Answer("AAAA", ipv6=ip, asn=asn) if ":" in ip else Answer("A", ipv4=ip, asn=asn)


def connects(rows: Iterable[Row]) -> list[TcpConnect]:
    """The connects that were made or failed."""
    found: list[TcpConnect] = []
    for row in rows:
        ip, port, failure = row.string("ip"), _port(row), row.string("tcp_failure")
        succeeded = row.flag("tcp_success") is True
        if ip is None or not (succeeded or failure):
            continue
        status = TcpStatus(failure=failure, success=failure is None)
        made = TcpConnect(
            ip, port, status, transaction_id=row.integer("transaction_id"), t=row.number("tcp_t")
        )
        found = _with(found, made)
    return found


def handshakes(rows: Iterable[Row]) -> list[Handshake]:
    """The handshakes, with what each sent and received."""
    found: list[Handshake] = []
    for row in rows:
        if all(row.string(column) is None for column in _HANDSHAKE_COLUMNS):
            continue
        failure, valid = row.string("tls_failure"), row.flag("tls_is_certificate_valid")
        ended: str | UnsetType | None = failure or (None if valid else UNSET)
        made = TlsHandshake(
            address=_address(row, _HTTP_PORT),
            server_name=row.string("tls_server_name") or row.string("hostname"),
            outer_server_name=row.string("tls_outer_server_name"),
            failure=ended,
            no_tls_verify=False if valid is not None else None,
            tls_version=row.string("tls_version"),
            cipher_suite=row.string("tls_cipher_suite"),
            transaction_id=row.integer("transaction_id"),
            t=row.number("tls_t"),
        )
        found = _with(found, Handshake(made, _traffic(row)))
    return found


def _traffic(row: Row) -> tuple[int | None, int | None, int | None, int | None, str | None]:
    return (
        row.integer("tls_handshake_read_count"),
        row.integer("tls_handshake_read_bytes"),
        row.integer("tls_handshake_write_count"),
        row.integer("tls_handshake_write_bytes"),
        row.string("tls_handshake_last_operation"),
    )


def requests(rows: Iterable[Row], start: str | None, *, is_service: bool) -> list[Request]:
    """The requests, the last one first, as the wire has them. `start` is the input."""
    found: list[Request] = []
    for row in rows:
        link = row.string("http_request_url")
        if link is None:
            continue
        failure: str | UnsetType | None = row.string("http_failure")
        if not row.has("http_failure"):
            failure = UNSET
        made = Request(
            request=HttpRequest(link, row.string("http_method")),
            response=_response(row, failed=isinstance(failure, str), is_service=is_service),
            failure=failure,
            network=row.string("http_network"),
            address=_address(row, None),
            transaction_id=row.integer("transaction_id"),
            t=row.number("http_t"),
        )
        found = _with(found, made)
    return sorted(found, key=lambda item: _when(item, start))


def _response(row: Row, *, failed: bool, is_service: bool) -> HttpResponse | UnsetType | None:
    """What a row says of the response; UNSET where it says nothing, None that none came."""
    if not row.has("http_response_status_code"):
        return None if failed and is_service else UNSET
    named = {name: row.string(f"http_response_header_{name}") for name in ("location", "server")}
    return HttpResponse(
        code=row.integer("http_response_status_code"),
        headers={name: value for name, value in named.items() if value is not None},
        body_is_truncated=row.flag("http_response_body_is_truncated"),
    )


def _when(item: Request, start: str | None) -> tuple[bool, float, bool]:
    """The order of the wire: the last first. Without times, the input's own URL came first."""
    link = item.request.url if item.request else None
    return link == start, -(item.t or 0.0), url(link or "").scheme == "http"


def _address(row: Row, not_port: int | None) -> str | None:
    """`ip:port` of a row; None where either is missing, or the port is one that cannot be."""
    ip, port = ip_address(row.string("ip") or ""), _port(row)
    if not ip or port is None or port == not_port:
        return None
    return f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"


def _port(row: Row) -> int | None:
    port = row.integer("port")
    return port if port is not None and 0 <= port <= _LAST_PORT else None


def _latest(known: float | None, found: float | None) -> float | None:
    return found if known is None else known if found is None else max(known, found)


def _with(found: list[Kept], item: Kept) -> list[Kept]:
    """Add a step unless it is there: exports repeat a step for every row that it belongs to."""
    if item not in found:
        found.append(item)
    return found
