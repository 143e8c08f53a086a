"""Levels: the same rows, pooled more at each, and none lost."""

from __future__ import annotations

import numpy as np

from fanous.detectors.levels import Label, Level, levels
from fanous.detectors.window import Window
from tests.making_sightings import NETS, SITE, at, sighting, steady, window

TELEGRAM = "service:telegram"


def named(made: Window) -> dict[str, Level]:
    return {level.name: level for level in levels(made)}


def test_targets_then_services_then_the_country() -> None:
    rows = [
        *steady(0, 2, target=TELEGRAM, asn=NETS[0]),
        *steady(0, 3, target="domain:t.me", asn=NETS[0], every=5),
        *steady(0, 1, target="domain:t.me", asn=NETS[1]),
        *steady(0, 1, target=SITE, asn=NETS[1]),
    ]
    made = window(rows)
    found = named(made)
    assert list(found) == ["target", "network", "country"]
    assert Label("domain:t.me", TELEGRAM, NETS[0]) in found["target"].labels
    assert set(found["network"].labels) == {
        Label(TELEGRAM, TELEGRAM, NETS[0]),
        Label(TELEGRAM, TELEGRAM, NETS[1]),
        Label(SITE, SITE, NETS[1]),
    }
    assert {label.asn for label in found["country"].labels} == {None}
    for level in found.values():
        assert sorted(level.rows.tolist()) == list(range(len(made)))
        for number, label in enumerate(level.labels):
            mine = level.rows_of(number)
            assert (np.diff(made.time[mine]) >= 0).all()
            assert {made.groups[code] for code in made.target[mine]} == {label.group}
            if label.asn is not None:
                assert set(made.asn[mine].tolist()) == {label.asn}


def test_a_level_that_adds_nothing_is_left_out() -> None:
    one = steady(0, 1, asn=NETS[0])
    assert list(named(window(one))) == ["target"]
    assert list(named(window([*one, *steady(0, 1, asn=NETS[1])]))) == ["target", "country"]
    two_members = [*steady(0, 1, target="domain:t.me"), *steady(0, 1, target=TELEGRAM)]
    assert list(named(window(two_members))) == ["target", "network"]


def test_the_unknown_network_is_a_network() -> None:
    found = named(window([sighting(at(), asn=0), sighting(at(), asn=NETS[0])]))
    assert [label.asn for label in found["target"].labels] == [0, NETS[0]]


def test_an_empty_window_has_no_series() -> None:
    assert [level.labels for level in levels(window([]))] == [()]
