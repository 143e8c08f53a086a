"""Whether the tables of a scenario fit together.

Decides that what is named exists, that what a kind needs is given, and that a mechanism can act on
its targets. Leaves single values to `values`, and how a problem is told to `document`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fanous.evaluation.countries.scenario import (
    SERVICE_MECHANISMS,
    Nuisance,
    Scenario,
    ScriptedEvent,
    Target,
)
from fanous.reference.toml_file import Place

__all__ = ["NEEDS", "Problem", "check"]

# What a nuisance of each kind must say besides its span; a share is everything unless it is said.
NEEDS: dict[str, tuple[str, ...]] = {
    "broken_ipv6": (),
    "cdn_change": ("targets",),
    "clock_skew": ("hours",),
    "country_change": ("asns", "to"),
    "data_gap": (),
    "defective_release": ("mechanism",),
    "duplicates": (),
    "forged_flood": ("asns", "targets", "count", "mechanism"),
    "helper_outage": (),
    "late_data": ("hours",),
    "noisy_network": (),
    "out_of_order": (),
    "resolver_rotation": ("count",),
    "target_down": ("targets",),
    "test_list_edit": ("targets",),
    "years_late": ("count",),
}
_GLOBAL = ("data_gap", "defective_release", "test_list_edit", "out_of_order")


class Problem(NamedTuple):
    """What is wrong with one table: where, which key, and what to do."""

    place: Place
    key: str
    what: str
    remedy: str


def check(scenario: Scenario) -> Iterator[Problem]:
    """Every problem, in the order of the file's tables."""
    yield from _names(scenario)
    for number, event in enumerate(scenario.events):
        for key, what, remedy in _of_event(scenario, event):
            yield Problem(Place("event", number), key, what, remedy)
    for number, nuisance in enumerate(scenario.nuisances):
        for key, what, remedy in _of_nuisance(scenario, nuisance):
            yield Problem(Place("nuisance", number), key, what, remedy)


_Told = tuple[str, str, str]


def _names(scenario: Scenario) -> Iterator[Problem]:
    tables: dict[str, list[str]] = {
        "country": [country.cc for country in scenario.countries],
        "network": [f"AS{network.asn}" for network in scenario.networks],
        "target": [target.name for target in scenario.targets],
    }
    for name, given in tables.items():
        if not given:
            yield Problem(Place(), "", f"no [[{name}]]", "Give at least one.")
        for number, item in enumerate(given):
            if item in given[:number]:
                yield Problem(Place(name, number), "", f"{item} is there twice", "Leave one out.")
    for number, network in enumerate(scenario.networks):
        if network.cc not in [country.cc for country in scenario.countries]:
            what = f"{network.cc} is no [[country]] of this file"
            yield Problem(Place("network", number), "cc", what, "Add it, or mend the code.")


def _of_event(scenario: Scenario, event: ScriptedEvent) -> Iterator[_Told]:
    yield from _scope(scenario, event.cc, event.asns, event.targets)
    if event.end is not None and event.end <= event.onset:
        yield "end", "the end is not after the onset", "Leave it out if the event goes on."
    before = event.onset < scenario.begins
    if before != (event.kind == "already_blocked"):
        remedy = "Only already_blocked begins before the window, and it must."
        yield "onset", f"{event.kind} does not begin there", remedy
    if event.onset >= scenario.ends or (event.end and event.end <= scenario.begins):
        yield "onset", "the event lies outside the window", "Move it, or change start and days."
    if event.kind == "silence":
        if event.targets or event.mechanisms:
            yield "kind", "a silence has no targets or mechanisms", "Leave them out."
    elif not event.targets or not event.mechanisms:
        yield "kind", f"{event.kind} without targets or mechanisms", "Say what is stopped, and how."
    if (event.kind == "recurring") != bool(event.weekdays and event.hours):
        yield "kind", "weekdays and hours belong to recurring", "Give both there, and nowhere else."
    yield from _unfit(scenario, "mechanisms", event.mechanisms, event.targets)


def _of_nuisance(scenario: Scenario, nuisance: Nuisance) -> Iterator[_Told]:
    if nuisance.end <= nuisance.start:
        yield "end", "the end is not after the start", "Give a later one."
    yield from _scope(scenario, nuisance.cc, nuisance.asns, nuisance.targets)
    for key in NEEDS[nuisance.kind]:
        if not getattr(nuisance, key):
            yield "kind", f"{nuisance.kind} needs {key}", f"Give {', '.join(NEEDS[nuisance.kind])}."
    if nuisance.kind in _GLOBAL and (nuisance.cc or nuisance.asns):
        yield "kind", f"{nuisance.kind} is everywhere", "Leave cc and asns out."
    if nuisance.kind == "forged_flood":
        if len(nuisance.asns) != 1:
            yield "asns", "a flood comes from one network", "Give one AS number."
        yield from _unfit(scenario, "mechanism", [nuisance.mechanism], nuisance.targets)


def _scope(
    scenario: Scenario, cc: str, asns: Iterable[int], targets: Iterable[str]
) -> Iterator[_Told]:
    known = {network.asn: network.cc for network in scenario.networks}
    if cc and cc not in known.values():
        yield "cc", f"{cc} has no [[network]]", "Add one, or mend the code."
    for asn in asns:
        if asn not in known or known[asn] != (cc or known[asn]):
            yield "asns", f"{asn} is no [[network]] of {cc or 'this file'}", "Add it, or mend it."
    for name in targets:
        if name not in [target.name for target in scenario.targets]:
            yield "targets", f"{name} is no [[target]] of this file", "Add it, or mend it."


def _unfit(
    scenario: Scenario, key: str, mechanisms: Iterable[str], targets: Iterable[str]
) -> Iterator[_Told]:
    """Mechanisms that cannot act on one of the targets."""
    for mechanism in mechanisms:
        for target in (item for item in scenario.targets if item.name in targets):
            if not _can_meet(target, mechanism):
                what = f"{mechanism} cannot happen to {target.url}"
                yield key, what, "tls.* needs https, http.blockpage http, services tcp or http."


def _can_meet(target: Target, mechanism: str) -> bool:
    if target.is_service:
        return mechanism in SERVICE_MECHANISMS
    if mechanism.startswith("tls."):
        return not target.is_cleartext
    return mechanism != "http.blockpage" or target.is_cleartext
