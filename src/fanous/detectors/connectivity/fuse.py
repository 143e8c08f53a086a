"""One entity's losses, from the losses of its signals.

Decides when several signals speak of one loss, and when it is over; `belief` says when it is
believed. It is over when those that fell and can still speak have come back: two operators at least
where two fell, more are back than not, and none is still below half (a telescope or users alone may
be, once probing and another kind are back). A signal that is missing or dead (exactly zero while
two kinds of evidence are back) has no say in the end, nor has one that fell days before by itself.
IPv6 routes alone are an early sign: told, and never more than `partial`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fanous.detectors.connectivity.belief import is_believed
from fanous.detectors.connectivity.config import HOUR, ConnectivityConfig
from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.detectors.connectivity.witness import DEEP, HARD, Witnesses, evidence_kind, is_ipv6

__all__ = ["Loss", "fuse"]

_LATER_HOURS = 24.0


@dataclass(frozen=True, slots=True, eq=False)
class Loss:
    """An entity's loss: the episodes that make it, those of its onset, and when it was over.

    `early` are signals that fell long before the others, IPv6 routes among them. `end` is an
    interval in seconds, None while it lasts.
    """

    entity: str
    episodes: tuple[Episode, ...]
    onset: tuple[Episode, ...]
    early: tuple[Episode, ...]
    end: tuple[int, int] | None

    @property
    def start(self) -> int:
        """The first supporting observation of the onset."""
        return min(episode.onset_latest for episode in self.onset)


def fuse(entity: str, judged: Sequence[Judged], config: ConnectivityConfig) -> list[Loss]:
    """The losses of one entity, in the order of their onset."""
    left = sorted(
        (episode for item in judged for episode in item.episodes),
        key=lambda episode: (episode.onset_latest, episode.series.signal),
    )
    witnesses = Witnesses(judged)
    found = []
    while left:
        group, rest = _group(left)
        loss = _Fusion(entity, witnesses, group, config).loss()
        if loss is None:
            left = rest
            continue
        found.append(loss)
        if loss.end is None:
            left = rest
            continue
        until = loss.end[1]
        again = [item for item in group if item.onset_latest >= until]
        left = sorted([*again, *rest], key=lambda episode: episode.onset_latest)
    return found


def _group(episodes: list[Episode]) -> tuple[list[Episode], list[Episode]]:
    """The first episodes that overlap each other in a chain, and all others."""
    slack = max(HOUR, 2 * min(episode.series.step for episode in episodes))
    group, until = [episodes[0]], episodes[0].until
    for place, episode in enumerate(episodes[1:], 1):
        if episode.onset_latest > until + slack:
            return group, episodes[place:]
        group.append(episode)
        until = max(until, episode.until)
    return group, []


class _Fusion:
    """One group of overlapping episodes, weighed."""

    def __init__(
        self, entity: str, witnesses: Witnesses, group: list[Episode], config: ConnectivityConfig
    ) -> None:
        self.entity, self.witnesses, self.group, self.config = entity, witnesses, group, config

    def loss(self) -> Loss | None:
        agreed = next(self._agreed(), None)
        if agreed is None:
            return self._early_sign()
        near = self.config.onset_hours * HOUR
        voters = [item for item in self.group if not is_ipv6(item.series.signal)]
        onset = [item for item in voters if abs(item.onset_latest - agreed) <= near]
        seen: set[str] = set()
        first = []
        for item in onset:  # the first fall of each signal belongs to the onset, the next do not
            if item.series.signal not in seen:
                seen.add(item.series.signal)
                first.append(item)
        start = min(item.onset_latest for item in first)
        early = [item for item in self.group if item.onset_latest < start and item.until > start]
        end = self._end(start)
        members = [
            item
            for item in self.group
            if item.until > start - near and (end is None or item.onset_latest < end[1])
        ]
        return Loss(self.entity, tuple(members), tuple(first), tuple(early), end)

    def _early_sign(self) -> Loss | None:
        """IPv6 routes that went while nothing else did: an event of its own, and only a sign."""
        long = [item for item in self.group if item.until - item.onset_latest >= HOUR]
        ipv6 = [item for item in long if is_ipv6(item.series.signal)]
        deep = [item for item in ipv6 if self.witnesses.depth_level(item) <= DEEP]
        if not deep:
            return None
        last = max(deep, key=lambda item: item.until)
        end = None
        if last.end_latest is not None:
            end = (last.end_earliest or last.end_latest, last.end_latest)
        return Loss(self.entity, tuple(deep), (deep[0],), (deep[0],), end)

    def _agreed(self) -> Iterator[int]:
        """Times at which the loss is believed, from the first on."""
        for item in self.group:
            time = item.onset_latest
            low = [other for other in self.group
                   if other.onset_latest <= time < max(other.until, other.onset_latest + 1)
                   and not is_ipv6(other.series.signal)]  # fmt: skip
            if is_believed(low, self.group, self.witnesses):
                yield time

    def _end(self, start: int) -> tuple[int, int] | None:
        """When those who fell had come back; None while they have not."""
        earliest_onset = start - _LATER_HOURS * HOUR  # else it has been low for its own reasons
        of_series: dict[int, list[Episode]] = {}
        for item in sorted(self.group, key=lambda episode: episode.onset_latest):
            is_voter = item.until > start and item.onset_latest >= earliest_onset
            if is_voter and not is_ipv6(item.series.signal):
                of_series.setdefault(id(item.series), []).append(item)
        voters = [item for listed in of_series.values() for item in listed]
        for time in sorted({item.end_latest for item in voters if item.end_latest is not None}):
            back, low = _back_and_low(of_series.values(), time)
            until = time + self.config.onset_hours * HOUR
            fell = {item.series.operator for item in voters if item.onset_latest <= until}
            if back and self._agrees(back, low, time, len(fell)):
                return min(max(item.end_earliest or 0 for item in back), time), time
        return None

    def _agrees(self, back: list[Episode], low: list[Episode], time: int, fell: int) -> bool:
        returned = {item.series.operator for item in back}
        kinds = {evidence_kind(item.series.signal) for item in back}
        waiting = set()
        for item in low:
            level = self.witnesses.level_in(item, time, time + int(_LATER_HOURS * HOUR))
            if level is None or (level == 0.0 and len(kinds) > 1):
                continue  # silent, or died in the loss: it neither holds it open nor ends it
            is_hard = evidence_kind(item.series.signal) in HARD
            reached = len(kinds) > 1 and "probing" in kinds  # people are there, and are reached
            if level < self.config.weak_share and (is_hard or not reached):
                return False
            waiting.add(item.series.operator)
        waiting -= returned
        return len(returned) >= min(2, fell) and len(returned) > len(waiting)


def _back_and_low(
    of_series: Iterable[list[Episode]], time: int
) -> tuple[list[Episode], list[Episode]]:
    """Each signal's last loss before a time, by whether it is over then, and over for a day.

    What falls later is a loss of its own, if one at all.
    """
    back: list[Episode] = []
    low: list[Episode] = []
    for listed in of_series:
        begun = [item for item in listed if item.onset_latest < time]
        if not begun:
            continue
        end = begun[-1].end_latest
        soon = time + _LATER_HOURS * HOUR
        again = any(time <= item.onset_latest <= soon for item in listed)
        (back if end is not None and end <= time and not again else low).append(begun[-1])
    return back, low
