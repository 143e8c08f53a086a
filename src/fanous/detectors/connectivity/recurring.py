"""Curfews: losses at the same time of the day, day after day, as one pattern.

Decides that losses of one entity make a pattern where at least `fewest_occurrences` of them start
at about the same time of day and last about as long, no more than a week apart. A pattern that is
known makes its next occurrence likely: a day of it on which nothing was found is looked at again,
with a lower bar, at the pattern's own hours. Days without a loss stay days without one. A loss that
is low in these hours only is part of the pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fanous.detectors.connectivity.config import DAY, HOUR, WEEK, ConnectivityConfig
from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.detectors.connectivity.evidence import deviance
from fanous.detectors.connectivity.fuse import Loss

__all__ = ["Pattern", "patterns"]

_LONGEST_HOURS = 20.0
_SIMILAR = 0.5  # of the typical duration, up or down (twice as long, half as long)
_DEEP = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Losses that recur, in order of time. `found_again` are those that the pattern pointed at."""

    entity: str
    occurrences: tuple[Loss, ...]
    found_again: tuple[int, ...] = ()


def patterns(
    entity: str, losses: Sequence[Loss], judged: Sequence[Judged], config: ConnectivityConfig
) -> tuple[list[Pattern], list[Loss]]:
    """The entity's patterns, and the losses that belong to none."""
    left = [loss for loss in losses if _duration(loss) <= _LONGEST_HOURS * HOUR]
    others = [loss for loss in losses if _duration(loss) > _LONGEST_HOURS * HOUR]
    found: list[Pattern] = []
    while left:
        group = _alike(left, config)
        if len(group) < config.fewest_occurrences or not _is_daily(group):
            others.append(left.pop(0))
            continue
        left = [loss for loss in left if loss not in group]
        pattern = _completed(entity, group, judged, config)
        left, others = (
            [loss for loss in listed if not _is_of(pattern, loss, judged, config)]
            for listed in (left, others)
        )
        found.append(pattern)
    return found, sorted(others, key=lambda loss: loss.start)


def _is_of(
    pattern: Pattern, loss: Loss, judged: Sequence[Judged], config: ConnectivityConfig
) -> bool:
    """Whether a loss is nothing but the pattern's own hours.

    Two nights with a return too faint between them look like one loss of a day and a half.
    """
    spans = [(item.start, item.end[1]) for item in pattern.occurrences
             if item.start in pattern.found_again and item.end]  # fmt: skip
    if loss.end is None or not any(
        loss.start < last and loss.end[1] > first for first, last in spans
    ):
        return False
    slack = round(config.recurring_hours * HOUR)
    saw = {id(episode.series) for episode in loss.episodes}
    levels = []
    for item in judged:
        if id(item.series) not in saw:
            continue
        first, last = (max(0, item.series.index(time)) for time in (loss.start, loss.end[1]))
        share, times = item.ratio_of(first, last), item.series.times[first:last]
        outside = ~np.isnan(share)
        for start, end in spans:
            outside &= (times < start - slack) | (times >= end + slack)
        if outside.any():
            levels.append(float(np.median(share[outside])))
    return not levels or float(np.median(levels)) >= config.weak_share


def _duration(loss: Loss) -> float:
    return float("inf") if loss.end is None else loss.end[1] - loss.start


def _alike(losses: Sequence[Loss], config: ConnectivityConfig) -> list[Loss]:
    """Losses like the first one: same time of day, similar length, no week without one."""
    typical = _duration(losses[0])
    group = [losses[0]]
    for loss in losses[1:]:
        if loss.start - group[-1].start > WEEK + config.recurring_hours * HOUR:
            break
        offset = (loss.start - losses[0].start + DAY / 2) % DAY - DAY / 2
        similar = _SIMILAR * typical <= _duration(loss) <= typical / _SIMILAR
        if abs(offset) <= config.recurring_hours * HOUR and similar:
            group.append(loss)
            typical = float(np.median([_duration(item) for item in group]))
    return group


def _is_daily(group: Sequence[Loss]) -> bool:
    """Whether there is a rhythm: some two of them lie a day apart, or all on one weekday."""
    days = np.diff([round(loss.start / DAY) for loss in group])
    return bool((days == 1).any() or (days == 7).all())


def _completed(
    entity: str, group: list[Loss], judged: Sequence[Judged], config: ConnectivityConfig
) -> Pattern:
    """The pattern with the days on which only the pattern's own hours show it."""
    around = group[0].start
    apart = [(loss.start - around + DAY // 2) % DAY - DAY // 2 for loss in group]
    offset = int(around + np.median(apart)) % DAY
    length = int(np.median([_duration(loss) for loss in group]))
    taken = {round((loss.start - offset) / DAY) for loss in group}
    again = []
    for day in range(round((group[0].start - offset) / DAY), max(taken)):
        if day in taken:
            continue
        start = day * DAY + offset
        loss = _looked_at(entity, start, start + length, judged, group, config)
        if loss is not None:
            again.append(loss)
    listed = sorted([*group, *again], key=lambda loss: loss.start)
    return Pattern(entity, tuple(listed), tuple(loss.start for loss in again))


def _looked_at(
    entity: str,
    start: int,
    end: int,
    judged: Sequence[Judged],
    group: Sequence[Loss],
    config: ConnectivityConfig,
) -> Loss | None:
    """The pattern's hours of one day, by the signals that saw the pattern."""
    saw = {id(episode.series) for loss in group for episode in loss.episodes}
    found = []
    for item in judged:
        if id(item.series) not in saw:
            continue
        series = item.series
        first, last = max(0, series.index(start)), max(0, series.index(end))
        values, wanted = item.values[first:last], item.baseline[first:last]
        known = ~np.isnan(values) & (wanted > 0)
        if not known.any() or known.sum() * 2 < last - first:
            continue
        share = float(values[known].sum() / wanted[known].sum())
        noise = float(np.nanmin(item.noise[max(0, first - 1) : last], initial=np.inf))
        z = float(deviance(np.array([share]))[0]) / max(noise, config.least_noise)
        if share <= _DEEP and z >= config.recurring_z:
            found.append(Episode(series, first, max(0, first - 1), last - 1, last, z))
    if not found:
        return None
    ends = (max(item.end_earliest or 0 for item in found), max(item.until for item in found))
    return Loss(entity, tuple(found), tuple(found), (), ends)
