"""When whole feeds were away: a collector's gap, or an instrument that stood still at zero.

Decides that what all entities of a feed share is the feed's, told once with the number of entities;
what one entity misses while its feed goes on is its own, and no line here. Leaves finding to
`feeds`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from fanous.detectors.connectivity.feeds import Feed, feeds, runs
from fanous.model.series import Series

__all__ = ["Gap", "feed_gaps"]


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """One time at which a feed was `missing` or `dead`, from and until in seconds since 1970."""

    start: int
    end: int
    operator: str
    signal: str
    source: str
    kind: Literal["missing", "dead"]
    entities: int


def feed_gaps(series: Sequence[Series]) -> list[Gap]:
    """Every gap of every feed, in order of time."""
    return sorted(gap for feed in feeds(series) for gap in _of_feed(series, feed))


def _of_feed(series: Sequence[Series], feed: Feed) -> Iterator[Gap]:
    seen: Counter[tuple[Literal["missing", "dead"], int, int]] = Counter()
    for place in feed.members:
        item = series[place]
        for first, last in runs(feed.missing[place]):
            seen["missing", item.time(first), item.time(last)] += 1
        for first, last in runs(feed.dead[place]):
            seen["dead", item.time(first), item.time(last)] += 1
    one = series[feed.members[0]]
    for (kind, start, end), entities in seen.items():
        yield Gap(start, end, one.operator, one.signal, one.source, kind, entities)
