"""Small scenarios by hand, and hands to look into what is drawn of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from fanous.evaluation.countries.drawing import Drawing, draw
from fanous.evaluation.countries.scenario import (
    Country,
    Network,
    Nuisance,
    Scenario,
    ScriptedEvent,
    Target,
)
from fanous.evaluation.countries.visits import Flags, Visits

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
ASNS = (64512, 64513, 64514)
WEB, CLEAR, DUAL, SERVICE = (
    "domain:web.example",
    "domain:clear.example",
    "domain:dual.example",
    "service:telegram",
)
TARGETS = (
    Target("https://web.example/", 1.0),
    Target("http://clear.example/", 1.0),
    Target("https://dual.example/", 1.0, True),
    Target("service:telegram", 1.0),
)
# Nothing but what a test adds: no noise, no failing helper, no probe that gives up.
CALM = {
    "noise": 0.0,
    "helper_failure_share": 0.0,
    "unclear_share": 0.0,
    "dispersion": 50.0,
    "broken_ipv6_share": 0.0,
    "public_resolver_share": 0.0,
}


def at(day: float) -> datetime:
    """A moment of the window."""
    return START + timedelta(days=day)


def network(asn: int, **how: Any) -> Network:
    return Network(asn, "XA", f"Net {asn}", **({"sessions_a_day": 8.0, "probes": 4} | CALM | how))


def scenario(
    *events: ScriptedEvent, nuisances: tuple[Nuisance, ...] = (), days: int = 20, **how: Any
) -> Scenario:
    """Three calm networks that measure four targets."""
    made = Scenario(
        name="made-by-hand",
        start=date(2026, 3, 2),
        days=days,
        countries=(Country("XA"),),
        networks=tuple(network(asn) for asn in ASNS),
        targets=TARGETS,
        events=events,
        nuisances=nuisances,
    )
    return replace(made, **how)


def block(**how: Any) -> ScriptedEvent:
    """A block of the web target everywhere, from the sixth day to the twelfth."""
    usual: dict[str, Any] = {
        "kind": "blocking",
        "cc": "XA",
        "onset": at(5),
        "end": at(12),
        "targets": (WEB,),
        "mechanisms": ("tls.reset",),
    }
    return ScriptedEvent(**(usual | how))


def nuisance(kind: str, start: float = 5, end: float = 10, **how: Any) -> Nuisance:
    return Nuisance(kind, at(start), at(end), **how)


def drawn(*nuisances: Nuisance, events: tuple[ScriptedEvent, ...] = (), **how: Any) -> Drawing:
    return draw(scenario(*events, nuisances=nuisances, **how), 7)


def of_target(drawing: Drawing, visits: Visits, name: str) -> Flags:
    names = [target.name for target in drawing.scenario.targets]
    return np.asarray(visits.target == names.index(name))


def of_network(drawing: Drawing, visits: Visits, asn: int) -> Flags:
    asns = [item.asn for item in drawing.scenario.networks]
    return np.asarray(visits.network == asns.index(asn))


def day_of(visits: Visits) -> np.ndarray[Any, np.dtype[np.float64]]:
    """When each visit happened, in days since the window began."""
    return np.asarray((visits.start - START.timestamp() * 1e6) / 86_400e6)


def within(visits: Visits, start: float, end: float) -> Flags:
    day = day_of(visits)
    return np.asarray((day >= start) & (day < end))
