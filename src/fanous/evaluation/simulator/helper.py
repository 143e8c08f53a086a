"""What the test helper meets when it looks at the same site from elsewhere.

Decides the control: its own look-up, its connections to every address the probe named as well as
its own, and its request. It stands outside every measured country, so only outages and closed ports
are its concern. Spells failures as helpers do, which is an older dialect than the probe's.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from fanous.evaluation.simulator.pages import page_headers
from fanous.evaluation.simulator.scenario import is_forged_bogon
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.visit import ControlView, endpoint_text

__all__ = ["ask_helper"]

_RESOLVED_BY_PROBE, _RESOLVED_BY_HELPER, _IS_BOGON, _VALID_FOR_DOMAIN = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class _Endpoints:
    connects: dict[str, str | None]
    handshakes: dict[str, str | None]


def ask_helper(scene: Scene, *, probe_addresses: tuple[str, ...]) -> ControlView:
    """The helper's view, given the addresses the probe resolved."""
    own = scene.site.draw_addresses(scene.rng)
    addresses = tuple(dict.fromkeys((*probe_addresses, *own)))
    endpoints = _try_endpoints(scene, addresses)
    failure = "generic_timeout_error" if scene.is_down else None
    body = scene.world.page(scene.site.host)
    headers = page_headers(body, moment=scene.started, server="example-server")
    return ControlView(
        addresses=own,
        connects=endpoints.connects,
        handshakes=endpoints.handshakes,
        server_name=scene.site.host,
        status=-1 if failure else 200,
        title="" if failure else scene.site.title,
        headers={} if failure else headers,
        body_length=-1 if failure else len(body.encode()),
        http_failure=failure,
        address_info={
            address: _address_info(scene, address, probe_addresses=probe_addresses, own=own)
            for address in addresses
        },
    )


def _try_endpoints(scene: Scene, addresses: tuple[str, ...]) -> _Endpoints:
    """TCP to each address, and TLS on 443. The new helper leaves bogons alone, the old did not."""
    is_cleartext = urlsplit(scene.site.wire_url).scheme == "http"
    legacy = scene.session.client.legacy
    ports = (443,) if not is_cleartext else (80,) if legacy else (443, 80)
    connects: dict[str, str | None] = {}
    handshakes: dict[str, str | None] = {}
    for address in addresses:
        if is_forged_bogon(address) and not legacy:
            continue
        for port in ports:
            endpoint = endpoint_text(address, port)
            connects[endpoint] = failure = _connect_failure(scene, address, port)
            if port == 443 and failure is None:
                handshakes[endpoint] = None
    return _Endpoints(connects, handshakes)


def _connect_failure(scene: Scene, address: str, port: int) -> str | None:
    if is_forged_bogon(address):
        return "generic_timeout_error"
    if address not in scene.site.addresses:
        return "connection_refused_error"
    if scene.is_down:
        return "generic_timeout_error"
    if port == 443 and not scene.site.serves_https:
        return "connection_refused_error"
    return None


def _address_info(
    scene: Scene, address: str, *, probe_addresses: tuple[str, ...], own: tuple[str, ...]
) -> tuple[int, int]:
    """AS number and flags of an address, in the helper's bits."""
    is_valid = address in scene.site.addresses and scene.site.serves_https and not scene.is_down
    flags = (
        _RESOLVED_BY_PROBE * (address in probe_addresses)
        | _RESOLVED_BY_HELPER * (address in own)
        | _IS_BOGON * is_forged_bogon(address)
        | _VALID_FOR_DOMAIN * is_valid
    )
    return scene.world.asn_of(address), flags
