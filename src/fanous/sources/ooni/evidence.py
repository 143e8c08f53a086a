"""The arrays that tests share (df-001, -002, -005, -006, -008) as observations: tried, happened.

Decides which fields of queries, connects, handshakes and requests become observations, and in what
spelling. Says nothing of blocking. Which arrays a record has, and what its version implies, is its
nettest's.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType

from fanous.model.names import address_family, endpoint, host, hostname, ip_address, url
from fanous.reference.load import Reference
from fanous.sources.base import Context, Parsed, Row, Steps
from fanous.sources.ooni.bodies import Page, read_page
from fanous.sources.ooni.chain import depths
from fanous.sources.ooni.failures import normalise
from fanous.sources.ooni.places import place_of
from fanous.sources.ooni.scrub import Scrubber, json_text
from fanous.sources.ooni.traffic import by_transaction, traffic_of
from fanous.sources.ooni.transport import Connected, connected, network_of, only_address
from fanous.sources.ooni.wire import (
    Answer,
    Evidence,
    Failure,
    NetworkEvent,
    Query,
    Request,
    TcpConnect,
    TlsHandshake,
)

__all__ = ["Basis", "append_evidence"]

T = TypeVar("T")

_MAX_ROWS = 2_000  # of one array: an honest record has under 200; a forged one must not fill memory
_NO_FAILURE = (None, None)
_NO_ADDRESS = (None, None, 0)
_SUCCEEDED = (True, None, None)
_UNSAID = (None, None, None)


class Basis(Struct, frozen=True, gc=False):
    """What every row of one record begins with, and what its test and version imply."""

    record: int
    probe_cc: str
    untagged: bool  # before 0.5 every connection is part of reaching the site, and carries no tags
    chained: bool  # all of it reaches for one site, and its requests are one chain of redirects
    input: str | None = None  # where a chain begins


def append_evidence(
    keys: Evidence, basis: Basis, parsed: Parsed, context: Context, scrubber: Scrubber
) -> Steps:
    """Append the rows of the arrays that tests share (df-001, -002, -005, -006, -008), a table a
    step."""
    rows = parsed.rows
    rows["dns"] = _dns_rows(basis, _bounded(keys.queries, "queries", parsed), context)
    yield
    tcp = _bounded(keys.tcp_connect, "tcp_connect", parsed)
    rows["tcp"] = _tcp_rows(basis, tcp)
    yield
    events = by_transaction(keys.network_events)
    yield
    only = only_address(tcp) if basis.chained else None
    handshakes = _bounded(keys.tls_handshakes, "tls_handshakes", parsed)
    made = connected(tcp) if [item for item in handshakes if not item.network] else frozenset()
    rows["tls"] = [
        _tls_row(basis, number, item, context, events, only, made)
        for number, item in enumerate(handshakes)
    ]
    yield
    requests = _bounded(keys.requests, "requests", parsed)
    reached = depths(requests, basis.input) if basis.chained else [None] * len(requests)
    known = context.reference.http
    pages = [read_page(item.response or None, scrubber, known, basis.probe_cc) for item in requests]
    yield
    rows["http"] = [
        _http_row(basis, number, reached[number], item, page, events)
        for number, (item, page) in enumerate(zip(requests, pages, strict=True))
    ]


def _bounded(items: list[T] | None, name: str, parsed: Parsed) -> list[T]:
    """An array, or as much of it as is believable; the cut is noted."""
    if not items:
        return []
    if len(items) <= _MAX_ROWS:
        return items
    parsed.notes.append(f"test_keys.{name}: {len(items)} entries, the first {_MAX_ROWS} were read")
    return items[:_MAX_ROWS]


def _failure(written: Failure) -> tuple[str | None, str | None]:
    """A failure's normal name, and the failure as written where the name says less."""
    normal = normalise(written)
    return normal, None if written == normal else str(written)[:300]


def _ended(written: Failure | UnsetType) -> tuple[bool | None, str | None, str | None]:
    """Success (None where the record doesn't say), the failure's normal name, and as written."""
    if written is UNSET:
        return _UNSAID
    return (False, *_failure(written)) if written else _SUCCEEDED


def _dns_rows(basis: Basis, queries: list[Query], context: Context) -> list[Row]:
    """What is equal to the query before is not read again: a record asks about one name, with the
    same tags, and resolvers mostly agree."""
    if not queries:
        return []
    record, probe_cc, reference = basis.record, basis.probe_cc, context.reference
    none_answered: Row = ([], [], [], [], *reference.dns.match([], [], probe_cc))
    rows: list[Row] = []
    name, normal, original_name = "", "", None
    tags, (_, classic, depth) = None, place_of(None, basis.untagged)
    before: list[Answer] = []
    answered: Row = none_answered
    for number, query in enumerate(queries):
        if (query.hostname or "") != name:
            name = query.hostname or ""
            normal = host(name)
            original_name = name if name != normal else None
        if query.tags != tags:
            tags = query.tags
            _, classic, depth = place_of(tags, basis.untagged)
        if (given := query.answers) and given != before:
            before, answered = given, _answered(given, reference, probe_cc)
        addresses, asns, bogons, cnames, fingerprints, kind = answered if given else none_answered
        failure, original = _failure(query.failure) if query.failure else _NO_FAILURE
        rows.append(
            (
                record,
                number,
                normal,
                original_name,
                query.query_type,
                query.engine or "unknown",
                query.resolver_address or "",
                failure,
                original,
                query.rcode,
                addresses,
                asns,
                bogons,
                cnames,
                fingerprints,
                kind,
                classic,
                depth,
                query.transaction_id,
                query.t0,
                query.t,
            )
        )
    return rows


