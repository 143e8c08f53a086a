"""What one probe met when it measured one URL, before anything is written down.

Decides the nouns between the world and the wire: a visit holds look-ups, connections and what the
helper met, in seconds since the visit began. `encounter` makes them from a scenario; the benchmark
corpus makes them from nothing. Leaves the OONI spelling to `wire`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

__all__ = [
    "Answer",
    "Client",
    "Connection",
    "ControlView",
    "Exchange",
    "Handshake",
    "Lookup",
    "ProbeIdentity",
    "Session",
    "Visit",
    "endpoint_text",
]


def endpoint_text(address: str, port: int) -> str:
    """`192.0.2.1:443` or `[2001:db8::1]:443`."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


@dataclass(frozen=True, slots=True)
class Client:
    """The measuring software. `legacy` writes the web_connectivity 0.4 shape."""

    test_version: str
    engine_version: str
    platform: str
    architecture: str
    software_version: str = "1.0.0"

    @property
    def legacy(self) -> bool:
        return self.test_version.startswith("0.4")


@dataclass(frozen=True, slots=True)
class ProbeIdentity:
    """Where a probe sits. An `address` other than loopback is one that leaked into the record.

    Without a `probe_id` the record has none, as in data before there were any.
    """

    cc: str
    asn: int
    network_name: str
    network_type: str
    resolver_asn: int
    resolver_address: str
    resolver_network_name: str
    address: str = "127.0.0.1"
    probe_id: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one probe over several inputs: what a report_id names."""

    probe: ProbeIdentity
    client: Client
    started: datetime
    report_token: str
    ipv6_failure: str | None = None

    def report_id(self, test_name: str = "webconnectivity") -> str:
        moment = self.started.strftime("%Y%m%dT%H%M%SZ")
        probe = self.probe
        return f"{moment}_{test_name}_{probe.cc}_{probe.asn}_n1_{self.report_token}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One record of a DNS answer; `kind` is A, AAAA or CNAME. An unknown network has asn 0."""

    kind: str
    value: str
    asn: int = 0
    as_name: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One query, or getaddrinfo's pseudo-query ANY. `number` is the transaction id."""

    engine: str
    hostname: str
    query_type: str
    resolver: str
    answers: tuple[Answer, ...]
    failure: str | None
    began: float
    ended: float
    depth: int
    number: int

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(answer.value for answer in self.answers if answer.kind != "CNAME")


@dataclass(frozen=True, slots=True)
class Handshake:
    """A TLS handshake; `chain` is DER, leaf first, as far as it was received."""

    server_name: str
    failure: str | None
    chain: tuple[bytes, ...]
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class Exchange:
    """An HTTP request and what came back. Status 0 means nothing did."""

    url: str
    referer: str
    status: int
    headers: Mapping[str, str]
    body: str
    began: float
    ended: float
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """One endpoint tried. `classic` marks an address the system resolver gave."""

    address: str
    port: int
    failure: str | None
    began: float
    ended: float
    depth: int
    number: int
    classic: bool
    fetch_body: bool
    handshake: Handshake | None = None
    exchange: Exchange | None = None

    @property
    def endpoint(self) -> str:
        return endpoint_text(self.address, self.port)

    @property
    def ready_at(self) -> float:
        return self.handshake.ended if self.handshake else self.ended

    @property
    def works(self) -> bool:
        """Connected and, where TLS was tried, shaken hands."""
        return self.failure is None and (self.handshake is None or self.handshake.failure is None)


@dataclass(frozen=True, slots=True)
class ControlView:
    """What the helper met. Failures are spelt in the helper's own dialect (`wire.control`)."""

    addresses: tuple[str, ...]
    connects: Mapping[str, str | None]
    handshakes: Mapping[str, str | None]
    server_name: str
    status: int
    title: str
    headers: Mapping[str, str]
    body_length: int
    http_failure: str | None
    address_info: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One measurement of one URL.

    `late_answers` are second replies to a query: a forger's trace. `doh_connection` is how the DoH
    resolver was reached, which says nothing of the URL.
    """

    session: Session
    url: str
    wire_url: str
    hostname: str
    started: datetime
    runtime: float
    lookups: tuple[Lookup, ...]
    late_answers: tuple[Lookup, ...]
    connections: tuple[Connection, ...]
    control: ControlView | None
    control_failure: str | None
    helper_url: str
    uid: str | None
    doh_connection: Connection | None = None

    @property
    def system_lookups(self) -> tuple[Lookup, ...]:
        """What the system resolver said of the input's own name."""
        engines = ("getaddrinfo", "system")
        return tuple(item for item in self.lookups if item.engine in engines and item.depth == 0)

    @property
    def exchanges(self) -> tuple[tuple[Connection, Exchange], ...]:
        """Connections that carried a request, first hop first."""
        found = [(item, item.exchange) for item in self.connections if item.exchange]
        return tuple(sorted(found, key=lambda pair: pair[1].began))
