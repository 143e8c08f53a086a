"""tor (OONI ts-023), all versions: Tor's directory authorities, and bridges.

Decides how `targets`, each with arrays of its own, becomes rows of the same tables:

- All rows of one target share a `transaction_id`: its place among the targets, from 1. (The probe's
  own ids begin anew with each target, or are missing.)
- An obfs4 handshake is a row of `tls` whose `network` is `obfs4`: it is made once the connect
  succeeded, and its failure is the target's. No certificate, no name.
- OR ports are handshaken with without checking a certificate: relays make their own.
- The names of directory ports' URLs are addresses.

A bridge that its source keeps private must not be given away. A target is private if it names a
source, or does not say its own address (probes write `[scrubbed]`). Of a private target only this
is stored: that it was tried, with which result, and when. No address, port, name, URL, header,
body, certificate or text of a failure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType

from fanous.model.names import endpoint
from fanous.sources.base import Context, Opinion, Parsed, Steps
from fanous.sources.ooni.evidence import Basis, append_evidence
from fanous.sources.ooni.failures import normalise
from fanous.sources.ooni.scrub import SCRUBBED, Scrubber
from fanous.sources.ooni.service import COMMON_IGNORED, in_words
from fanous.sources.ooni.wire import (
    Common,
    Evidence,
    Failure,
    HttpResponse,
    Int,
    NetworkEvent,
    Query,
    Request,
    TcpConnect,
    TlsHandshake,
)

__all__ = ["Tor", "TorTest"]

_MAX_TARGETS = 2_000  # an honest record has about forty
_OBFS4 = "obfs4"
_IN_TARGETS = "test_keys.targets"
Step = TypeVar("Step", Query, TcpConnect, TlsHandshake, Request, NetworkEvent)
_COUNTERS = tuple(
    f"{kind}_{what}"
    for kind in ("or_port_dirauth", "dir_port", "or_port", "obfs4")
    for what in ("accessible", "total")
)


class Ending(Struct, gc=False):
    """How one step of reaching a target ended."""

    failure: Failure | UnsetType = UNSET


class Target(Evidence, gc=False):
    """One target, with the arrays of what was tried of it."""

    failure: Failure | UnsetType = UNSET
    summary: dict[str, Ending | None] | None = None
    target_address: str | None = None
    target_protocol: str | None = None
    target_source: str | None = None


class TorKeys(Struct, gc=False):
    targets: dict[str, Target | None] | list[Target | None] | None = None
    or_port_dirauth_accessible: Int | None = None
    or_port_dirauth_total: Int | None = None
    dir_port_accessible: Int | None = None
    dir_port_total: Int | None = None
    or_port_accessible: Int | None = None
    or_port_total: Int | None = None
    obfs4_accessible: Int | None = None
    obfs4_total: Int | None = None


class Tor(Common, gc=False):
    """A tor measurement, all versions."""

    test_keys: TorKeys | None = None


class TorTest:
    """The parser of tor."""

    test_name = "tor"
    struct = Tor
    ignored = COMMON_IGNORED

    def observe(self, message: Tor, parsed: Parsed, context: Context, scrubber: Scrubber) -> Steps:
        """Append observation rows of all targets; null keys give none."""
        parsed.notes[:] = dict.fromkeys(map(_without_values, parsed.notes))
        targets = _targets(message.test_keys, parsed)
        basis = Basis(parsed.record, parsed.probe_cc, untagged=True, chained=False)
        return append_evidence(_together(targets), basis, parsed, context, scrubber)

    def opinion(self, message: Tor) -> Opinion:
        """How many targets of each kind the test calls accessible."""
        keys = message.test_keys
        return Opinion(in_words((name, getattr(keys, name, None)) for name in _COUNTERS))


def _targets(keys: TorKeys | None, parsed: Parsed) -> list[Target]:
    """The targets in the order of the record, a map's or a list's; bounded."""
    targets = keys.targets if keys else None
    held: Iterable[Target | None] = targets.values() if isinstance(targets, dict) else targets or ()
    found = [target for target in held if target is not None]
    if len(found) > _MAX_TARGETS:
        note = f"{_IN_TARGETS}: {len(found)} entries, the first {_MAX_TARGETS} were read"
        parsed.notes.append(note)
    return found[:_MAX_TARGETS]


def _without_values(note: str) -> str:
    """A note of a bent field, without what a target's field held or where it was: it may tell."""
    return f"{_IN_TARGETS}: fields of a wrong type" if note.startswith(_IN_TARGETS) else note