def _answered(answers: list[Answer], reference: Reference, probe_cc: str) -> Row:
    """Addresses, their AS numbers, whether they are bogons, names, and what is known of them."""
    networks = reference.networks
    asn = networks.asn if networks.maps_addresses else None
    addresses: list[str] = []
    asns: list[int] = []
    cnames: list[str] = []
    for answer in answers:
        text = answer.ipv4 or answer.ipv6
        if text and (ip := ip_address(text)):
            addresses.append(ip)
            asns.append(asn(ip) if asn else answer.asn or 0)
        elif answer.hostname:
            cnames.append(hostname(answer.hostname))
    bogons = list(map(networks.is_bogon, addresses))
    fingerprints, kind = reference.dns.match(addresses, cnames, probe_cc)
    return addresses, asns, bogons, cnames, fingerprints, kind


def _tcp_rows(basis: Basis, connects: list[TcpConnect]) -> list[Row]:
    record, rows = basis.record, list[Row]()
    tags, (fetch_body, classic, depth) = None, place_of(None, basis.untagged)
    for number, item in enumerate(connects):
        if item.tags != tags:
            tags = item.tags
            fetch_body, classic, depth = place_of(tags, basis.untagged)
        success, failure, original = None, None, None
        if (status := item.status) is not None:
            success = status.success
            if status.failure:
                failure, original = _failure(status.failure)
                success = False if success is None else success
        ip = host(item.ip or "")
        rows.append(
            (
                record,
                number,
                ip,
                item.port,
                address_family(ip),
                success,
                failure,
                original,
                fetch_body,
                classic,
                depth,
                item.transaction_id,
                item.t0,
                item.t,
            )
        )
    return rows


def _tls_row(
    record: Basis,
    number: int,
    item: TlsHandshake,
    context: Context,
    events: dict[int, list[NetworkEvent]],
    only: str | None,
    made: Connected,
) -> Row:
    address = item.address or only
    at = endpoint(address) if address else None
    ip, port, family = at or _NO_ADDRESS
    name = item.server_name or ""
    normal = host(name)
    success, failure, original = _ended(item.failure)
    traffic = traffic_of(events, item.transaction_id, after=None, until=item.t)
    fetch_body, classic, depth = place_of(item.tags, record.untagged)
    return (
        record.record,
        number,
        network_of(item, at, made),
        ip,
        port,
        family,
        normal,
        name if name != normal else None,
        item.outer_server_name or None,
        success,
        failure,
        original,
        item.no_tls_verify,
        item.tls_version or None,
        item.cipher_suite or None,
        item.negotiated_protocol or None,
        context.certificates.hashes(item.peer_certificates),
        traffic.reads,
        traffic.read_bytes,
        traffic.writes,
        traffic.written_bytes,
        traffic.last_operation,
        fetch_body,
        classic,
        depth,
        item.transaction_id,
        item.t0,
        item.t,
    )


def _http_row(
    record: Basis,
    number: int,
    depth: int | None,
    item: Request,
    page: Page,
    events: dict[int, list[NetworkEvent]],
) -> Row:
    _, classic, tagged_depth = place_of(item.tags, record.untagged)
    wanted = item.request
    address = endpoint(item.address) if item.address else None
    link = url(wanted.url) if wanted and wanted.url else None
    success, failure, original = _ended(item.failure)
    traffic = traffic_of(events, item.transaction_id, after=item.t0, until=None)
    return (
        record.record,
        number,
        wanted.url if wanted else None,
        link.hostname if link else None,
        link.scheme if link else None,
        wanted.method if wanted else None,
        item.network or "tcp",
        address.ip if address else None,
        address.port if address else (link.port if link else None),
        success,
        failure,
        original,
        _status(item, page.headers),
        json_text(page.headers),
        page.headers.get("location"),
        page.title,
        page.length,
        page.sha256,
        item.response.body_is_truncated if item.response else None,
        page.fingerprints,
        page.kind,
        page.spans,
        traffic.reads,
        traffic.read_bytes,
        traffic.last_read_t,
        classic,
        tagged_depth if depth is None else depth,
        item.transaction_id,
        item.t0,
        item.t,
    )


def _status(item: Request, headers: dict[str, str]) -> int | None:
    """The status code; 0 where the record says that no response came, None where it says nothing.

    OONI writes code 0 since 2020. Measurement Kit wrote no code and a null body. A response with
    headers came, whatever else is missing: early telegram tests wrote no code at all.
    """
    response = item.response
    if response is None:
        return 0
    if response is UNSET:
        return None
    is_empty = response.code is None and response.body is None and not headers
    return 0 if is_empty else response.code
