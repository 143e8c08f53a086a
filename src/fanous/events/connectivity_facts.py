"""From what the detector found to events with facts: depth, residual, speed, and who saw it.

Decides how each fact is measured. Depth: what the lowest hour left, against the frozen baseline.
Residual: the median of the bottom phase. t90 and t10: the first evidence window at or after the
onset with no more than 90 % and 10 % left; a count's window is as long as its evidence needs.
Leaves stretches to `connectivity_phases` and the reach to `connectivity_scope`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from fanous.detectors.connectivity.baseline import steps
from fanous.detectors.connectivity.config import DEFAULT, HOUR, ConnectivityConfig
from fanous.detectors.connectivity.detect import Detected, Silence
from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.detectors.connectivity.evidence import forward_sum, ratio
from fanous.detectors.connectivity.fuse import Loss
from fanous.detectors.connectivity.recurring import Pattern
from fanous.detectors.connectivity.witness import is_ipv6
from fanous.events.connectivity import (
    ConnectivityEvent,
    Interval,
    Kind,
    SignalFacts,
)
from fanous.events.connectivity_phases import phases
from fanous.events.connectivity_scope import is_about, with_scope
from fanous.model.series import FloatArray, OutageReport

__all__ = ["connectivity_events"]

_FALL_HOURS = 24.0
_SOON_HOURS = 12.0
_STILL = 0.8


def connectivity_events(
    found: Sequence[Detected],
    reports: Iterable[OutageReport] = (),
    config: ConnectivityConfig = DEFAULT,
) -> list[ConnectivityEvent]:
    """Every event of every entity, by onset and entity; other observatories' reports beside."""
    events = []
    for entity in found:
        events += [_of_loss(loss, entity, config) for loss in entity.losses]
        events += [_of_pattern(pattern, entity, config) for pattern in entity.patterns]
        events += [_of_silence(silence) for silence in entity.silences]
    scoped = [with_scope(event, found, events) for event in events]
    told = tuple(reports)
    return sorted(
        (replace(event, reports=tuple(r for r in told if is_about(r, event))) for event in scoped),
        key=lambda event: (event.onset.latest, event.entity, event.kind),
    )


def _of_loss(loss: Loss, entity: Detected, config: ConnectivityConfig) -> ConnectivityEvent:
    span = (loss.start, loss.end[1] if loss.end else max(item.series.end for item in entity.judged))
    parts = (_signal(item, loss, span, config) for item in entity.judged)
    facts = [item for item in parts if item is not None]
    deep = [item for item in facts if item.depth is not None]
    fell = [item for item in deep if not is_ipv6(item.signal)]
    is_sign = not fell  # IPv6 routes alone
    fell = fell or deep
    fell = fell or [item for item in facts if item.pieces]  # how deep is not known
    deepest = max(fell, key=lambda item: item.depth or 0.0)
    is_total = (deepest.depth or 0.0) >= config.total_depth and not is_sign
    kind: Kind = "connectivity_loss" if is_total else "partial"
    onset = Interval(
        min(item.onset_earliest for item in loss.onset),
        max(item.onset_latest for item in loss.onset),
    )
    return ConnectivityEvent(
        entity=loss.entity,
        name=_name(entity.judged),
        kind=kind,
        onset=onset,
        end=Interval(*loss.end) if loss.end else None,
        depth=deepest.depth,
        residual=deepest.residual,
        signals=tuple(sorted(facts, key=lambda item: (item.onset is None,
                                                      item.onset.latest if item.onset else 0,
                                                      item.signal))),
        phases=phases(loss, entity, span, kind, config),
        early_signs=tuple(sorted({item.series.signal for item in loss.early})),
        renewed=any(item.renewed for item in loss.episodes),
        until=span[1],
    )  # fmt: skip


def _name(judged: Sequence[Judged]) -> str:
    return next((item.series.name for item in judged if item.series.name), "")


def _of_pattern(
    pattern: Pattern, entity: Detected, config: ConnectivityConfig
) -> ConnectivityEvent:
    events = [_of_loss(loss, entity, config) for loss in pattern.occurrences]
    first, last = events[0], events[-1]
    saw: dict[str, SignalFacts] = {}
    for event in events:
        for item in event.signals:
            known = saw.get(item.signal)
            if known is None or (not known.pieces and item.pieces):
                saw[item.signal] = item
            elif item.pieces:
                saw[item.signal] = replace(known, pieces=known.pieces + item.pieces, end=item.end)
    return replace(
        first,
        kind="recurring",
        end=last.end,
        depth=_typical([event.depth for event in events]),
        residual=_typical([event.residual for event in events]),
        signals=tuple(saw.values()),
        phases=(),
        occurrences=tuple((event.onset, event.end) for event in events),
        until=last.until,
    )


