"""One entity's losses, from the losses of its signals.

Decides when several signals speak of one loss, when one signal is enough, and when it is over.
A witness is an operator, whatever number of methods it publishes; kinds of evidence are routing,
probing, telescope and users. A loss is believed

- if two kinds of evidence are low together (users' traffic falls for holidays too, but routes and
  telescopes don't keep holidays);
- or two operators of one kind, both below half;
- or one alone, while nothing else that is alive stands still; or routes or probing below half.

It is over when those that fell and can still speak have come back: two of them at least where two
fell, none of them still below half, and more are back than not. A signal that is missing or dead
has no say in the end. IPv6 routes alone are an early sign: told, and never more than `partial`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fanous.detectors.connectivity.config import HOUR, ConnectivityConfig
from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.model.series import FloatArray

__all__ = ["Loss", "evidence_kind", "fuse", "is_ipv6"]

_KINDS = {
    "bgp": "routing",
    "routes-ipv4": "routing",
    "routes-ipv6": "routing",
    "routes-asns": "routing",
    "probing": "probing",
    "connectivity": "probing",
    "answers": "probing",
    "telescope": "telescope",
    "google": "users",
    "mozilla": "users",
    "tor-users": "users",
    "ooni-measurements": "users",
}
_HARD = ("routing", "probing")  # low for no other reason than being unreachable
_DEEP = 0.5
_FEWEST_SEEN = 1
_STILL = 0.8  # of its baseline: a signal that stands at or above this contradicts
_LATER_HOURS = 24.0
_SOON_HOURS = 12.0  # later, the baseline of a signal that fell unnoticed follows it down


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


def evidence_kind(signal: str) -> str:
    """Routing, probing, telescope, users; a signal that is not known is a kind of its own."""
    return _KINDS.get(signal.partition(":")[0], signal)


def is_ipv6(signal: str) -> bool:
    """Whether a signal is of IPv6 alone."""
    return signal.partition(":")[0].lower().endswith(("ipv6", "-v6", "_v6", "v6_prefixes"))


def fuse(entity: str, judged: Sequence[Judged], config: ConnectivityConfig) -> list[Loss]:
    """The losses of one entity, in the order of their onset."""
    left = sorted(
        (episode for item in judged for episode in item.episodes),
        key=lambda episode: (episode.onset_latest, episode.series.signal),
    )
    found = []
    while left:
        group, rest = _group(left)
        loss = _Fusion(entity, judged, group, config).loss()
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
        self,
        entity: str,
        judged: Sequence[Judged],
        group: list[Episode],
        config: ConnectivityConfig,
    ) -> None:
        self.entity, self.judged, self.group, self.config = entity, judged, group, config
        self.of = {id(item.series): item for item in judged}

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
        deep = [item for item in ipv6 if self._depth_level(item) <= _DEEP]
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
            if self._believed(low):
                yield time

    def _believed(self, low: list[Episode]) -> bool:
        if not low:
            return False
        kinds = {evidence_kind(item.series.signal) for item in low}
        operators = {item.series.operator for item in low}
        if len(kinds) > 1 and len(operators) > 1:
            return True
        deep = [item for item in low if self._depth_level(item) <= _DEEP]
        if len({item.series.operator for item in deep}) > 1:
            return True
        if any(evidence_kind(item.series.signal) in _HARD for item in deep):
            return self._lasts(deep)
        return not self._contradicted(low[-1], operators)

    def _lasts(self, deep: list[Episode]) -> bool:
        """Routes flap: one operator alone must be low for an hour."""
        alone = not any(
            item.series.operator not in {episode.series.operator for episode in deep}
            and self._level(item, deep[0].onset_latest, deep[0].until) is not None
            for item in self.judged
            if not is_ipv6(item.series.signal)
        )
        return alone or any(item.until - item.onset_latest >= HOUR for item in deep)

    def _depth_level(self, episode: Episode) -> float:
        """The median share of the baseline while the episode lasts."""
        level = self._level(self.of[id(episode.series)], episode.onset_latest, episode.until)
        return 1.0 if level is None else level

    def _contradicted(self, episode: Episode, operators: set[str]) -> bool:
        """Whether a signal of another operator, not of IPv4 routes, is alive and stands still."""
        for item in self.judged:
            if item.series.operator in operators or not item.series.seasonal:
                continue
            until = min(episode.until, episode.onset_latest + int(_SOON_HOURS * HOUR))
            level = self._level(item, episode.onset_latest, until)
            if level is not None and level >= _STILL:
                return True
        return False

    def _level(self, item: Judged, start: int, until: int) -> float | None:
        """A signal's median share of its baseline between two times; None if it is silent."""
        series = item.series
        first, last = max(0, series.index(start)), max(0, series.index(until - 1) + 1)
        share: FloatArray = item.ratio[first:last]
        known = share[~np.isnan(share)]
        return float(np.median(known)) if len(known) >= _FEWEST_SEEN else None

    def _end(self, start: int) -> tuple[int, int] | None:
        """When those who fell had come back; None while they have not."""
        last: dict[int, Episode] = {}
        for item in sorted(self.group, key=lambda episode: episode.onset_latest):
            if item.until > start and not is_ipv6(item.series.signal):
                last[id(item.series)] = item
        chain: list[Episode] = []
        for item in sorted(last.values(), key=lambda episode: episode.until):
            chain.append(item)
        fell = {item.series.operator for item in chain}
        for place, item in enumerate(chain):
            if item.end is None:
                return None
            back = chain[: place + 1]
            latest = max(other.end_latest or 0 for other in back)
            if self._agrees(back, chain[place + 1 :], latest, len(fell)):
                earliest = max(other.end_earliest or 0 for other in back)
                return min(earliest, latest), latest
        return None

    def _agrees(self, back: list[Episode], low: list[Episode], time: int, fell: int) -> bool:
        returned = {item.series.operator for item in back}
        waiting = set()
        for item in low:
            if item.onset_latest >= time:
                continue  # it fell later: a loss of its own, if one at all
            level = self._level(self.of[id(item.series)], time, time + int(_LATER_HOURS * HOUR))
            if level is None:
                continue  # silent: it neither holds the loss open nor ends it
            if level < self.config.weak_share:
                return False
            waiting.add(item.series.operator)
        waiting -= returned
        return len(returned) >= min(2, fell) and len(returned) > len(waiting)
