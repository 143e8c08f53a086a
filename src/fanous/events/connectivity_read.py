"""A connectivity event as it was kept, made an object again.

Decides that what `ConnectivityEvent.to_json` wrote is read back whole: pages and feeds speak of
what was kept, without looking for it anew. Shares were rounded to four digits in writing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fanous.events.connectivity import (
    ConnectivityEvent,
    Interval,
    NetworkFall,
    Phase,
    SignalFacts,
)
from fanous.model.series import OutageReport

__all__ = ["from_json", "is_connectivity"]

Said = Mapping[str, Any]


def is_connectivity(event: Said) -> bool:
    """Whether an event as kept is about an entity's connectivity, and not about a target."""
    return "entity" in event


def from_json(said: Said) -> ConnectivityEvent:
    """The event. Raises KeyError for one of another form."""
    scope = said["scope"]
    known = scope["networks_known"]
    return ConnectivityEvent(
        entity=said["entity"],
        name=said["name"],
        kind=said["kind"],
        onset=_sure("onset", said),
        end=_interval("end", said),
        depth=said["depth"],
        residual=said["residual"],
        signals=tuple(_signal(item) for item in said["signals"]),
        phases=tuple(
            Phase(item["kind"], _at(item["start"]), _time(item["end"])) for item in said["phases"]
        ),
        occurrences=tuple(
            (_sure("onset", item), _interval("end", item)) for item in said["occurrences"]
        ),
        early_signs=tuple(said["early_signs"]),
        networks=tuple(
            NetworkFall(item["entity"], item["name"], _sure("onset", item), _interval("end", item))
            for item in said["networks"]
        ),
        scope_networks=None if known is None else (scope["networks_fell"], known),
        scope_addresses=scope["addresses_share"],
        renewed=said["renewed"],
        feed_went_on=said["feed_went_on"],
        until=_at(said["until"]),
        reports=tuple(_report(item) for item in said["reports"]),
    )


def _signal(item: Said) -> SignalFacts:
    return SignalFacts(
        signal=item["signal"],
        operator=item["operator"],
        role=item["role"],
        step_minutes=item["step_minutes"],
        onset=_interval("onset", item),
        end=_interval("end", item),
        depth=item["depth"],
        residual=item["residual"],
        t90=_time(item["t90"]),
        t10=_time(item["t10"]),
        pieces=item["pieces"],
        settled=item["settled"],
    )


def _report(item: Said) -> OutageReport:
    return OutageReport(
        item["entity"], item["publisher"], _at(item["start"]), _time(item["end"]),
        item["what"], item["cause"], item["link"],
    )  # fmt: skip


def _interval(name: str, said: Said) -> Interval | None:
    return None if said[f"{name}_latest"] is None else _sure(name, said)


def _sure(name: str, said: Said) -> Interval:
    return Interval(_at(said[f"{name}_earliest"]), _at(said[f"{name}_latest"]))


def _time(stamp: str | None) -> int | None:
    return None if stamp is None else _at(stamp)


def _at(stamp: str) -> int:
    return round(datetime.fromisoformat(stamp).timestamp())
