"""Situations: what simulated countries are told as, and what is no event.

Small countries with fixed seeds: four networks, five targets, six weeks, some twenty sessions a
day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from fanous.detectors.registry import DETECTORS
from fanous.detectors.window import window_of
from fanous.evaluation.countries import find_scenario, simulate_sightings
from fanous.evaluation.countries.scenario import Nuisance, Scenario, ScriptedEvent
from fanous.events.announce import digest
from fanous.events.event import Event
from fanous.events.find import Found, find_events
from fanous.reference.targets import targets
from tests.making_sightings import NETS, blocked_between, seconds, steady, window

CHAT, NEWS = "domain:chat.example", "domain:news.example"


@lru_cache
def calm(days: int = 42) -> Scenario:
    return replace(find_scenario("national-block", 1), days=days, events=(), nuisances=())


def at(day: float) -> datetime:
    return calm().begins + timedelta(days=day)


def block(first: float, last: float | None, **how: Any) -> ScriptedEvent:
    given = {"targets": (CHAT,), "mechanisms": ("tls.reset",)} | how
    kind = given.pop("kind", "blocking")
    end = None if last is None else at(last)
    return ScriptedEvent(kind, "XA", at(first), end, **given)


def nuisance(kind: str, first: float, last: float, **how: Any) -> Nuisance:
    return Nuisance(kind, at(first), at(last), **how)


def sightings(*scripted: ScriptedEvent | Nuisance, seed: int = 1, days: int = 42) -> pa.Table:
    scenario = replace(
        calm(),
        days=days,
        events=tuple(each for each in scripted if isinstance(each, ScriptedEvent)),
        nuisances=tuple(each for each in scripted if isinstance(each, Nuisance)),
    )
    return simulate_sightings(scenario, seed)[0]


def events_of(table: pa.Table) -> Found:
    countries = sorted(str(cc) for cc in set(table["probe_cc"].to_pylist()))
    return find_events(window_of(table, targets(), cc=cc) for cc in countries)


def found(*scripted: ScriptedEvent | Nuisance, **how: int) -> tuple[Event, ...]:
    return events_of(sightings(*scripted, **how)).events


def only(*scripted: ScriptedEvent | Nuisance, **how: int) -> Event:
    (event,) = found(*scripted, **how)
    return event


def near(time: int | None, day: float, hours: float) -> bool:
    return time is not None and abs(time - at(day).timestamp()) <= hours * 3600


def holds(event: Event, first: float, last: float, *, hours: float = 12) -> None:
    """The truth lies within the bounds, and these are not far from it."""
    assert event.onset_earliest is not None and event.end_earliest is not None
    assert event.onset_latest is not None and event.end_latest is not None
    assert event.onset_earliest < at(first).timestamp() <= event.onset_latest
    assert event.end_earliest <= at(last).timestamp() < event.end_latest
    assert near(event.onset_latest, first, hours) and near(event.end_earliest, last, hours)


def test_a_national_block_is_one_event() -> None:
    event = only(block(14.75, 30.3))
    assert (event.kind, event.targets, event.state) == ("blocking", (CHAT,), "ended")
    assert event.asns == NETS
    assert event.mechanisms[0] == "tls.reset"
    assert event.synthetic
    holds(event, 14.75, 30.3)


def test_one_isp_is_told_with_the_networks_that_work() -> None:
    event = only(block(14.75, 30.3, asns=(NETS[0],)))
    assert event.asns == (NETS[0],)
    assert event.asns_clear[:2] == NETS[1:3]
    holds(event, 14.75, 30.3, hours=24)


def test_two_mechanisms_are_one_event() -> None:
    event = only(block(14.75, 30.3, mechanisms=("tls.reset", "tcp.timeout")))
    assert set(event.mechanisms) == {"tls.reset", "tcp.timeout"}


def test_half_of_the_subscribers_of_one_network() -> None:
    event = only(block(12, 36, asns=(NETS[0],), share=0.5))
    assert event.asns == (NETS[0],)
    assert event.onset_latest is not None and event.end_earliest is not None
    assert near(event.onset_latest, 12, 48) and near(event.end_earliest, 36, 48)
    assert event.onset_earliest is None or event.onset_earliest < at(12).timestamp()


def test_a_roll_out_extends_one_event() -> None:
    event = only(block(12, 36, asns=NETS, rollout_days=4.0))
    assert event.asns == NETS
    assert near(event.onset_latest, 12, 24)


def test_a_block_that_flaps_is_one_event() -> None:
    event = only(block(12, 32, flapping=(24.0, 10.0)))
    assert near(event.onset_latest, 12, 24)
    assert near(event.end_earliest, 32, 36)


def test_exam_hours_are_a_pattern_with_occurrences() -> None:
    exams = block(
        14,
        33,
        kind="recurring",
        targets=("service:telegram",),
        mechanisms=("http.timeout",),
        weekdays=(0, 1, 2, 3, 4),
        hours=((4.0, 14.0),),
    )
    event = only(exams)
    (part,) = event.parts
    assert (event.kind, event.targets) == ("recurring", ("service:telegram",))
    assert part.weekdays == (0, 1, 2, 3, 4)
    assert part.hours is not None
    assert 3 <= part.hours[0] <= 6 and 12 <= part.hours[1] <= 15
    # Fifteen school days. A stray failure in the hours of the papers, days before, may be taken for
    # one of them.
    assert 12 <= len(part.occurrences) <= 16
    assert sum(each.first >= at(14).timestamp() for each in part.occurrences) >= 12
    assert near(event.end_earliest, 32.5, 24)


def test_what_was_blocked_before_the_data_has_no_onset() -> None:
    event = only(block(-90, 30.3, kind="already_blocked"))
    assert (event.kind, event.onset_earliest) == ("already_blocked", None)
    assert near(event.end_earliest, 30.3, 12)
    forever = only(block(-90, None, kind="already_blocked"))
    assert (forever.kind, forever.state, forever.end_latest) == ("already_blocked", "ongoing", None)
    assert forever.event_id == event.event_id


def test_silence_is_told_with_its_base_rate() -> None:
    event = only(block(20, 24, kind="silence", targets=(), mechanisms=()), days=60)
    assert (event.kind, event.targets, event.witnesses) == ("silence", (), ())
    assert event.base_rate is not None and event.base_rate <= 0.3
    assert near(event.onset_earliest, 20, 12) and near(event.end_latest, 24, 12)


@pytest.mark.parametrize("seed", range(4))
def test_a_quiet_month_has_no_event(seed: int) -> None:
    done = events_of(sightings(seed=seed))
    assert done.events == ()


@pytest.mark.parametrize(
    "nuisances",
    [
        (nuisance("forged_flood", 20, 20.5, asns=(NETS[0],), targets=(NEWS,), count=300,
                  mechanism="tls.reset"),),
        (nuisance("forged_flood", 20, 21, asns=(NETS[2],), targets=(NEWS,), count=90, voices=3,
                  mechanism="tcp.timeout"),),
        (nuisance("defective_release", 14, 22, share=0.3, mechanism="tls.timeout"),),
        (nuisance("helper_outage", 20, 21.5),),
        (nuisance("noisy_network", 10, 30, asns=(NETS[0],), share=0.25),),
        (nuisance("resolver_rotation", 10, 35, asns=(NETS[0],), count=4),
         nuisance("cdn_change", 20, 40, targets=(NEWS,), share=0.5)),
        (nuisance("country_change", 14, 20, asns=(NETS[3],), to="XD"),),
        (nuisance("broken_ipv6", 8, 30, asns=(NETS[1],), share=0.8),
         nuisance("test_list_edit", 15, 25, targets=(NEWS,))),
        (nuisance("duplicates", 0, 42, share=0.2), nuisance("out_of_order", 0, 42),
         nuisance("years_late", 0, 42, count=20), nuisance("clock_skew", 5, 40, share=0.1,
                                                           hours=24.0)),
    ],
    ids=lambda nuisances: "+".join(each.kind for each in nuisances),
)  # fmt: skip
@pytest.mark.parametrize("seed", [1, 2])
def test_nuisances_are_no_blocking(nuisances: tuple[Nuisance, ...], seed: int) -> None:
    assert [event for event in found(*nuisances, seed=seed) if event.kind != "silence"] == []


def test_a_target_that_is_down_is_not_blocked() -> None:
    done = events_of(sightings(nuisance("target_down", 20, 23, targets=(NEWS,))))
    assert done.events == ()


def test_a_target_that_fails_in_many_countries_is_refused() -> None:
    windows = [window(blocked_between(14, 21, cc=cc), cc=cc) for cc in ("XA", "XB", "XC")]
    done = find_events(windows)
    assert done.events == ()
    assert {each.reason for each in done.refused} == {"many_countries"}
    assert len(find_events(windows[:2]).events) == 2


@pytest.mark.parametrize(
    "nuisances",
    [
        (nuisance("late_data", 10, 40, share=0.3, hours=30.0),),
        (nuisance("clock_skew", 5, 40, share=0.05, hours=3.5),),
        (nuisance("country_change", 18, 24, asns=(NETS[3],), to="XD"),),
        (nuisance("years_late", 0, 42, count=20),),
        (nuisance("duplicates", 0, 42, share=0.2), nuisance("out_of_order", 0, 42)),
        (nuisance("noisy_network", 10, 30, asns=(NETS[1],), share=0.2),),
    ],
    ids=lambda nuisances: nuisances[0].kind,
)
def test_an_event_is_found_among_nuisances(nuisances: tuple[Nuisance, ...]) -> None:
    (event,) = (each for each in found(block(14.75, 30.3), *nuisances) if each.kind != "silence")
    assert event.targets == (CHAT,)
    # Failures of a noisy network shortly before may be taken for the first of the block.
    assert near(event.onset_latest, 14.75, 60) and near(event.end_earliest, 30.3, 12)


def test_what_came_late_or_in_another_order_changes_no_event() -> None:
    table = sightings(block(14.75, 30.3), nuisance("late_data", 10, 40, share=0.3, hours=30.0))
    plain = [event.as_dict({}) for event in events_of(table).events]
    order = np.random.default_rng(3).permutation(table.num_rows)
    shuffled = events_of(pa.concat_tables([table.take(order), table.slice(100, 50)]))
    assert digest(event.as_dict({}) for event in shuffled.events) == digest(plain)


def test_a_month_without_data_ends_nothing_and_begins_nothing() -> None:
    rows = [*blocked_between(10, 20, days=25), *steady(55, 80)]
    events = find_events([window(rows)]).events
    assert [event.kind for event in events if event.kind != "silence"] == ["blocking"]
    assert events[0].end_latest == seconds(20)


def test_blocked_before_and_after_a_month_without_data() -> None:
    """Nobody knows whether it was lifted between: two events, and two ids."""
    rows = [*steady(0, 10, "blocked"), *steady(45, 55, "blocked")]
    events = [event for event in find_events([window(rows)]).events if event.kind != "silence"]
    assert len({event.event_id for event in events}) == len(events)
    assert [event.onset_earliest for event in events] == [None] * len(events)
    assert events[0].onset_latest == seconds(0)


def test_no_windows_no_events() -> None:
    assert find_events([]) == Found((), ())
    assert find_events([window([])]) == Found((), ())


def test_a_baseline_can_make_events_too() -> None:
    rows = [*blocked_between(14, 24, every=3), *steady(0, 40, asn=NETS[1])]
    (event,) = find_events([window(rows)], DETECTORS["cusum"]).events
    assert event.targets == (NEWS,)
