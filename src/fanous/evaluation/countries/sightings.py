"""A scenario as sightings: the Arrow table that detectors read, without files and without a judge.

Decides how columns are spelt: names of rules and versions, who counts as one observer, what a
measurement is called. What was seen follows `emission`. Records that came twice are left out, as
the build leaves them out of a store; those that were sent twice under two names stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fanous.evaluation.countries.abroad import abroad
from fanous.evaluation.countries.drawing import Drawing, draw
from fanous.evaluation.countries.emission import SENTENCES, emit
from fanous.evaluation.countries.observers import observers_of
from fanous.evaluation.countries.releases import version_names
from fanous.evaluation.countries.scenario import Scenario
from fanous.evaluation.countries.truth import Truth, truth_of
from fanous.evaluation.countries.visits import NOTHING, Ints

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrival_times", "sightings_of", "simulate_sightings"]


def simulate_sightings(
    scenario: Scenario, seed: int, *, with_abroad: bool = False
) -> tuple[pa.Table, Truth]:
    """The sightings of a scenario, in the order in which they came in, and what was true.

    Without an `out_of_order` nuisance that is the order of a store's sightings: by time. With
    `with_abroad` the rest of the world (country XW, where nobody is blocked) follows after them, as
    the raw writer writes it. The same scenario and seed give the same table. A random country takes
    about a tenth of a second.
    """
    import pyarrow as pa

    drawing = draw(scenario, seed)
    tables = [sightings_of(drawing)]
    if with_abroad:
        tables.append(sightings_of(draw(abroad(scenario), seed)))
    return pa.concat_tables(tables).combine_chunks(), truth_of(drawing)


def sightings_of(drawing: Drawing) -> pa.Table:
    """One row a record of the drawing, in the columns of `fanous.cells.sightings`."""
    import pyarrow as pa

    scenario, visits = drawing.scenario, drawing.distinct
    says = emit(scenario, visits, drawing.seed)
    targets, networks = scenario.targets, scenario.networks
    countries = [network.cc for network in networks] + [
        nuisance.to for nuisance in scenario.nuisances
    ]
    cc = np.where(visits.country == NOTHING, visits.network, len(networks) + visits.country)
    asns = np.array([network.asn for network in networks], np.int64)

    def words(names: list[str | None], numbers: Ints) -> pa.Array[Any]:
        return pa.array(names, pa.string()).take(numbers)

    def said(field: str) -> pa.Array[Any]:
        return words([getattr(sentence, field) for sentence in SENTENCES], says)

    versions, version = version_names(scenario, visits.version)
    columns = {
        "target": words([target.name for target in targets], visits.target),
        "input": words([None if t.is_service else t.url for t in targets], visits.target),
        "test_name": words([_test_name(target.url) for target in targets], visits.target),
        "probe_cc": words(list(countries), cc),
        "probe_asn": pa.array(asns[visits.network]),
        "resolver_asn": pa.array(visits.resolver_asn),
        "start_time": pa.array(visits.said).cast(pa.timestamp("us", tz="UTC")),
        "observer": pa.array(observers_of(drawing.population, visits)),
        "software_version": words(list(versions), version),
        **{name: said(name) for name in ("state", "outcome", "layer", "rule", "mechanism")},
        "control": said("control"),
        "measurement_uid": pa.array(_uids(drawing)),
        "synthetic": pa.array(np.ones(len(visits), np.bool_)),
    }
    return pa.table(columns)


def _test_name(url: str) -> str:
    return url.partition(":")[2] if url.startswith("service:") else "web_connectivity"


def _uids(drawing: Drawing) -> list[str]:
    """Names of records, in the order in which they were made."""
    prefix = f"sim{drawing.seed}_{drawing.scenario.countries[0].cc}_"
    return [f"{prefix}{number:08d}" for number in drawing.distinct.record.tolist()]


def arrival_times(drawing: Drawing) -> Ints:
    """When each row of `sightings_of` came in, in microseconds since 1970."""
    return drawing.distinct.arrived
