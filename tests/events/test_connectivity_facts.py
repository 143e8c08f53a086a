from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fanous.events import connectivity_facts as facts
from fanous.events.connectivity import Interval
from fanous.events.connectivity_facts import connectivity_events
from fanous.model.series import FloatArray, OutageReport
from tests.making_signals import DAY, HOUR, at, cut, events, flat, found, series


def test_depth_residual_and_speed() -> None:
    values = np.array(flat(40, noise=0.002, step=600))
    first = 20 * 144
    for place in range(9):  # from 95 to 5 % in 90 minutes
        values[first + place] *= 0.95 - place * 0.1125
    values[first + 9 : first + 5 * 144] *= 0.05
    (event,) = events(series(values, step=600))
    (facts,) = event.signals
    assert event.kind == "connectivity_loss"
    assert event.depth == pytest.approx(0.95, abs=0.01)
    assert event.residual == pytest.approx(0.05, abs=0.01)
    assert facts.t90_t10_minutes == pytest.approx(80, abs=10)
    assert facts.step_minutes == 10
    assert event.onset == Interval(at(20) - 600, at(20))
    assert event.end is not None and event.end.latest == at(25)


def test_half_of_it_is_partial_and_has_no_speed() -> None:
    (event,) = events(series(cut(flat(40), 20, 3, 0.7)))
    assert event.kind == "partial"
    assert event.signals[0].t90_t10_minutes is None


def test_partial_from_when_some_of_it_came_back() -> None:
    values = cut(cut(flat(60), 20, 5, 0.05), 25, 10, 0.4)
    telescope = cut(cut(flat(60, noise=0.1, seed=2), 20, 5, 0.05), 25, 10, 0.4)
    (event,) = events(series(values), series(telescope, "telescope", scale="count"))
    assert event.partial_since == pytest.approx(at(25), abs=2 * HOUR)
    assert [phase.kind for phase in event.phases] == ["connectivity_loss", "partial"]


def test_roles_say_who_saw_it_and_who_could_not() -> None:
    silent = np.array(flat(40, seed=4))
    silent[20 * 24 :] = np.nan
    (event,) = events(
        series(cut(flat(40), 20, 5, 0.05)),
        series(flat(40, noise=0.001), "bgp"),
        series(silent, "telescope", scale="count"),
    )
    roles = {item.signal: item.role for item in event.signals}
    assert roles == {"probing": "onset", "bgp": "unmoved", "telescope": "silent"}


def test_a_signal_that_is_low_within_its_noise_is_not_said_to_stand_still() -> None:
    rng = np.random.default_rng(1)
    noise: FloatArray = np.exp(rng.standard_normal(40 * 24))
    wild: FloatArray = rng.poisson(1.0, 40 * 24) * 20.0 * noise
    (event,) = events(
        series(cut(flat(40), 20, 1, 0.05)),
        series(cut(wild, 20, 1, 0.1), "google", scale="normalised"),
    )
    roles = {item.signal: item.role for item in event.signals}
    assert roles == {"probing": "onset", "google": "unsure"}


def test_scope_and_order_of_networks() -> None:
    listed = [series(cut(flat(40), 20, 5, 0.05))]
    for number, (day, level) in enumerate(((20.5, 1_000), (20.1, 3_000), (99, 4_000))):
        values = cut(flat(40, level=level, seed=number), day, 5, 0.05)
        listed.append(series(values, entity=f"asn:{number}"))
    event = next(item for item in events(*listed) if item.entity == "country:XA")
    assert event.scope_networks == (2, 3)
    assert event.scope_addresses == pytest.approx(0.5, abs=0.02)
    assert [item.entity for item in event.networks] == ["asn:1", "asn:0"]


def test_a_pattern_is_one_event_with_occurrences() -> None:
    values = flat(40, noise=0.05)
    for day in range(20, 30):
        values = cut(values, day + 0.75, 0.3, 0.02)
    (event,) = events(series(values))
    assert event.kind == "recurring"
    assert len(event.occurrences) == 10
    assert event.signals[0].pieces == 10
    first, last = event.occurrences[0][0], event.occurrences[-1][0]
    assert last.latest - first.latest == 9 * DAY
    assert event.end is not None and event.end.latest > last.latest


def test_a_silence_is_a_gap_without_depth() -> None:
    values = flat(40)
    values[480:600] = np.nan
    (event,) = events(series(values))
    assert (event.kind, event.depth, event.onset) == ("gap", None, Interval(at(20) - HOUR, at(20)))


def test_reports_of_others_stand_beside_and_make_no_event() -> None:
    told = [
        OutageReport("country:XA", "Radar", at(20), None, "nationwide"),
        OutageReport("country:XA", "Radar", at(5), at(6), "nationwide"),
        OutageReport("country:XB", "Radar", at(20), None, "nationwide"),
    ]
    listed = found(series(cut(flat(40), 20, 5, 0.05)))
    (event,) = connectivity_events(listed, told)
    assert event.reports == (told[0],)
    assert connectivity_events(found(series(flat(40))), told) == []


def test_what_cannot_be_compared_is_neither_zero_nor_all() -> None:
    """A missing share would say that nothing was left, or that nothing was lost."""
    assert facts._typical([None, 0.5, 0.7, None]) == pytest.approx(0.6)
    assert facts._typical([None]) is None
    (entity,) = found(series(cut(flat(40), 20, 1, 0.05)))
    assert len(entity.losses) == 1
    unknown = np.full(len(entity.judged[0].baseline), np.nan)
    judged = tuple(replace(item, baseline=unknown) for item in entity.judged)
    (event,) = connectivity_events([replace(entity, judged=judged)])
    assert (event.kind, event.depth, event.residual) == ("partial", None, None)
    assert event.signals[0].depth is None and event.onset.latest > 0
