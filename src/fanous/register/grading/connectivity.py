"""Tests over signals: was connectivity lost, how fast, and how far?

Decides what counts as seen, with these floors: a signal covers a window if nine of ten of its bins
hold a value and it was not dead, from two days before it. Absence needs two such signals. A loss is
seen if half of what is usual is lost. Comparison is made signal by signal, never across signals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from fanous.register.edtf import bounds
from fanous.register.grading.evidence import Coverage, Evidence, SignalEvent, operator_of
from fanous.register.grading.finding import Control, Finding, Outcome, Window, not_covered
from fanous.register.schema import Link

__all__ = ["connectivity_drop", "reach_compared", "speed_compared"]

LEAST_DEPTH = 0.5  # share of what is usual
LEAST_COVERAGE = 0.9  # share of bins with a value
FEWEST_SIGNALS = 2  # for absence
BASELINE_BEFORE = timedelta(days=2)
CONTROL_WITHIN = timedelta(days=31)
RESIDUAL_MARGIN = 0.01  # of what is usual: a smaller difference is none
FEWEST_SHARED_SIGNALS = 1
_LOSSES = ("connectivity_loss", "partial", "recurring")
_THRESHOLDS = {
    "depth": LEAST_DEPTH,
    "coverage": LEAST_COVERAGE,
    "signals_for_absence": FEWEST_SIGNALS,
}


def connectivity_drop(link: Link, evidence: Evidence) -> Finding:
    """Whether an entity lost most of its connectivity in the window."""
    window = Window.of(link)
    seen = _losses(link, evidence, window)
    alive = _covering(link.entity, evidence.coverage(), window)
    control = _control(link, evidence, alive)
    if seen:
        return _seen(link, window, seen, control, evidence)
    if len(alive) < FEWEST_SIGNALS:
        why = "fewer than two signals covered the window and two days before it"
        return replace(not_covered(why, signals=len(alive)), thresholds=_THRESHOLDS)
    return Finding(
        "absent",
        "the signals that covered the window show no loss of half of what is usual",
        control=control,
        methods=tuple(sorted(alive)),
        operators=_operators(alive),
        counts={"signals": len(alive)},
        thresholds=_THRESHOLDS,
    )


def _losses(link: Link, evidence: Evidence, window: Window) -> list[SignalEvent]:
    """Losses of the entity in the window; for `time` the onset must lie inside it."""
    return [
        event
        for event in evidence.signal_events()
        if event.entity == link.entity
        and event.kind in _LOSSES
        and _deep(event)
        and (_begins_in(event, window) or (link.element != "time" and _lasts_into(event, window)))
    ]


def _begins_in(event: SignalEvent, window: Window) -> bool:
    return event.onset_latest >= window.first and event.onset_earliest < window.last


def _lasts_into(event: SignalEvent, window: Window) -> bool:
    """Whether it surely went on into the window.

    An event that is open at the end of a file has no end: the blackout of 2019 would else be seen
    in 2026 too.
    """
    return (
        event.onset_earliest < window.last
        and event.end_earliest is not None
        and event.end_earliest >= window.first
    )


def _deep(event: SignalEvent) -> list[str]:
    """The signals that lost enough."""
    return [name for name, depth in event.depth.items() if depth >= LEAST_DEPTH]


def _seen(
    link: Link, window: Window, seen: Sequence[SignalEvent], control: Control, evidence: Evidence
) -> Finding:
    methods = sorted({name for event in seen for name in _deep(event)})
    facts = {"events": [_facts(event) for event in seen]}
    order = _order(link, evidence, window)
    if order:
        facts["networks_in_order"] = order
    return Finding(
        "observed",
        "a loss of at least half of what is usual was seen in the window",
        control=control,
        methods=tuple(methods),
        operators=_operators(methods, seen),
        counts={"events": len(seen), "signals": len(methods), "networks": len(order)},
        thresholds=_THRESHOLDS,
        facts=facts,
        evidence=tuple(sorted(event.id or event.entity for event in seen)),
    )


def _facts(event: SignalEvent) -> dict[str, object]:
    """The numbers of an event, as they were given."""
    return {
        "entity": event.entity,
        "kind": event.kind,
        "onset": [event.onset_earliest.isoformat(), event.onset_latest.isoformat()],
        "end": [moment and moment.isoformat() for moment in (event.end_earliest, event.end_latest)],
        "depth": dict(sorted(event.depth.items())),
        "t90_t10_minutes": dict(sorted(event.t90_t10_minutes.items())),
        "step_minutes": dict(sorted(event.step_minutes.items())),
        "residual": dict(sorted(event.residual.items())),
    }


def _order(link: Link, evidence: Evidence, window: Window) -> list[dict[str, object]]:
    """Networks that lost connectivity in the window, in the order of their onset."""
    if not link.entity.startswith("country:"):
        return []
    fell = {
        event.entity: event.onset_earliest
        for event in evidence.signal_events()
        if event.entity.startswith("asn:") and event.kind in _LOSSES and _begins_in(event, window)
    }
    for event in _losses(link, evidence, window):
        fell |= dict(event.networks)
    found = sorted((onset, entity) for entity, onset in fell.items() if _named(link, entity))
    return [{"entity": entity, "onset": onset.isoformat()} for onset, entity in found]


def _named(link: Link, entity: str) -> bool:
    """Whether a link looks at this network: at those that it names, else at all."""
    return not link.asns or entity in {f"asn:{asn}" for asn in link.asns}


def _covering(entity: str, coverage: Iterable[Coverage], window: Window) -> set[str]:
    """Signals that covered the whole window, and a baseline before it.

    Each line must do so by itself: a day without data in a month of them is where it happened.
    """
    spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for item in coverage:
        enough = item.expected > 0 and item.points >= LEAST_COVERAGE * item.expected
        if item.entity == entity and enough and not item.dead:
            spans[item.signal].append((item.first, item.last))
    return {signal for signal, mine in spans.items() if _reaches(mine, window)}


def _reaches(spans: list[tuple[datetime, datetime]], window: Window) -> bool:
    """Whether spans leave nothing of a window out, nor of the time that its baseline needs."""
    reached = window.first - BASELINE_BEFORE
    for first, last in sorted(spans):
        if first > reached:
            break
        reached = max(reached, last)
    return reached >= window.last


def _operators(signals: Iterable[str], events: Iterable[SignalEvent] = ()) -> tuple[str, ...]:
    """Who measured. Our own table comes first.

    IODA's routes come from other people's collectors and its telescope is another's too: a file
    that names those as operators must not make three witnesses of one.
    """
    told = {name: who for event in events for name, who in event.operators.items()}
    known = {name: operator_of(name) for name in signals}
    return tuple(
        sorted({told.get(n, who) if who == "unknown" else who for n, who in known.items()})
    )


def _control(link: Link, evidence: Evidence, alive: set[str]) -> Control:
    """Whether the same signals saw another drop of the same entity within a month."""
    if not link.control_windows:
        return "none"
    window = Window.of(link)
    for text in link.control_windows:
        control = Window.spanning(bounds(text))
        near = (
            control.last + CONTROL_WITHIN >= window.first
            and control.first - CONTROL_WITHIN <= window.last
        )
        saw = {
            name
            for event in evidence.signal_events()
            if event.entity == link.entity and _begins_in(event, control)
            for name in _deep(event)
        }
        if not near or not alive or not alive <= saw:
            return "failed"
    return "passed"


def speed_compared(link: Link, evidence: Evidence) -> Finding:
    """Whether the fall from 90 to 10 per cent took less time than in every other window."""
    values, others = _per_window(link, evidence, "t90_t10_minutes")
    steps = _merged(evidence, link.entity, "step_minutes")
    margins = {name: steps.get(name, 0.0) for name in values}
    return _compared(values, others, margins, "minutes from 90 to 10 per cent")


def reach_compared(link: Link, evidence: Evidence) -> Finding:
    """Whether a smaller share stayed up than in every other window."""
    values, others = _per_window(link, evidence, "residual")
    margins = dict.fromkeys(values, RESIDUAL_MARGIN)
    return _compared(values, others, margins, "share that stayed up")


def _per_window(
    link: Link, evidence: Evidence, name: str
) -> tuple[dict[str, float], list[dict[str, float]]]:
    windows = [Window.of(link), *(Window.spanning(bounds(text)) for text in link.compare_with)]
    found = [_merged(evidence, link.entity, name, window) for window in windows]
    return found[0], found[1:]


def _merged(
    evidence: Evidence, entity: str, name: str, window: Window | None = None
) -> dict[str, float]:
    """The least value a signal has in a window's events."""
    made: dict[str, float] = {}
    for event in evidence.signal_events():
        if event.entity != entity or (window and not _begins_in(event, window)):
            continue
        values: Mapping[str, float] = getattr(event, name)
        for signal, value in values.items():
            made[signal] = min(value, made.get(signal, value))
    return made


def _compared(
    values: dict[str, float],
    others: list[dict[str, float]],
    margins: Mapping[str, float],
    what: str,
) -> Finding:
    shared = sorted(set(values).intersection(*others)) if others else []
    if len(shared) < FEWEST_SHARED_SIGNALS:
        return not_covered(f"no signal has the {what} for every window", signals=len(values))
    below = {n for n in shared if all(values[n] + margins[n] < other[n] for other in others)}
    above = {n for n in shared if any(values[n] > other[n] + margins[n] for other in others)}
    outcome: Outcome = "observed" if below == set(shared) else "mixed"
    if above == set(shared) and len(shared) >= FEWEST_SIGNALS:
        outcome = "absent"
    words = {"observed": "below", "absent": "not below", "mixed": "not clearly below"}
    return Finding(
        outcome,
        f"the {what} is {words[outcome]} that of the other windows",
        control="passed",  # the other windows are events that the same signals saw
        methods=tuple(shared),
        operators=_operators(shared),
        counts={"signals": len(shared), "windows": len(others) + 1},
        thresholds={f"margin.{n}": margins[n] for n in shared},
        facts={n: [values[n], *(other[n] for other in others)] for n in shared},
    )