def _typical(shares: Sequence[float | None]) -> float | None:
    """The median of those that are known: what is missing is not zero."""
    known = [share for share in shares if share is not None]
    return float(np.median(known)) if known else None


def _of_silence(silence: Silence) -> ConnectivityEvent:
    end = None if silence.until is None else Interval(silence.last, silence.until)
    first = silence.series[0]
    facts = tuple(
        SignalFacts(item.signal, item.operator, "silent", item.step / 60, pieces=1)
        for item in silence.series
    )
    return ConnectivityEvent(
        silence.entity,
        first.name,
        "gap",
        Interval(silence.before, silence.start),
        end,
        None,
        None,
        facts,
        feed_went_on=silence.feed_went_on,
        until=first.end,
    )


# --- one signal ----------------------------------------------------------------------------------


def _signal(
    item: Judged, loss: Loss, span: tuple[int, int], config: ConnectivityConfig
) -> SignalFacts | None:
    """A signal's part in a loss; None if it is of another time."""
    series = item.series
    if series.end <= span[0] or series.start >= span[1]:
        return None
    mine = [episode for episode in loss.episodes if episode.series is series]
    step = series.step / 60
    if not mine:
        return SignalFacts(series.signal, series.operator, _bystander(item, span), step)
    first, last = mine[0], mine[-1]
    fall = first.onset + steps(_FALL_HOURS, series.step)  # what goes later is no part of the fall
    share = _pooled(item, first.onset, min(fall, _clipped(item, last.until)))
    t90 = _reached(share, 1.0 - config.least_drop)
    t10 = _reached(share, config.least_drop)
    residual, depth = _bottom(item, mine)
    role = "onset" if first in loss.onset else "early" if first in loss.early else "later"
    return SignalFacts(
        signal=series.signal,
        operator=series.operator,
        role=role,
        step_minutes=step,
        onset=Interval(first.onset_earliest, first.onset_latest),
        end=Interval(last.end_earliest or 0, last.end_latest)
        if last.end_latest is not None
        else None,
        depth=depth,
        residual=residual,
        t90=None if t90 is None else first.onset_latest + t90 * series.step,
        t10=None if t10 is None else first.onset_latest + t10 * series.step,
        pieces=len(mine),
        settled=last.settled,
    )


def _bystander(item: Judged, span: tuple[int, int]) -> str:
    """What a signal without a loss of its own was doing: in the first hours, as later its baseline
    follows it down."""
    until = min(span[1], span[0] + round(_SOON_HOURS * HOUR))
    part = item.ratio_of(_clipped(item, span[0]), _clipped(item, until - 1) + 1)
    known = part[~np.isnan(part)]
    if len(known) * 2 < max(len(part), 1):
        return "silent"
    return "unmoved" if np.median(known) >= _STILL else "unsure"


def _clipped(item: Judged, time: int) -> int:
    return min(max(0, item.series.index(time)), len(item.values))


def _pooled(item: Judged, first: int, last: int) -> FloatArray:
    """Shares of the baseline; a count's over its evidence window, as one step of it is noise."""
    if item.series.scale != "count" or item.window == 1:
        return item.ratio_of(first, last)
    reach = slice(first, last + item.window)
    values, wanted = item.values[reach], item.baseline[reach]
    known = ~np.isnan(values) & (wanted > 0)
    seen = forward_sum(np.where(known, values, 0.0), item.window)
    enough = known & (forward_sum(known.astype(float), item.window) >= 0.75 * item.window)
    pooled = ratio(seen, forward_sum(np.where(known, wanted, 0.0), item.window))
    return np.where(enough, pooled, np.nan)[: max(0, last - first)]


def _reached(share: FloatArray, level: float) -> int | None:
    """The first step with no more than `level` left."""
    places = np.flatnonzero(share <= level + 1e-9)
    return int(places[0]) if len(places) else None


def _bottom(item: Judged, mine: Sequence[Episode]) -> tuple[float | None, float | None]:
    """Median share in the lower half of the loss, and one minus the lowest hour's share; neither
    where no step of it can be compared."""
    parts = [item.ratio_of(episode.onset, _clipped(item, episode.until)) for episode in mine]
    share = np.concatenate(parts)
    share = share[~np.isnan(share)]
    if not len(share):
        return None, None
    lower = np.sort(share)[: max(1, (len(share) + 1) // 2)]
    count = min(len(share), max(item.window, steps(1.0, item.series.step)))
    hours = forward_sum(share, count)[: len(share) - count + 1] / count
    return float(np.median(lower)), float(np.clip(1.0 - hours.min(), 0.0, 1.0))
