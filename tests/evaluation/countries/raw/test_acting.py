from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest

from fanous.evaluation.countries.drawing import Drawing, draw
from fanous.evaluation.countries.raw.acting import Stage, record_uid
from fanous.evaluation.countries.raw.sessions import Sessions
from fanous.evaluation.countries.raw.world import simulated_world
from fanous.evaluation.countries.scenario import MECHANISMS, ScriptedEvent
from fanous.evaluation.simulator.scenario import Window
from fanous.evaluation.simulator.scene import World
from tests.evaluation.countries.making import (
    CLEAR,
    SERVICE,
    WEB,
    at,
    block,
    nuisance,
    of_target,
    scenario,
    within,
)

Record = dict[str, Any]


def stage_of(drawing: Drawing) -> Stage:
    made = drawing.scenario
    world = World(simulated_world(made), Window(made.begins, made.ends), seed=1)
    return Stage(drawing, world, Sessions(drawing))


@pytest.fixture(scope="module")
def blocked() -> Callable[[str], Record]:
    """One record under a mechanism."""

    def record(mechanism: str) -> Record:
        target = CLEAR if mechanism == "http.blockpage" else WEB
        event: ScriptedEvent = block(mechanisms=(mechanism,), targets=(target,))
        drawing = draw(scenario(event, days=7), 1)
        row = int(np.flatnonzero(drawing.records.event == 0)[0])
        return cast(Record, stage_of(drawing).record(row))

    return record


def failures(record: Record, name: str) -> set[str | None]:
    rows = [row for row in record["test_keys"][name] if "depth=0" in row["tags"]]
    found = [row["status"] if name == "tcp_connect" else row for row in rows]
    return {row["failure"] for row in found}


@pytest.mark.parametrize(
    ("mechanism", "step", "failure"),
    [
        ("dns.nxdomain", "queries", "dns_nxdomain_error"),
        ("dns.timeout", "queries", "generic_timeout_error"),
        ("tcp.timeout", "tcp_connect", "generic_timeout_error"),
        ("tcp.reset", "tcp_connect", "connection_reset"),
        ("tls.reset", "tls_handshakes", "connection_reset"),
        ("tls.timeout", "tls_handshakes", "generic_timeout_error"),
        ("tls.eof", "tls_handshakes", "eof_error"),
        ("http.timeout", "requests", "generic_timeout_error"),
    ],
)
def test_each_mechanism_fails_at_its_step(
    blocked: Callable[[str], Record], mechanism: str, step: str, failure: str
) -> None:
    record = blocked(mechanism)
    assert failure in failures(record, step)
    assert record["test_keys"]["control"]["http_request"]["failure"] is None


def test_forged_answers_and_pages_are_there(blocked: Callable[[str], Record]) -> None:
    for mechanism, forged in (
        ("dns.injection.bogon", "10.66.66.36"),
        ("dns.injection.blockpage", "192.0.2.158"),
    ):
        queries = blocked(mechanism)["test_keys"]["queries"]
        answers = [a.get("ipv4") for query in queries for a in query["answers"] or ()]
        assert forged in answers
    page = blocked("http.blockpage")["test_keys"]["requests"][0]["response"]["body"]
    assert "withheld" in page
    assert len(MECHANISMS) == 11  # each is tried above or here


def test_a_record_that_came_twice_is_the_same_line_and_one_sent_again_is_not() -> None:
    drawing = draw(scenario(nuisances=(nuisance("duplicates", 0, 3, share=0.4),), days=3), 1)
    stage, records = stage_of(drawing), drawing.records
    numbers, counts = np.unique(records.record, return_counts=True)
    first, second = np.flatnonzero(records.record == numbers[counts == 2][0])
    one, two = stage.record(int(first)), stage.record(int(second))
    assert one["measurement_uid"] == two["measurement_uid"]
    assert one == two
    resent = int(np.flatnonzero(records.record >= len(drawing.planned))[0])
    keys = ("session", "target", "network")
    alike = np.logical_and.reduce(
        [getattr(records, key) == getattr(records, key)[resent] for key in keys]
    )
    origin = int(np.flatnonzero(alike & (records.record < len(drawing.planned)))[0])
    again, before = stage.record(resent), stage.record(origin)
    assert again.pop("measurement_uid") != before.pop("measurement_uid")
    assert again == before


def test_a_wrong_clock_is_wrong_for_the_whole_session() -> None:
    skewed = nuisance("clock_skew", 0, 4, share=1.0, hours=5.0)
    drawing = draw(scenario(nuisances=(skewed,), days=4), 1)
    record, start = stage_of(drawing).record(0), drawing.records.start[0]
    said = np.datetime64(str(record["measurement_start_time"]), "us").astype(int)
    begun = np.datetime64(str(record["test_start_time"]), "us").astype(int)
    assert said != start and 0 <= said - begun < 3600e6


def test_who_gave_up_wrote_nothing_and_who_was_alone_has_no_helper() -> None:
    out = nuisance("helper_outage", 0, 4)
    drawing = draw(scenario(nuisances=(out,), days=4), 1)
    drawing.records.is_unclear[:3] = True
    stage = stage_of(drawing)
    assert [stage.record(row)["test_keys"] for row in range(3)] == [{}, {}, {}]
    web = np.flatnonzero(of_target(drawing, drawing.records, WEB))
    keys = cast(Record, stage.record(int(web[-1]))["test_keys"])
    assert keys["control_failure"] and not keys["control"]


def test_what_is_down_is_down_for_the_helper_too() -> None:
    down = nuisance("target_down", 0, 4, targets=(WEB, SERVICE))
    drawing = draw(scenario(nuisances=(down,), days=4), 1)
    rows = np.flatnonzero(of_target(drawing, drawing.records, WEB))
    record = cast(Record, stage_of(drawing).record(int(rows[0])))
    assert failures(record, "tcp_connect") == {"generic_timeout_error"}
    assert record["test_keys"]["control"]["http_request"]["failure"] == "generic_timeout_error"
    assert within(drawing.records, 0, 4).all() and at(0) == drawing.scenario.begins


def test_uids_are_shaped_as_collectors_shape_them() -> None:
    drawing = draw(scenario(days=2), 1)
    uids = [record_uid(drawing, row) for row in range(len(drawing.records))]
    assert len(set(uids)) == len(uids)
    for uid in uids:
        moment, cc, test, token = uid.split("_")
        assert len(moment) == 21 and cc == "XA" and len(token) == 16
        assert test in ("webconnectivity", "telegram")
