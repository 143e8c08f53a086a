"""A visit from beginning to end: resolve, ask the helper, connect, fetch, follow one redirect.

Decides the order of steps and which connection carries the request, as web_connectivity does.
Leaves each step to its own module, and what the scenario did to the visit to `effects`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from fanous.evaluation.simulator.connections import Try, connect
from fanous.evaluation.simulator.effects import effects_of
from fanous.evaluation.simulator.helper import ask_helper
from fanous.evaluation.simulator.pages import page_headers, redirect_headers
from fanous.evaluation.simulator.resolution import Resolution, resolve
from fanous.evaluation.simulator.scenario import Effect, is_forged_bogon
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.visit import (
    Connection,
    ControlView,
    Exchange,
    Handshake,
    Visit,
)

__all__ = ["Encounter", "encounter"]

_FIRST_QUERY_AT_SECONDS = 0.0008
_FETCH_SECONDS = (0.05, 0.4)
_TIMEOUT_SECONDS = (10.0, 10.02)
_HELPER_SECONDS = (0.4, 1.6)
_DOH_CONNECT_SECONDS = 0.022
_HELPER_FAILURES = ("connection_reset", "generic_timeout_error")
_HELPERS = 4


@dataclass(frozen=True, slots=True)
class Encounter:
    """A visit, and what the scenario did to it."""

    visit: Visit
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class _Hop:
    """One URL on the way, the addresses to try for it, and when that may begin."""

    url: str
    referer: str
    depth: int
    system: tuple[str, ...]
    others: tuple[str, ...]
    began: float


def encounter(scene: Scene) -> Encounter:
    """Let one probe measure one site."""
    resolution = resolve(scene, depth=0, began=_FIRST_QUERY_AT_SECONDS)
    control = _control(scene, resolution)
    hop = _first_hop(scene, resolution, control)
    connections = _fetch(scene, hop)
    lookups = resolution.lookups
    location = _location(connections)
    if location:
        again = resolve(scene, depth=1, began=_responded(connections))
        lookups += () if scene.session.client.legacy else again.lookups
        next_hop = _next_hop(again, url=location, referer=hop.url)
        connections += _fetch(scene, next_hop)
    visit = _visit(scene, replace(resolution, lookups=lookups), connections, control)
    return Encounter(visit, effects_of(scene, visit))


def _control(scene: Scene, resolution: Resolution) -> ControlView | None:
    if scene.helper_unreachable:
        return None
    return ask_helper(scene, probe_addresses=_addresses(resolution))


def _addresses(resolution: Resolution) -> tuple[str, ...]:
    """Every address that any engine gave, in order of appearance."""
    found = [address for item in resolution.lookups for address in item.addresses]
    return tuple(dict.fromkeys(found))


def _system_addresses(resolution: Resolution) -> tuple[str, ...]:
    system = [item for item in resolution.lookups if item.engine in ("getaddrinfo", "system")]
    return tuple(dict.fromkeys(address for item in system for address in item.addresses))


def _first_hop(scene: Scene, resolution: Resolution, control: ControlView | None) -> _Hop:
    """The new client also tries the helper's addresses and skips bogons; the old did neither."""
    system = _system_addresses(resolution)
    if scene.session.client.legacy:
        return _Hop(scene.site.wire_url, "", 0, system, (), resolution.ended)
    known = (*_addresses(resolution), *(control.addresses if control else ()))
    usable = [address for address in dict.fromkeys(known) if not is_forged_bogon(address)]
    return _Hop(
        url=scene.site.wire_url,
        referer="",
        depth=0,
        system=tuple(address for address in usable if address in system),
        others=tuple(address for address in usable if address not in system),
        began=resolution.ended,
    )


def _next_hop(resolution: Resolution, *, url: str, referer: str) -> _Hop:
    system = _system_addresses(resolution)
    others = tuple(address for address in _addresses(resolution) if address not in system)
    return _Hop(url, referer, 1, system, others, resolution.ended)


def _tries(scene: Scene, hop: _Hop) -> list[Try]:
    """The hop's own port with a request; for cleartext inputs also TLS on 443 without one."""
    addresses = [(address, True) for address in hop.system]
    addresses += [(address, False) for address in hop.others]
    if urlsplit(hop.url).scheme == "https":
        return [Try(address, 443, classic, True) for address, classic in addresses]
    tries = [Try(address, 80, classic, True) for address, classic in addresses]
    if scene.session.client.legacy:
        return tries
    return tries + [Try(address, 443, classic, False) for address, classic in addresses]


