"""How far a country's event reaches: which networks or regions fell, in which order, how large.

Decides that a network belongs to a country's event where its own event overlaps it, or came at most
twelve hours before; and that its size is what it usually had, by probing or else by routes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fanous.detectors.connectivity.config import DAY, HOUR
from fanous.detectors.connectivity.detect import Detected
from fanous.detectors.connectivity.episode import Judged
from fanous.events.connectivity import ConnectivityEvent, NetworkFall
from fanous.model.series import OutageReport

__all__ = ["is_about", "with_scope"]

_NEAR_HOURS = 12  # a network's fall this long before its country's still belongs to it
_SIZES = ("probing", "bgp", "routes-ipv4")
_NO_SIZE = "ooni-measurements"  # known by its volunteers alone, a network is not known to fall


def with_scope(
    event: ConnectivityEvent, found: Sequence[Detected], events: Sequence[ConnectivityEvent]
) -> ConnectivityEvent:
    """Which networks or regions of a country fell with it, and in which order."""
    if not event.entity.startswith("country:") or event.kind == "gap":
        return event
    inside = [
        entity
        for entity in found
        if entity.entity != event.entity and any(_is_inside(item, event) for item in entity.judged)
    ]
    if not inside:
        return event
    falls = []
    for entity in inside:
        mine = [other for other in events if other.entity == entity.entity
                and other.kind != "gap" and _overlap(other, event)]  # fmt: skip
        if mine:
            first = min(mine, key=lambda other: other.onset.latest)
            falls.append(NetworkFall(entity.entity, first.name, first.onset, first.end))
    sizes = {entity.entity: _size(entity, event.onset.earliest) for entity in inside}
    total = sum(sizes.values())
    fallen = sum(sizes[item.entity] for item in falls)
    return replace(
        event,
        networks=tuple(sorted(falls, key=lambda item: (item.onset.earliest, item.entity))),
        scope_networks=(len(falls), len(inside)),
        scope_addresses=fallen / total if total > 0 else None,
    )


def _is_inside(item: Judged, event: ConnectivityEvent) -> bool:
    series = item.series
    return (
        series.signal.partition(":")[0] != _NO_SIZE
        and series.country == event.entity
        and series.start <= event.onset.latest
        and series.end > event.onset.earliest
    )


def _overlap(one: ConnectivityEvent, other: ConnectivityEvent) -> bool:
    slack = _NEAR_HOURS * HOUR
    end_one = one.end.latest if one.end else one.until
    end_other = other.end.latest if other.end else other.until
    return one.onset.latest < end_other and end_one > other.onset.earliest - slack


def _size(entity: Detected, time: int) -> float:
    """How large a network usually is: things up by probing, else by routes; 0 if not known."""
    for signal in _SIZES:
        for item in entity.judged:
            if item.series.signal == signal and not item.series.normalised:
                at = min(max(0, item.series.index(time)), len(item.values))
                before = item.baseline[max(0, at - 1) : at + 1]
                if np.any(~np.isnan(before)):
                    return float(np.nanmax(before))
    return 0.0


def is_about(report: OutageReport, event: ConnectivityEvent) -> bool:
    end = event.end.latest if event.end else event.until
    report_end = report.end if report.end is not None else max(report.start + DAY, end)
    return (
        report.entity == event.entity
        and report.start < end + HOUR
        and report_end > event.onset.earliest - HOUR
    )
