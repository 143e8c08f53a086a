"""The `queries` array (df-002), and the DNS side records that web_connectivity 0.5 keeps apart.

Decides the spelling of look-ups in both shapes; the 0.4 shape has no start time, number or tags.
"""

from __future__ import annotations

from base64 import b64encode

from fanous.evaluation.simulator.visit import Answer, Connection, Handshake, Lookup, Visit
from fanous.evaluation.simulator.wire import Json, seconds
from fanous.evaluation.simulator.wire.dns_message import reply_bytes

__all__ = [
    "do53_record",
    "doh_bootstrap",
    "duplicate_responses",
    "legacy_queries",
    "queries",
    "query_row",
    "whoami",
]

_VALUE_KEYS = {"A": "ipv4", "AAAA": "ipv6", "CNAME": "hostname"}
_REPLYING_ENGINES = ("udp", "doh")  # getaddrinfo shows no message
_NO_REPLY = ("generic_timeout_error",)
_QUERY_OVERHEAD_BYTES = 18


def _answer(answer: Answer) -> Json:
    network: Json = {"asn": answer.asn, "as_org_name": answer.as_name} if answer.asn else {}
    value: Json = {_VALUE_KEYS[answer.kind]: answer.value, "ttl": None}
    return {**network, "answer_type": answer.kind, **value}


def _common(lookup: Lookup) -> Json:
    """Keys that both shapes have. No answer is null, never an empty list."""
    common: Json = {
        "answers": [_answer(answer) for answer in lookup.answers] or None,
        "engine": lookup.engine,
        "failure": lookup.failure,
        "hostname": lookup.hostname,
        "query_type": lookup.query_type,
    }
    if lookup.engine in _REPLYING_ENGINES and lookup.failure not in _NO_REPLY:
        common["raw_response"] = b64encode(reply_bytes(lookup)).decode()
    return {
        **common,
        "resolver_hostname": None,
        "resolver_port": None,
        "resolver_address": lookup.resolver,
    }


def query_row(lookup: Lookup) -> Json:
    """One row of `queries` in the 0.5 shape."""
    classic = ["classic"] if lookup.engine == "getaddrinfo" else []
    return {
        **_common(lookup),
        "t0": seconds(lookup.began),
        "t": seconds(lookup.ended),
        "tags": [*classic, f"depth={lookup.depth}"],
        "transaction_id": lookup.number,
    }


def queries(visit: Visit) -> list[Json]:
    """Look-ups in the order they ended."""
    return [query_row(lookup) for lookup in sorted(visit.lookups, key=lambda item: item.ended)]


def legacy_queries(visit: Visit) -> list[Json]:
    """The system resolver's two look-ups, as 0.4 writes them."""
    return [
        {**_common(lookup), "t": seconds(lookup.ended), "tags": None}
        for lookup in visit.system_lookups
    ]


def duplicate_responses(visit: Visit) -> list[Json]:
    """`x_dns_duplicate_responses`: replies that came after a query already had one."""
    return [query_row(lookup) for lookup in visit.late_answers]


def doh_bootstrap(connection: Connection, handshake: Handshake) -> Json:
    """The look-up of the DoH resolver's own name, which `x_doh` keeps."""
    lookup = Lookup(
        engine="getaddrinfo",
        hostname=handshake.server_name,
        query_type="ANY",
        resolver="",
        answers=(Answer("A", connection.address),),
        failure=None,
        began=0.0,
        ended=connection.began,
        depth=0,
        number=connection.number,
    )
    return {**query_row(lookup), "tags": ["depth=0"]}


def do53_record(visit: Visit) -> Json:
    """`x_do53`: the network events of the UDP look-ups."""
    events: list[Json] = []
    for lookup in (item for item in visit.lookups if item.engine == "udp"):
        asked = len(lookup.hostname) + _QUERY_OVERHEAD_BYTES
        events.append(_udp_event(lookup, "write", asked, lookup.began))
        if lookup.failure not in _NO_REPLY:
            events.append(_udp_event(lookup, "read", len(reply_bytes(lookup)), lookup.ended))
    return {"network_events": events, "queries": []}


def _udp_event(lookup: Lookup, operation: str, num_bytes: int, moment: float) -> Json:
    return {
        "address": lookup.resolver,
        "failure": None,
        "num_bytes": num_bytes,
        "operation": operation,
        "proto": "udp",
        "t0": seconds(lookup.began),
        "t": seconds(moment),
        "transaction_id": lookup.number,
        "tags": [f"depth={lookup.depth}"],
    }


def whoami(visit: Visit) -> Json:
    """`x_dns_whoami`: the address each resolver asks from."""
    resolvers = dict.fromkeys(item.resolver for item in visit.lookups if item.engine == "udp")
    system = visit.session.probe.resolver_address
    return {
        "system_v4": [{"address": system}],
        "udp_v4": {name: [{"address": name.rpartition(":")[0]}] for name in resolvers},
    }