def _fetch(scene: Scene, hop: _Hop) -> tuple[Connection, ...]:
    """Try every endpoint; the first that is ready carries the request."""
    connections = [
        connect(scene, attempt, depth=hop.depth, began=hop.began) for attempt in _tries(scene, hop)
    ]
    ready = [item for item in connections if item.works and item.fetch_body]
    if not ready:
        return tuple(connections)
    winner = min(ready, key=lambda item: (not item.classic, item.ready_at))
    carrying = replace(winner, exchange=_exchange(scene, hop, began=winner.ready_at))
    return tuple(carrying if item is winner else item for item in connections)


def _exchange(scene: Scene, hop: _Hop, *, began: float) -> Exchange:
    """The request and whichever page answers it: the site's, a redirect, or a block page."""
    site, moment = scene.site, scene.started
    is_cleartext = urlsplit(hop.url).scheme == "http"
    status, body = 200, scene.world.page(site.host)
    if is_cleartext and scene.meets("http.blockpage"):
        body = scene.world.scenario.block_page
        headers = {"Content-Type": "text/html", "Content-Length": str(len(body)), "Server": "nginx"}
    elif is_cleartext and site.redirects_to:
        status, body = 301, ""
        headers = redirect_headers(site.redirects_to, moment=moment)
    else:
        headers = page_headers(body, moment=moment, server="example-server")
    if scene.session.probe.address != "127.0.0.1":
        headers = {**headers, "X-Client-Ip": scene.session.probe.address}
    if scene.meets("http.timeout"):
        ended = began + scene.duration(*_TIMEOUT_SECONDS)
        return Exchange(hop.url, hop.referer, 0, {}, "", began, ended, "generic_timeout_error")
    ended = began + scene.duration(*_FETCH_SECONDS)
    return Exchange(hop.url, hop.referer, status, headers, body, began, ended)


def _location(connections: tuple[Connection, ...]) -> str:
    """Where the first hop's response points, or nowhere."""
    exchanges = [item.exchange for item in connections if item.exchange]
    return exchanges[0].headers.get("Location", "") if exchanges else ""


def _responded(connections: tuple[Connection, ...]) -> float:
    """When the response came; slower endpoints of the same hop may still be timing out."""
    return max(item.exchange.ended for item in connections if item.exchange)


def _ended(connections: tuple[Connection, ...]) -> float:
    return max(item.exchange.ended if item.exchange else item.ready_at for item in connections)


def _visit(
    scene: Scene,
    resolution: Resolution,
    connections: tuple[Connection, ...],
    control: ControlView | None,
) -> Visit:
    steps_ended = max((resolution.ended, *([_ended(connections)] if connections else [])))
    runtime = round(steps_ended + scene.duration(*_HELPER_SECONDS), 6)
    return Visit(
        session=scene.session,
        url=scene.site.url,
        wire_url=scene.site.wire_url,
        hostname=scene.site.host,
        started=scene.started,
        runtime=runtime,
        lookups=resolution.lookups,
        late_answers=resolution.late,
        connections=connections,
        control=control,
        control_failure=None if control else scene.rng.choice(_HELPER_FAILURES),
        helper_url=f"https://{scene.rng.randrange(_HELPERS)}.th.helper.example",
        uid=_uid(scene, runtime),
        doh_connection=_doh_connection(scene, resolution),
    )


def _doh_connection(scene: Scene, resolution: Resolution) -> Connection | None:
    """The connection the DoH look-ups went over; nobody interferes with it in this world."""
    lookup = next((item for item in resolution.lookups if item.engine == "doh"), None)
    if lookup is None:
        return None
    resolver, began = scene.world.scenario.resolver, lookup.began
    connected, shaken = began + _DOH_CONNECT_SECONDS, began + 2 * _DOH_CONNECT_SECONDS
    chain = scene.world.chain(resolver.hostname)
    return Connection(
        address=resolver.address,
        port=443,
        failure=None,
        began=began,
        ended=connected,
        depth=0,
        number=lookup.number,
        classic=False,
        fetch_body=False,
        handshake=Handshake(resolver.hostname, None, chain, connected, shaken),
    )


def _uid(scene: Scene, runtime: float) -> str | None:
    """The collector's name for the measurement; some archives lack it."""
    rng, probe = scene.rng, scene.session.probe
    received = scene.started + timedelta(seconds=runtime + rng.uniform(0.2, 2.0))
    token = f"{rng.getrandbits(64):016x}"
    if rng.random() < scene.world.scenario.missing_uid_share:
        return None
    return f"{received:%Y%m%d%H%M%S.%f}_{probe.cc}_webconnectivity_{token}"
