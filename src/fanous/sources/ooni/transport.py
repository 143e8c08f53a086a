"""Over what a handshake went, and with whom, where its record doesn't say (OONI df-006).

Probes wrote no `network` until 2022, and the empty text for some time after; nor did they write an
address before 0.5 of web_connectivity. Decides what stands in such rows: TCP needs a sign of its
own, because QUIC (`udp`) has no connect and its failure is another fact. A sign is a protocol that
is no HTTP/3, or a connect to the same address in the same transaction. Rows without address are
older than QUIC in OONI. What has no sign keeps the empty text, and is judged by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from fanous.model.names import Endpoint, host
from fanous.sources.ooni.wire import TcpConnect, TlsHandshake

__all__ = ["Connected", "connected", "network_of", "only_address"]

Connected = frozenset[tuple[str | None, int | None, int | None]]

_HTTPS_PORT = 443
_HTTP3 = "h3"  # and its drafts, h3-29


def connected(connects: Iterable[TcpConnect]) -> Connected:
    """(address, port, transaction id) of every connect that succeeded."""
    return frozenset(
        (host(item.ip), item.port, item.transaction_id)
        for item in connects
        if item.ip and item.status is not None and item.status.success
    )


def network_of(item: TlsHandshake, at: Endpoint | None, made: Connected) -> str:
    """`tcp`, `udp`, `obfs4`, as written or as its signs say; empty where nothing tells.

    `at` is where the handshake went, `made` what `connected` found in its record.
    """
    if item.network:
        return item.network
    protocol = item.negotiated_protocol or ""
    if protocol.startswith(_HTTP3):
        return ""
    if protocol or not item.address:
        return "tcp"
    is_made = at is not None and (at.ip, at.port, item.transaction_id) in made
    return "tcp" if is_made else ""


def only_address(connects: Iterable[TcpConnect]) -> str | None:
    """`ip:443` when exactly one address was connected to on 443; None else."""
    found = {
        item.ip
        for item in connects
        if item.port == _HTTPS_PORT and item.ip and item.status is not None and item.status.success
    }
    if len(found) != 1:
        return None
    ip = found.pop()
    return f"[{ip}]:443" if ":" in ip else f"{ip}:443"