def _is_private(target: Target) -> bool:
    """Whether its address must not be known."""
    return bool(target.target_source) or endpoint(target.target_address or "").port is None


def _together(targets: list[Target]) -> Evidence:
    """The arrays of all targets as those of one record, each target's tied by its number."""
    queries: list[Query] = []
    connects: list[TcpConnect] = []
    handshakes: list[TlsHandshake] = []
    requests: list[Request] = []
    events: list[NetworkEvent] = []
    for number, target in enumerate(targets, 1):
        shown = _hidden(target) if _is_private(target) else _completed(target)
        queries += _tied(shown.queries, number)
        connects += _tied(shown.tcp_connect, number)
        handshakes += _tied(shown.tls_handshakes, number)
        requests += _tied(shown.requests, number)
        events += _tied(shown.network_events, number)
    return Evidence(queries, connects, handshakes, requests, events)


def _tied(items: list[Step] | None, number: int) -> list[Step]:
    """Steps with the number of their target as what ties them together."""
    for item in items or ():
        item.transaction_id = number
    return items or []


def _completed(target: Target) -> Evidence:
    """A public target: what names no address was done at its own."""
    handshakes = [*(target.tls_handshakes or ()), *_obfs4_handshake(target)]
    for handshake in handshakes:
        handshake.network = handshake.network or "tcp"
        handshake.address = handshake.address or target.target_address
    for request in target.requests or ():
        request.address = request.address or target.target_address
    return Evidence(
        target.queries, target.tcp_connect, handshakes, target.requests, target.network_events
    )


def _hidden(target: Target) -> Evidence:
    """A private target: that it was tried, and how each step ended."""
    handshakes = [*(target.tls_handshakes or ()), *_obfs4_handshake(target)]
    return Evidence(
        None,
        [_hidden_connect(item) for item in target.tcp_connect or ()],
        [_hidden_handshake(item) for item in handshakes],
        [_hidden_request(item) for item in target.requests or ()],
        target.network_events,
    )


def _obfs4_handshake(target: Target) -> list[TlsHandshake]:
    """The handshake of a bridge as a handshake row; none was made where the connect failed."""
    connects = target.tcp_connect or ()
    connected = next((item for item in connects if item.status and item.status.success), None)
    if target.target_protocol != _OBFS4 or connected is None:
        return []
    step = (target.summary or {}).get("handshake")
    failure = target.failure if step is None else step.failure
    return [TlsHandshake(network=_OBFS4, failure=failure, t0=connected.t)]


def _hidden_connect(item: TcpConnect) -> TcpConnect:
    """That a connect was tried, and how it ended. Texts of failures may hold the address."""
    if item.status is not None:
        item.status.failure = normalise(item.status.failure)
    return TcpConnect(ip=SCRUBBED, status=item.status, t0=item.t0, t=item.t)


def _hidden_handshake(item: TlsHandshake) -> TlsHandshake:
    """That a handshake was tried, and how it ended."""
    failure = item.failure if item.failure is UNSET else normalise(item.failure)
    return TlsHandshake(network=item.network, failure=failure, t0=item.t0, t=item.t)


def _hidden_request(item: Request) -> Request:
    """That a request was made, and how it ended."""
    response = item.response
    if isinstance(response, HttpResponse):
        response = HttpResponse(code=response.code, body=None if response.body is None else UNSET)
    failure = item.failure if item.failure is UNSET else normalise(item.failure)
    return Request(response=response, failure=failure, network=item.network, t0=item.t0, t=item.t)
