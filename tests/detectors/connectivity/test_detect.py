from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from fanous.detectors.connectivity.detect import detect, split
from tests.making_signals import at, cut, flat, found, series


def test_the_order_of_the_series_does_not_matter() -> None:
    listed = [
        series(cut(flat(40, seed=number), 20, 3, 0.1), signal, entity=entity)
        for number, entity in enumerate(("asn:1", "asn:2", "country:XA"))
        for signal in ("bgp", "probing")
    ]
    wanted = [(item.entity, [loss.start for loss in item.losses]) for item in detect(listed)]
    random.Random(1).shuffle(listed)
    again = [(item.entity, [loss.start for loss in item.losses]) for item in detect(listed)]
    assert wanted == again
    assert all(starts == [at(20)] for _, starts in wanted)


def test_a_collector_gap_is_no_event_and_no_end() -> None:
    """Iran 2019: routes are missing from 18 November, 20:50, and from the 22nd, 17:45, on."""
    listed = []
    for number in range(4):
        values = cut(flat(40, seed=number), 20, 99, 0.1)
        values[24 * 25 : 24 * 25 + 12] = np.nan
        values[24 * 35 :] = np.nan
        listed.append(series(values, "bgp", entity=f"asn:{number}"))
    for item in found(*listed):
        assert [(loss.start, loss.end) for loss in item.losses] == [(at(20), None)]
        assert not item.silences


def test_a_network_that_falls_silent_while_others_speak_is_a_gap() -> None:
    listed = [series(flat(40, seed=number), entity=f"asn:{number}") for number in range(4)]
    values = np.array(listed[0].values)
    values[24 * 20 : 24 * 23] = np.nan
    listed[0] = listed[0].with_values(values)
    first, *others = found(*listed)
    assert [(item.start, item.until) for item in first.silences] == [(at(20), at(23))]
    assert first.silences[0].feed_went_on
    assert not any(item.silences for item in others)


def test_a_lone_series_with_a_hole_is_silent_and_nobody_knows_why() -> None:
    values = flat(40)
    values[24 * 20 : 24 * 23] = np.nan
    (entity,) = found(series(values))
    assert [item.feed_went_on for item in entity.silences] == [False]
    assert not entity.losses


def test_a_dead_telescope_is_no_event() -> None:
    values = flat(40, noise=0.1)
    values[500:530] = 0.0
    (entity,) = found(series(values, "telescope", scale="count"), series(flat(40, seed=2)))
    assert not entity.losses
    (part,) = split([item.series for item in entity.judged])
    assert sum(mask.sum() for mask in part.gone) == 30


def test_nothing_gives_nothing() -> None:
    assert detect([]) == []


def test_a_country_and_its_networks_stay_together() -> None:
    listed = [series(flat(5), entity=entity) for entity in ("asn:1", "country:XA")]
    listed += [replace(item, entity=f"{item.entity}0", country="country:XB") for item in listed]
    parts = split(listed)
    assert [[item.entity for item in part.series] for part in parts] == [
        ["asn:1", "country:XA"], ["asn:10", "country:XA0"]]  # fmt: skip
    assert [part.points for part in parts] == [240, 240]
    assert all(part.shared == (True, True) for part in parts)  # four of one feed
