"""Failures that follow a version of the software, across networks: defects nobody wrote down yet.

Decides what looks like a defect of the instrument: one version of a test fails at one layer on
every network that ran it, in several countries, while other versions of the same test get through
that layer on the same days. A censor knows networks, not versions. What is found is shown, for a
person to enter in `data/defects`; it moves no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

from fanous.model.outcome import LAYERS, Evidence, Outcome
from fanous.rules.registry import RULES
from fanous.store.query import open_store, rows
from fanous.store.store import Store

__all__ = ["Suspect", "suspects"]

_LEAST_COUNTRIES = 2
_FAILING = sorted(
    rule.id
    for layer in RULES.values()
    for rule in layer.rules
    if rule.evidence is Evidence.SCORED and rule.outcome is not Outcome.OK
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """One version that fails everywhere: on how many networks, and what other versions show."""

    test_name: str
    target: str
    test_version: str
    layer: str
    networks: int
    countries: int
    measurements: int
    others_working: int  # networks on which other versions got through the layer


def suspects(store: Store) -> list[Suspect]:
    """Versions whose failures follow them; the widest first."""
    connection = open_store(store)
    wanted = {"networks": store.control_networks, "countries": _LEAST_COUNTRIES}
    found = [
        Suspect(**row)
        for layer in LAYERS
        for row in rows(connection, _query(str(layer)).format(**wanted))
    ]
    return sorted(found, key=lambda s: (-s.networks, s.test_name, s.target, s.test_version))


def _query(layer: str) -> str:
    failing = ", ".join(f"'{rule}'" for rule in _FAILING if rule.startswith(f"{layer}."))
    return f"""
    WITH seen AS (
        SELECT v.test_name, v.target, coalesce(m.test_version, '?') AS test_version,
            date_trunc('day', v.start_time) AS day, v.probe_cc, v.probe_asn,
            v.{layer} = 'ok' AS works, v.{layer}_rule IN ({failing}) AS fails
        FROM verdicts v JOIN measurements m ON m.record = v.record
        WHERE v.state <> 'not_handled' AND v.probe_asn > 0
    ), versions AS (
        SELECT test_name, target, test_version, bool_or(works) AS ever_works,
            count(DISTINCT probe_asn) FILTER (fails) AS networks,
            count(DISTINCT probe_cc) FILTER (fails) AS countries,
            count(*) FILTER (fails) AS measurements,
            list(DISTINCT day) FILTER (fails) AS days
        FROM seen GROUP BY ALL
    )
    SELECT x.test_name, x.target, x.test_version, '{layer}' AS layer, x.networks, x.countries,
        x.measurements, count(DISTINCT o.probe_asn) AS others_working
    FROM versions x
    JOIN seen o ON o.test_name = x.test_name AND o.target = x.target AND o.works
        AND o.test_version <> x.test_version AND list_contains(x.days, o.day)
    WHERE x.networks >= {{networks}} AND x.countries >= {{countries}} AND NOT x.ever_works
    GROUP BY ALL HAVING count(DISTINCT o.probe_asn) >= {{networks}}
    """
