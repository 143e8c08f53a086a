"""When a loss is believed: how many witnesses, of which kinds, and who contradicts.

A witness is an operator, whatever number of methods it publishes. A loss is believed

- if two kinds of evidence are low together (users' traffic falls for holidays too, but routes and
  telescopes don't keep holidays);
- or two operators of one kind, both below half;
- or routes or probing alone, below half, unless two other operators (no routes: they stay up when
  traffic is filtered) are alive, stand still and don't follow within a day: then addresses moved,
  or a prober failed;
- or any one alone, while nothing else that is alive stands still.
"""

from __future__ import annotations

from collections.abc import Sequence

from fanous.detectors.connectivity.config import HOUR
from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.detectors.connectivity.witness import DEEP, HARD, Witnesses, evidence_kind, is_ipv6

__all__ = ["is_believed"]

_STILL = 0.8  # of its baseline: a signal that stands at or above this contradicts
_SOON_HOURS = 12.0  # later, the baseline of a signal that fell unnoticed follows it down
_FOLLOW_HOURS = 24.0  # Iran 2019: routes went three hours before probing
_OUTNUMBERED = 2


def is_believed(low: Sequence[Episode], group: Sequence[Episode], witnesses: Witnesses) -> bool:
    """Whether the losses of signals that are low at one time are the entity's.

    `low` in the order of their onset; `group` are all losses that overlap them in a chain.
    """
    if not low:
        return False
    kinds = {evidence_kind(item.series.signal) for item in low}
    operators = {item.series.operator for item in low}
    if len(kinds) > 1 and len(operators) > 1:
        return True
    deep = [item for item in low if witnesses.depth_level(item) <= DEEP]
    if len({item.series.operator for item in deep}) > 1:
        return True
    hard = [item for item in deep if evidence_kind(item.series.signal) in HARD]
    if hard:
        return _lasts(deep, witnesses) and not _is_outnumbered(hard[0], group, witnesses)
    return not _still_ones(low[-1], operators, witnesses)


def _lasts(deep: Sequence[Episode], witnesses: Witnesses) -> bool:
    """Routes flap: one operator alone must be low for an hour."""
    operators = {episode.series.operator for episode in deep}
    alone = not any(
        item.series.operator not in operators
        and witnesses.level(item, deep[0].onset_latest, deep[0].until) is not None
        for item in witnesses.judged
        if not is_ipv6(item.series.signal)
    )
    return alone or any(item.until - item.onset_latest >= HOUR for item in deep)


def _is_outnumbered(episode: Episode, group: Sequence[Episode], witnesses: Witnesses) -> bool:
    """Whether two other operators stand still, and none of theirs falls within a day."""
    last = episode.onset_latest + _FOLLOW_HOURS * HOUR
    follow = {
        other.series.operator
        for other in group
        if episode.onset_latest <= other.onset_latest <= last
    }
    still = _still_ones(episode, follow | {episode.series.operator}, witnesses)
    return len({item.series.operator for item in still}) >= _OUTNUMBERED


def _still_ones(episode: Episode, operators: set[str], witnesses: Witnesses) -> list[Judged]:
    """Signals of other operators, not of routes, that are alive and stand still."""
    found = []
    for item in witnesses.judged:
        if item.series.operator in operators or not item.series.seasonal:
            continue
        until = min(episode.until, episode.onset_latest + int(_SOON_HOURS * HOUR))
        level = witnesses.level(item, episode.onset_latest, until)
        if level is not None and level >= _STILL:
            found.append(item)
    return found
