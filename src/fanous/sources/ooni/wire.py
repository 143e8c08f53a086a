"""The wire as typed structs: only the fields that observations need (OONI df-000 … df-008).

Decides what is read and what type it must have; a field left out here is explicitly ignored, and
`IGNORED_KEYS` names those that are known. Integers are bounded to 64 bits: JSON carries 2**70, the
tables can't. Values that don't fit go to `lenient`, never to silence.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Raw, Struct, UnsetType

__all__ = [
    "IGNORED_KEYS",
    "Answer",
    "Binary",
    "Certificate",
    "Common",
    "Control",
    "Envelope",
    "Evidence",
    "Failure",
    "MaybeBinary",
    "NetworkEvent",
    "Query",
    "Request",
    "TcpConnect",
    "TlsHandshake",
    "WebConnectivity",
    "WebConnectivityKeys",
]

Int = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
# Old data write false for "no failure". Where only `failure` tells how a step ended, a missing one
# is UNSET: what is not said is no success.
Failure = str | bool | None


class Binary(Struct, gc=False):
    """Bytes that are not text: `format` is always base64."""

    data: str
    format: str = "base64"


MaybeBinary = str | Binary | None
Headers = dict[str, MaybeBinary] | None


class Answer(Struct, gc=False):
    answer_type: str | None = None
    ipv4: str | None = None
    ipv6: str | None = None
    hostname: str | None = None
    asn: Int | None = None


class Query(Struct, gc=False):
    hostname: str | None = None
    query_type: str | None = None
    engine: str | None = None
    resolver_address: str | None = None
    failure: Failure = None
    rcode: Int | None = None
    answers: list[Answer] | None = None
    tags: tuple[str, ...] | None = None
    transaction_id: Int | None = None
    t0: float | None = None
    t: float | None = None


class TcpStatus(Struct, gc=False):
    failure: Failure = None
    success: bool | None = None


class TcpConnect(Struct, gc=False):
    ip: str | None = None
    port: Int | None = None
    status: TcpStatus | None = None
    tags: tuple[str, ...] | None = None
    transaction_id: Int | None = None
    t0: float | None = None
    t: float | None = None


class Certificate(Struct, gc=False):
    data: str | None = None
    format: str | None = None


class TlsHandshake(Struct, gc=False):
    network: str | None = None
    address: str | None = None
    server_name: str | None = None
    outer_server_name: str | None = None
    failure: Failure | UnsetType = UNSET
    no_tls_verify: bool | None = None
    tls_version: str | None = None
    cipher_suite: str | None = None
    negotiated_protocol: str | None = None
    peer_certificates: list[Certificate] | None = None
    tags: tuple[str, ...] | None = None
    transaction_id: Int | None = None
    t0: float | None = None
    t: float | None = None


class HttpRequest(Struct, gc=False):
    url: str | None = None
    method: str | None = None


class HttpResponse(Struct, gc=False):
    code: Int | None = None
    headers: Headers = None
    body: MaybeBinary | UnsetType = UNSET  # null says that none came; missing says nothing
    body_is_truncated: bool | None = None


class Request(Struct, gc=False):
    request: HttpRequest | None = None
    response: HttpResponse | UnsetType | None = UNSET
    failure: Failure | UnsetType = UNSET
    network: str | None = None
    address: str | None = None
    tags: tuple[str, ...] | None = None
    transaction_id: Int | None = None
    t0: float | None = None
    t: float | None = None


class NetworkEvent(Struct, gc=False):
    operation: str | None = None
    num_bytes: Int | None = None
    transaction_id: Int | None = None
    t: float | None = None


class ControlTcp(Struct, gc=False):
    status: bool | None = None
    failure: Failure = None


class ControlTls(Struct, gc=False):
    server_name: str | None = None
    status: bool | None = None
    failure: Failure = None


class ControlHttp(Struct, gc=False):
    body_length: Int | None = None
    failure: Failure = None
    title: str | None = None
    headers: Headers = None
    status_code: Int | None = None


class ControlDns(Struct, gc=False):
    failure: Failure | UnsetType = UNSET
    addrs: list[str] | None = None


class IpInfo(Struct, gc=False):
    asn: Int | None = None
    flags: Int | None = None


class Control(Struct, gc=False):
    tcp_connect: dict[str, ControlTcp] | None = None
    tls_handshake: dict[str, ControlTls] | None = None
    http_request: ControlHttp | None = None
    dns: ControlDns | None = None
    ip_info: dict[str, IpInfo] | None = None


class Evidence(Struct, gc=False):
    """The arrays that tests share; a test's own keys derive from it."""

    queries: list[Query] | None = None
    tcp_connect: list[TcpConnect] | None = None
    tls_handshakes: list[TlsHandshake] | None = None
    requests: list[Request] | None = None
    network_events: list[NetworkEvent] | None = None


class WebConnectivityKeys(Evidence, gc=False):
    control: Control | None = None
    control_failure: Failure = None
    http_experiment_failure: Failure = None
    blocking: str | bool | None = None


class Common(Struct, gc=False):
    """The envelope without the test's keys; a test's message derives from it."""

    test_name: str | None = None
    test_version: str | None = None
    input: str | None = None
    measurement_uid: str | None = None
    measurement_start_time: str | None = None
    test_start_time: str | None = None
    probe_cc: str | None = None
    probe_asn: str | None = None
    probe_network_name: str | None = None
    probe_ip: str | None = None
    probe_id: str | None = None
    report_id: str | None = None
    resolver_asn: str | None = None
    resolver_ip: str | None = None
    software_name: str | None = None
    software_version: str | None = None
    test_runtime: float | None = None
    annotations: dict[str, object] | None = None
    test_helpers: dict[str, object] | None = None


class Envelope(Common, gc=False):
    """A measurement of any test; its keys are left as bytes."""

    test_keys: Raw = Raw(b"null")


class WebConnectivity(Common, gc=False):
    """A web_connectivity measurement, all versions."""

    test_keys: WebConnectivityKeys | None = None


# Known and left out on purpose. What is in neither place is a leftover: the audit reports it.
IGNORED_KEYS = frozenset(
    """
    backend_version bucket_date data_format_version extensions id input_hashes options probe_city
    report_filename resolver_network_name
    test_keys.accessible test_keys.agent test_keys.body_length_match test_keys.body_proportion
    test_keys.client_resolver test_keys.dns_consistency test_keys.dns_experiment_failure
    test_keys.headers_match test_keys.retries
    test_keys.socksproxy test_keys.status_code_match test_keys.title_match
    """.split()
)
