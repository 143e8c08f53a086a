"""Small builders of sightings, by hand: what detectors and events are tested on.

A sighting is a plain dict in the columns of the contract (`fanous.cells.sightings`). Countries are
user-assigned codes, networks private AS numbers, hosts end in `.example`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from fanous.cells.sightings import sighting_schema
from fanous.detectors.window import Window, window_of
from fanous.reference.targets import Targets, targets

Rows = list[dict[str, Any]]

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
NETS = (64512, 64513, 64514, 64515)
SITE = "domain:news.example"
OTHER = "domain:shop.example"
RULES = {
    "ok": "http.ok",
    "down": "tcp.timeout_everywhere",
    "blocked": "tls.reset_control_ok",
    "unknown": "dns.no_data",
    "failed": "tcp.failed",
}
NO_SERVICES = Targets({}, {})


def at(days: float = 0.0, hours: float = 0.0) -> datetime:
    """A moment counted from the first Monday."""
    return MONDAY + timedelta(days=days, hours=hours)


def seconds(days: float = 0.0, hours: float = 0.0) -> int:
    """The same in seconds since 1970."""
    return int(at(days, hours).timestamp())


def sighting(
    time: datetime,
    outcome: str = "ok",
    *,
    target: str = SITE,
    asn: int = NETS[0],
    observer: int | None = None,
    cc: str = "XA",
    version: str | None = "3.26.0",
    uid: str | None = None,
) -> dict[str, Any]:
    """One sighting. `failed` is an *unknown* over a plain failure. Who is not named is nobody else.

    Its id follows from where, when and who, so that the same call gives the same sighting.
    """
    told = "unknown" if outcome == "failed" else outcome
    voice = observer if observer is not None else int(time.timestamp()) * 8 + asn % 8
    return {
        "target": target,
        "input": None,
        "test_name": "web_connectivity",
        "probe_cc": cc,
        "probe_asn": asn,
        "resolver_asn": asn,
        "start_time": time,
        "observer": voice,
        "software_version": version,
        "state": told,
        "outcome": told,
        "layer": None,
        "rule": RULES[outcome],
        "mechanism": "tls.reset" if outcome == "blocked" else None,
        "control": "ok",
        "measurement_uid": uid or f"{cc}{asn}{target}{time:%Y%m%d%H%M%S}{voice}",
        "synthetic": False,
    }


def steady(
    first: float,
    last: float,
    outcome: str = "ok",
    *,
    every: float = 6.0,
    target: str = SITE,
    asn: int = NETS[0],
    cc: str = "XA",
    version: str | None = "3.26.0",
) -> Rows:
    """A sighting every few hours from one day (included) to another (not), all of other voices."""
    count = round((last - first) * 24 / every)
    return [
        sighting(at(first, every * number), outcome, target=target, asn=asn, cc=cc, version=version)
        for number in range(count)
    ]


def blocked_between(
    first: float,
    last: float,
    *,
    days: float = 40,
    every: float = 6.0,
    target: str = SITE,
    asn: int = NETS[0],
    cc: str = "XA",
) -> Rows:
    """A series that works, is blocked from one day to another, and works again."""
    how: dict[str, Any] = {"every": every, "target": target, "asn": asn, "cc": cc}
    return [
        *steady(0, first, **how),
        *steady(first, last, "blocked", **how),
        *steady(last, days, **how),
    ]


def table_of(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Sightings as the table that a store gives."""
    return pa.Table.from_pylist(list(rows), schema=sighting_schema())


def window(
    rows: Iterable[dict[str, Any]],
    *,
    cc: str = "XA",
    known: Targets | None = None,
    since: int | None = None,
    until: int | None = None,
) -> Window:
    """The window of some sightings, with the services that ship."""
    chosen = known if known is not None else targets()
    return window_of(table_of(list(rows)), chosen, cc=cc, since=since, until=until)
