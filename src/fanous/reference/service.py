"""A service as it is declared: its members, and its endpoints as flat rows.

Decides the words. A service is made of members by its `rule` (`all_of`: of those that are `needed`
and were tried); a member of its endpoints by its own (`any_of`: a pool; `all_of`). Reading is
`fanous.reference.services`, judging `fanous.rules`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from fanous.model.outcome import LAYERS

__all__ = [
    "FLAGS",
    "SERVICE_COLUMNS",
    "Member",
    "Root",
    "Service",
    "ServiceRow",
]

FLAGS = ("status_ignored", "certificate_ignored", "own_root")


class ServiceRow(NamedTuple):
    """One endpoint of one service, as a row. Join on `test_name` and, by `kind`:

    - `host`: `hostname` = the name asked for, sent, or in the URL (`port` null: any). A connect
      holds no name: it belongs to the names whose answers in the same record hold its address.
    - `address`: `ip` and `port` = the connect's or handshake's; of an HTTP row whose `ip` is null,
      `ip` = its `hostname`. The address is genuine by declaration.
    - `status`: `hostname`, `dns` only: the answers are a word. `up` and `down` say which.
    - `other`: an endpoint that no row above matches.
    """

    service: str  # id
    target: str  # service:<id>
    test_name: str
    service_rule: str  # all_of, any_of: how needed members make the service
    member: str
    member_rule: str  # all_of, any_of: how endpoints make the member
    needed: bool
    kind: str  # host, address, status, other
    hostname: str | None
    ip: str | None
    port: int | None
    dns: bool  # whether the layer speaks of this endpoint
    tcp: bool
    tls: bool
    http: bool
    status_ignored: bool  # any response will do, whatever its status
    certificate_ignored: bool  # a certificate of its own making: never evidence for or against
    own_root: bool  # checked against the roots of the declaration, not the web's
    asn: int | None  # the network that its answers must lie in, where the test's spec says so
    up: list[str]
    down: list[str]


SERVICE_COLUMNS: tuple[tuple[str, str], ...] = (
    *((name, "string") for name in ("service", "target", "test_name", "service_rule", "member")),
    ("member_rule", "string"),
    ("needed", "bool"),
    *((name, "string") for name in ("kind", "hostname", "ip")),
    ("port", "int64"),
    *((name, "bool") for name in (*LAYERS, *FLAGS)),
    ("asn", "int64"),
    ("up", "list<string>"),
    ("down", "list<string>"),
)


class Root(NamedTuple):
    """A root certificate that a service signs its own with."""

    sha256: str  # of its DER bytes, in hex
    subject: str
    since: date
    until: date


class Member(NamedTuple):
    """A part of a service; `endpoints` are its rows, `sources` where they are said."""

    id: str
    names: dict[str, str]
    rule: str
    needed: bool
    endpoints: tuple[ServiceRow, ...]
    sources: tuple[str, ...]


class Service(NamedTuple):
    """A service: its names by language, its members in order, where it is said."""

    id: str
    test_name: str
    names: dict[str, str]
    rule: str
    sources: tuple[str, ...]
    roots: tuple[Root, ...]
    members: tuple[Member, ...]
