"""What the events of a scenario do to its visits.

Decides when an event is on for each network (roll-outs, flapping, exam hours), which subscribers
meet it, and which sessions a silence swallows. A subscriber who meets a partial block meets it each
time: shares are of people, not of measurements.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np

from fanous.evaluation.countries.scenario import Scenario, ScriptedEvent
from fanous.evaluation.countries.streams import mixed, stream, uniform_of
from fanous.evaluation.countries.visits import (
    Flags,
    Ints,
    Visits,
    mechanism_code,
    microseconds,
)

__all__ = ["Span", "act_out", "in_spans", "network_spans", "seen_by", "united"]

Span = tuple[datetime, datetime]
_MET, _WHICH, _SWALLOWED = 1, 2, 3  # what a number is mixed for


def network_spans(scenario: Scenario, event: ScriptedEvent, asn: int, seed: int) -> list[Span]:
    """When the event is on for a network, within the scenario's window."""
    scope = scenario.scope(event)
    late = timedelta(days=event.rollout_days)
    step = late / max(len(scope) - 1, 1) * scope.index(asn)
    onset = event.onset + timedelta(seconds=round(step.total_seconds()))
    whole = (max(onset, scenario.begins), min(event.end or scenario.ends, scenario.ends))
    if event.kind == "recurring":
        spans = _occurrences(event, whole)
    elif event.flapping:
        spans = _flaps(event, whole, stream(seed, f"flaps:{scenario.events.index(event)}"))
    else:
        spans = [whole]
    return list(united((start, end) for start, end in spans if start < end))


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans as those in which at least one of them is: in order, and apart."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _occurrences(event: ScriptedEvent, whole: Span) -> list[Span]:
    """The hours of a curfew on each of its weekdays."""
    midnight = datetime.combine(whole[0].date(), datetime.min.time(), tzinfo=UTC)
    found = []
    while midnight < whole[1]:
        if midnight.weekday() in event.weekdays:
            for begins, ends in event.hours:
                start = max(midnight + timedelta(hours=begins), whole[0])
                found.append((start, min(midnight + timedelta(hours=ends), whole[1])))
        midnight += timedelta(days=1)
    return found


def _flaps(event: ScriptedEvent, whole: Span, rng: np.random.Generator) -> list[Span]:
    """On and off in turn, each for a time around its mean; the same for all networks."""
    assert event.flapping is not None
    found, now = [], whole[0]
    while now < whole[1]:
        on, off = (timedelta(seconds=int(h * 3600 * rng.uniform(0.5, 1.5))) for h in event.flapping)
        found.append((now, min(now + on, whole[1])))
        now += on + off
    return found


def in_spans(times: Ints, spans: list[Span]) -> Flags:
    """Which times lie in one of the spans, ends excluded. The spans are in order and apart."""
    starts = np.array([microseconds(start) for start, _ in spans], np.int64)
    ends = np.array([microseconds(end) for _, end in spans], np.int64)
    if not len(starts):
        return np.zeros(len(times), np.bool_)
    before = np.searchsorted(starts, times, side="right") - 1
    return np.asarray((before >= 0) & (times < ends[before]))


def seen_by(scenario: Scenario, event: ScriptedEvent, visits: Visits, seed: int) -> Flags:
    """Visits in the event's scope while it is on: those who could meet it."""
    reached = np.zeros(len(visits), np.bool_)
    asns = [network.asn for network in scenario.networks]
    for asn in scenario.scope(event):
        mine = np.flatnonzero(visits.network == asns.index(asn))
        spans = network_spans(scenario, event, asn, seed)
        reached[mine] = in_spans(visits.start[mine], spans)
    if event.targets:
        names = [target.name for target in scenario.targets]
        reached &= np.isin(visits.target, [names.index(name) for name in event.targets])
    return reached


def act_out(scenario: Scenario, visits: Visits, seed: int) -> Visits:
    """The visits that still happen, with what stopped them. The first event of two wins."""
    kept = np.ones(len(visits), np.bool_)
    asns = np.array([network.asn for network in scenario.networks])
    for number, event in enumerate(scenario.events):
        reached = seen_by(scenario, event, visits, seed)
        if event.kind == "silence":
            drawn = uniform_of(mixed(seed, _SWALLOWED, number, visits.session))
            kept &= ~(reached & (drawn < event.share))
            continue
        met = reached & (uniform_of(mixed(seed, _MET, number, visits.probe)) < event.share)
        if event.locus == "resolver":
            met &= visits.resolver_asn == asns[visits.network]
        visits.meet(met, _mechanisms(event, visits, seed=seed, number=number), event=number)
    return visits.where(kept)


def _mechanisms(event: ScriptedEvent, visits: Visits, *, seed: int, number: int) -> Ints:
    """The mechanism that each visit would meet: a subscriber's own, of several."""
    codes = np.array([mechanism_code(name) for name in event.mechanisms], np.int64)
    which = mixed(seed, _WHICH, number, visits.probe) % np.uint64(len(codes))
    return np.asarray(codes[which.astype(np.int64)])
