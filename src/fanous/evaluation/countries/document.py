"""Scenarios as TOML files: `[[country]]`, `[[network]]`, `[[target]]`, `[[event]]`, `[[nuisance]]`.

Decides which keys a table has and what their values may be; docs/how-to/write-a-scenario.md says
the same in prose. Whatever is wrong raises CuratedFileError with file, line and remedy. Leaves
whether the tables fit together to `coherence`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fanous.evaluation.countries import values
from fanous.evaluation.countries.coherence import check
from fanous.evaluation.countries.scenario import (
    EVENT_KINDS,
    MECHANISMS,
    NUISANCE_KINDS,
    Country,
    Network,
    Nuisance,
    Scenario,
    ScriptedEvent,
    Target,
)
from fanous.reference.toml_file import Place, Table, TomlFile

__all__ = ["KEYS", "read_scenario"]

Reader = Callable[[TomlFile, Place, str, object], Any]

_HEAD: Mapping[str, Reader] = {
    "name": values.slug,
    "start": values.day,
    "days": values.whole(1, 400),
}
_COUNTRY: Mapping[str, Reader] = {"cc": values.country_code, "utc_offset": values.real(-12, 14)}
_NETWORK: Mapping[str, Reader] = {
    "asn": values.as_number,
    "cc": values.country_code,
    "name": values.line,
    "network_type": values.one_of("mobile", "wifi"),
    "sessions_a_day": values.real(0.01, 1000),
    "dispersion": values.real(0.01, 1000),
    "probes": values.whole(1, 10_000),
    "probe_days": values.real(1, 10_000),
    "probe_id_share": values.share,
    "public_resolver_share": values.share,
    "noise": values.share,
    "broken_ipv6_share": values.share,
    "helper_failure_share": values.share,
    "unclear_share": values.share,
}
_TARGET: Mapping[str, Reader] = {
    "url": values.target_url,
    "coverage": values.share,
    "dual_stack": values.flag,
}
_EVENT: Mapping[str, Reader] = {
    "kind": values.one_of(*EVENT_KINDS),
    "cc": values.country_code,
    "onset": values.moment,
    "end": values.moment,
    "asns": values.several(values.as_number),
    "targets": values.several(values.target_name),
    "mechanisms": values.several(values.one_of(*MECHANISMS)),
    "share": values.share,
    "rollout_days": values.real(0, 400),
    "flapping": values.pair_of_hours,
    "weekdays": values.several(values.weekday),
    "hours": values.several(values.span_of_hours),
    "locus": values.one_of("path", "resolver"),
}
_NUISANCE: Mapping[str, Reader] = {
    "kind": values.one_of(*NUISANCE_KINDS),
    "start": values.moment,
    "end": values.moment,
    "cc": values.country_code,
    "asns": values.several(values.as_number),
    "targets": values.several(values.target_name),
    "share": values.share,
    "count": values.whole(1, 1_000_000),
    "voices": values.whole(1, 10_000),
    "hours": values.real(0, 100_000),
    "mechanism": values.one_of(*MECHANISMS),
    "to": values.country_code,
}
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "country": ("cc",),
    "network": ("asn", "cc", "name"),
    "target": ("url",),
    "event": ("kind", "cc", "onset"),
    "nuisance": ("kind",),
}
KEYS: Mapping[str, Mapping[str, Reader]] = {
    "country": _COUNTRY,
    "network": _NETWORK,
    "target": _TARGET,
    "event": _EVENT,
    "nuisance": _NUISANCE,
}


def read_scenario(path: Path) -> Scenario:
    """The scenario of a file. Raises CuratedFileError with the line of whatever is wrong."""
    file = TomlFile(path)
    head = {key: value for key, value in file.document.items() if key not in KEYS}
    file.close_keys(Place(), head, required=tuple(_HEAD))
    named = _values(file, Place(), head, _HEAD)
    tables = {name: _tables(file, name) for name in KEYS}
    scenario = Scenario(
        **named,
        countries=tuple(Country(**table) for table in tables["country"]),
        networks=tuple(Network(**table) for table in tables["network"]),
        targets=tuple(Target(**table) for table in tables["target"]),
        events=tuple(ScriptedEvent(**table) for table in tables["event"]),
        nuisances=tuple(_nuisance(named, table) for table in tables["nuisance"]),
    )
    for problem in check(scenario):
        file.refuse(problem.place, problem.key, problem.what, problem.remedy)
    return scenario


def _nuisance(head: Mapping[str, Any], table: dict[str, Any]) -> Nuisance:
    """Without bounds, a nuisance fills the window."""
    window = Scenario(**head, countries=(), networks=(), targets=())
    return Nuisance(**{"start": window.begins, "end": window.ends, **table})


def _tables(file: TomlFile, name: str) -> list[dict[str, Any]]:
    """The checked tables of one name."""
    found = []
    for number, table in enumerate(file.tables(Place(), file.document, name)):
        place = Place(name, number)
        file.close_keys(place, table, required=_REQUIRED[name], allowed=tuple(KEYS[name]))
        found.append(_values(file, place, table, KEYS[name]))
    return found


def _values(
    file: TomlFile, place: Place, table: Table, readers: Mapping[str, Reader]
) -> dict[str, Any]:
    return {key: readers[key](file, place, key, value) for key, value in table.items()}
