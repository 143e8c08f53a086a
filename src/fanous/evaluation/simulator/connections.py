"""What connecting to an address gives: TCP, then TLS where the port asks for it.

Decides the outcome of each endpoint from the scene: a forged address refuses, a site that is down
lets everything time out, broken IPv6 fails on the probe itself, interference with an address stops
the connect, and interference with a name comes after the ClientHello. Leaves which addresses to
try, and the request, to `encounter`.
"""

from __future__ import annotations

from dataclasses import dataclass

from fanous.evaluation.simulator.scenario import is_forged_bogon
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.visit import Connection, Handshake

__all__ = ["Try", "connect"]

_CONNECT_SECONDS = (0.02, 0.16)
_HANDSHAKE_SECONDS = (0.04, 0.25)
_LOCAL_FAILURE_SECONDS = (0.0002, 0.0006)
_TIMEOUT_SECONDS = (10.0, 10.02)
_RESET_SECONDS = (0.015, 0.06)
_HANDSHAKE_FAILURES = {
    "tls.reset": ("connection_reset", _RESET_SECONDS),
    "tls.eof": ("eof_error", _RESET_SECONDS),
    "tls.timeout": ("generic_timeout_error", _TIMEOUT_SECONDS),
}


@dataclass(frozen=True, slots=True)
class Try:
    """An endpoint to try. `classic` marks an address the system resolver gave."""

    address: str
    port: int
    classic: bool
    fetch_body: bool


def connect(scene: Scene, attempt: Try, *, depth: int, began: float) -> Connection:
    """Connect to one endpoint and shake hands if it is a TLS port."""
    failure, seconds = _connect_outcome(scene, attempt)
    ended = began + scene.duration(*seconds)
    shakes_hands = failure is None and attempt.port == 443
    return Connection(
        address=attempt.address,
        port=attempt.port,
        failure=failure,
        began=began,
        ended=ended,
        depth=depth,
        number=scene.numbers.of_port(attempt.port),
        classic=attempt.classic,
        fetch_body=attempt.fetch_body,
        handshake=_handshake(scene, ended) if shakes_hands else None,
    )


def _connect_outcome(scene: Scene, attempt: Try) -> tuple[str | None, tuple[float, float]]:
    address = attempt.address
    if ":" in address and scene.session.ipv6_failure:
        failure = scene.session.ipv6_failure
        is_local = failure != "generic_timeout_error"
        return failure, _LOCAL_FAILURE_SECONDS if is_local else _TIMEOUT_SECONDS
    if is_forged_bogon(address):
        return "generic_timeout_error", _TIMEOUT_SECONDS
    if address not in scene.site.addresses:
        return "connection_refused", _CONNECT_SECONDS
    if scene.is_down or scene.meets("tcp.timeout"):
        return "generic_timeout_error", _TIMEOUT_SECONDS
    if scene.meets("tcp.reset"):
        return "connection_reset", _RESET_SECONDS
    if attempt.port == 443 and not scene.site.serves_https:
        return "connection_refused", _CONNECT_SECONDS
    return None, _CONNECT_SECONDS


def _handshake(scene: Scene, began: float) -> Handshake:
    host = scene.site.host
    for mechanism, (failure, seconds) in _HANDSHAKE_FAILURES.items():
        if scene.meets(mechanism):
            return Handshake(host, failure, (), began, began + scene.duration(*seconds))
    ended = began + scene.duration(*_HANDSHAKE_SECONDS)
    return Handshake(host, None, scene.world.chain(host), began, ended)
