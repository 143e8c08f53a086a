"""The whole detector: series in, losses, patterns and silences out; no state survives.

Decides the order: feeds first (what counts as missing), then every signal alone, then every entity
over its signals, then patterns, then silences; and what can be judged apart, in other processes:
countries, each with its networks, once it is known where feeds failed. Leaves facts and words to
`fanous.events` and `fanous.reports`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fanous.detectors.connectivity.baseline import steps
from fanous.detectors.connectivity.config import DEFAULT, ConnectivityConfig
from fanous.detectors.connectivity.episode import Judged
from fanous.detectors.connectivity.episodes import judge_series
from fanous.detectors.connectivity.epochs import epochs
from fanous.detectors.connectivity.feeds import FEWEST_ENTITIES, feeds, runs
from fanous.detectors.connectivity.fuse import Loss, fuse
from fanous.detectors.connectivity.recurring import Pattern, patterns
from fanous.model.series import BoolArray, Series

__all__ = ["Detected", "Part", "Silence", "detect", "detect_part", "split"]

_FEWEST_STEPS_SILENT = 6


@dataclass(frozen=True, slots=True, eq=False)
class Silence:
    """An entity of which nothing was heard, by signals whose feeds went on, or by all at once.

    Seconds since 1970; `until` is None where the silence reaches the end of what there is.
    """

    entity: str
    series: tuple[Series, ...]
    before: int
    start: int
    last: int
    until: int | None
    feed_went_on: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Detected:
    """What was found of one entity, with what it was found in."""

    entity: str
    judged: tuple[Judged, ...]
    losses: tuple[Loss, ...]
    patterns: tuple[Pattern, ...]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Series that are judged without any others: a country with its networks and regions.

    `gone` says where each one's feed was missing or dead, `shared` whether others are of that feed;
    both need all series at once.
    """

    series: tuple[Series, ...]
    gone: tuple[BoolArray, ...]
    shared: tuple[bool, ...]

    @property
    def points(self) -> int:
        """How many steps there are to judge."""
        return sum(len(item.values) for item in self.series)


def detect(series: Sequence[Series], config: ConnectivityConfig = DEFAULT) -> list[Detected]:
    """Everything that the series show, an entry an entity, in the order of the entities' names.

    An entity that was watched at times far apart has an entry for each (`epochs`).
    The order of the series does not matter. Series of one entity may have any steps and windows.
    """
    found = [item for part in split(series) for item in detect_part(part, config)]
    return sorted(found, key=lambda item: item.entity)


def split(series: Sequence[Series]) -> list[Part]:
    """Parts that can be judged apart, once it is known where feeds failed."""
    ordered = sorted(series, key=lambda item: (item.entity, item.signal, item.operator, item.start))
    gone = _gone(ordered)
    members = Counter(item.feed for item in ordered)
    homes: dict[str, str] = {}
    for item in ordered:  # series of one entity stay together, whatever country each one names
        homes.setdefault(item.entity, item.country or item.entity)
    places: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(ordered):
        places[homes[item.entity]].append(place)
    return [
        Part(
            tuple(ordered[place] for place in listed),
            tuple(gone[place] for place in listed),
            tuple(members[ordered[place].feed] >= FEWEST_ENTITIES for place in listed),
        )
        for listed in places.values()
    ]


def detect_part(part: Part, config: ConnectivityConfig = DEFAULT) -> list[Detected]:
    """What one part shows, an entry an entity."""
    entities: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(part.series):
        entities[item.entity].append(place)
    stretches = ((entity, group) for entity, places in entities.items()
                 for group in epochs(places, part.series))  # fmt: skip
    return [_of_entity(entity, part, places, config) for entity, places in stretches]


def _of_entity(
    entity: str, part: Part, places: Sequence[int], config: ConnectivityConfig
) -> Detected:
    mine = [judge_series(part.series[place], ~part.gone[place], config) for place in places]
    losses = fuse(entity, mine, config)
    recurring, single = patterns(entity, losses, mine, config)
    gone = [part.gone[place] for place in places]
    shared = {id(part.series[place]): part.shared[place] for place in places}
    silent = [
        replace(item, feed_went_on=shared[id(item.series[0])])
        for item in _silences(entity, mine, gone, losses, config)
    ]
    return Detected(entity, tuple(mine), tuple(single), tuple(recurring), tuple(silent))


def _gone(series: Sequence[Series]) -> list[BoolArray]:
    """Where the feed of each series was missing or dead."""
    gone: list[BoolArray] = [np.zeros(0, dtype=bool)] * len(series)
    for feed in feeds(series):
        for place in feed.members:
            gone[place] = feed.missing[place] | feed.dead[place]
    return gone


def _silences(
    entity: str,
    judged: Sequence[Judged],
    gone: Sequence[BoolArray],
    losses: Sequence[Loss],
    config: ConnectivityConfig,
) -> list[Silence]:
    """Long holes that are the entity's own; those inside a loss are part of it."""
    held = [(loss.start, loss.end[1] if loss.end else None) for loss in losses]
    found = []
    for item, mask in zip(judged, gone, strict=True):
        series = item.series
        own = np.isnan(item.values) & ~mask
        fewest = max(_FEWEST_STEPS_SILENT, steps(config.gap_hours, series.step))
        for first, last in runs(own):
            if last - first < fewest or first == 0:
                continue
            span = (series.time(first), series.time(last))
            if any(start < span[1] and (end is None or end > span[0]) for start, end in held):
                continue
            heard = any(_heard(other, span) for other in judged if other is not item)
            if heard:
                continue
            until = None if last >= len(own) else span[1]
            found.append(
                Silence(entity, (series,), series.time(first - 1), span[0],
                        series.time(last - 1), until)
            )  # fmt: skip
    return found


def _heard(other: Judged, span: tuple[int, int]) -> bool:
    """Whether another signal of the entity speaks during a hole."""
    series = other.series
    first, last = max(0, series.index(span[0])), max(0, series.index(span[1]))
    part = other.values[first:last]
    return len(part) > 0 and bool((~np.isnan(part)).mean() > 0.5)
