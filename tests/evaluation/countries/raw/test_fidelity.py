"""The two writers of one schedule, held together: raw files that were judged, and sightings."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from fanous.evaluation.countries.emission import situation_names, situations
from fanous.evaluation.countries.raw.acting import record_uid
from fanous.evaluation.countries.sightings import sightings_of
from fanous.store.query import open_store
from fanous.store.store import Store

from .conftest import Whole

# What may differ: the pool of a day may be too small to stand in for a helper, a clock may push a
# record into another day, and flaky look-ups end now so, now so.
SHARE_BOUND = 0.03
AGREEMENT = 0.95

Row = dict[str, Any]


@pytest.fixture(scope="module")
def pairs(whole: Whole) -> list[tuple[Row, Row]]:
    """Each record as the store's verdict has it, and as the direct sighting."""
    rows = open_store(Store(whole.store)).sql("""
        SELECT v.measurement_uid, v.target, v.input, v.test_name, v.probe_cc, v.probe_asn,
            v.resolver_asn, epoch_us(v.start_time) AS start_time, m.software_version, v.state,
            v.outcome, v.deciding_rule AS rule, v.mechanisms, m.probe_id, v.synthetic
        FROM verdicts v JOIN measurements m ON m.record = v.record WHERE v.probe_cc <> 'XW'
    """)
    judged = {row[0]: dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()}
    drawing, direct = whole.drawing, sightings_of(whole.drawing).to_pylist()
    first = {int(number): row for row, number in reversed([*enumerate(drawing.records.record)])}
    uids = [record_uid(drawing, first[int(number)]) for number in drawing.distinct.record]
    assert set(uids) == set(judged) and len(uids) == len(judged)
    return [(judged[uid], row) for uid, row in zip(uids, direct, strict=True)]


def test_who_measured_what_when_is_the_same(pairs: list[tuple[Row, Row]]) -> None:
    alike = ("target", "input", "test_name", "probe_cc", "probe_asn", "resolver_asn")
    for judged, direct in pairs:
        for name in (*alike, "software_version", "synthetic"):
            assert judged[name] == direct[name], name
        assert judged["start_time"] == round(direct["start_time"].timestamp() * 1e6)


def test_outcomes_are_as_frequent(pairs: list[tuple[Row, Row]]) -> None:
    assert len(pairs) > 250
    judged, direct = (Counter(pair[side]["outcome"] for pair in pairs) for side in (0, 1))
    assert set(judged) == {"ok", "blocked", "down", "unknown"}
    for outcome in judged | direct:
        assert abs(judged[outcome] - direct[outcome]) / len(pairs) <= SHARE_BOUND, outcome


@pytest.mark.parametrize("field", ["outcome", "state", "rule"])
def test_the_judge_says_of_a_record_what_the_model_says(
    pairs: list[tuple[Row, Row]], field: str
) -> None:
    agree = [judged[field] == direct[field] for judged, direct in pairs]
    differ = Counter((j[field], d[field]) for j, d in pairs if j[field] != d[field])
    assert np.mean(agree) >= AGREEMENT, differ


def test_mechanisms_are_those_that_were_drawn(pairs: list[tuple[Row, Row]]) -> None:
    both = [
        (judged["mechanisms"], direct["mechanism"])
        for judged, direct in pairs
        if judged["outcome"] == direct["outcome"] == "blocked"
    ]
    assert len(both) > 40
    assert all(mechanism in found for found, mechanism in both)


def test_the_scenario_covers_many_situations(whole: Whole) -> None:
    names = np.array(situation_names())[situations(whole.drawing.scenario, whole.drawing.distinct)]
    assert len(set(names)) >= 9


def test_probes_with_ids_have_them(pairs: list[tuple[Row, Row]], whole: Whole) -> None:
    has_id = whole.drawing.population.has_id[whole.drawing.distinct.probe]
    assert [judged["probe_id"] is not None for judged, _ in pairs] == has_id.tolist()
    voices = {
        (j["probe_id"], d["start_time"].date()): d["observer"] for j, d in pairs if j["probe_id"]
    }
    for judged, direct in pairs:
        if judged["probe_id"]:
            key = judged["probe_id"], direct["start_time"].date()
            assert voices[key] == direct["observer"]
    assert len(set(voices.values())) == len(voices)
