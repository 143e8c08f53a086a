"""Windows: sightings as arrays, in one order whatever order they came in."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from fanous.detectors.window import BLOCKED, DOWN, FAILED, OK, UNKNOWN, Window, window_of
from tests.making_sightings import (
    NETS,
    NO_SERVICES,
    OTHER,
    SITE,
    at,
    seconds,
    sighting,
    steady,
    table_of,
    window,
)

ARRAYS = ("target", "asn", "time", "observer", "version", "outcome", "rule", "mechanism")


def same(one: Window, other: Window) -> bool:
    arrays = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)
    return arrays and one.uid.to_pylist() == other.uid.to_pylist() and one.until == other.until


def test_series_are_one_target_on_one_network() -> None:
    rows = [
        *steady(0, 2, target=SITE, asn=NETS[1]),
        *steady(0, 1, target=SITE, asn=NETS[0]),
        *steady(0, 1, target=OTHER, asn=NETS[0]),
    ]
    made = window(rows)
    found = [(s.target, s.asn, s.end - s.start) for s in made.series()]
    assert found == [(SITE, NETS[0], 4), (SITE, NETS[1], 8), (OTHER, NETS[0], 4)]
    for series in made.series():
        assert (np.diff(made.time[series.rows]) > 0).all()


def test_outcomes_are_numbers_and_a_plain_failure_is_one_of_its_own() -> None:
    words = ("unknown", "ok", "down", "blocked", "failed")
    made = window([sighting(at(hours=n), word) for n, word in enumerate(words)])
    assert made.outcome.tolist() == [UNKNOWN, OK, DOWN, BLOCKED, FAILED]
    assert [made.rules[code] for code in made.rule] == [
        "dns.no_data", "http.ok", "tcp.timeout_everywhere", "tls.reset_control_ok", "tcp.failed",
    ]  # fmt: skip
    assert made.mechanism.tolist() == [-1, -1, -1, 0, -1]
    assert made.mechanisms == ("tls.reset",)


def test_a_failure_that_the_rules_decided_keeps_its_outcome() -> None:
    """Only an *unknown* over a plain failure is FAILED: a verdict is never overridden."""
    row = sighting(at(), "down") | {"rule": "tcp.failed"}
    assert window([row]).outcome.tolist() == [DOWN]


def test_order_and_duplicates_change_nothing() -> None:
    rows = [*steady(0, 3), *steady(1, 2, "blocked", target=OTHER, asn=NETS[2])]
    plain = window(rows)
    shuffled = Random(1).sample([*rows, *rows[3:9], *rows], 2 * len(rows) + 6)
    assert same(window(shuffled), plain)
    assert len(plain) == len(rows)


def test_rows_without_an_id_are_never_taken_for_duplicates() -> None:
    rows = [sighting(at(hours=n)) | {"measurement_uid": None} for n in range(3)]
    assert len(window(rows)) == 3


def test_other_countries_and_what_has_no_network_or_time_are_in_no_series() -> None:
    nowhere: list[dict[str, Any]] = [
        sighting(at(hours=1)) | {"probe_asn": None},
        sighting(at(hours=2)) | {"start_time": None},
        sighting(at(hours=3)) | {"target": None},
        sighting(at(hours=4), cc="XB"),
    ]
    assert len(window([*nowhere, sighting(at())])) == 1
    assert len(window(nowhere[3:], cc="XB")) == 1


def test_bounds_are_those_asked_for_else_those_of_the_sightings() -> None:
    rows = steady(0, 4)
    open_ended = window(rows)
    assert (open_ended.since, open_ended.until) == (seconds(), seconds(3, 18) + 1)
    asked = window(rows, since=seconds(1), until=seconds(2))
    assert (asked.since, asked.until) == (seconds(1), seconds(2))
    assert asked.time.tolist() == [seconds(1, hours) for hours in (0, 6, 12, 18)]


def test_no_sightings_give_an_empty_window() -> None:
    empty = window([])
    assert len(empty) == 0
    assert empty.series() == []
    assert (empty.targets, empty.synthetic, empty.until) == ((), False, 0)


def test_an_outcome_that_nobody_knows_is_refused() -> None:
    row = sighting(at()) | {"outcome": "fine"}
    with pytest.raises(ValueError, match="no outcome: fine"):
        window([row])


def test_synthetic_is_said_of_the_whole_window() -> None:
    assert window([sighting(at()), sighting(at(1)) | {"synthetic": True}]).synthetic
    assert not window([sighting(at())]).synthetic


def test_targets_are_told_under_their_service() -> None:
    rows = [sighting(at(), target=name) for name in ("domain:t.me", "service:telegram", SITE)]
    made = window(rows)
    assert dict(zip(made.targets, made.groups, strict=True)) == {
        "domain:t.me": "service:telegram",
        "service:telegram": "service:telegram",
        SITE: SITE,
    }
    alone = window_of(table_of(rows), NO_SERVICES, cc="XA")
    assert alone.groups == alone.targets
