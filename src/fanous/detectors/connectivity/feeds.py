"""What a hole means: an entity's own silence, a feed that failed, or a telescope stuck at zero.

Decides, over all series of one feed (same operator and signal, in whatever files they came): steps
missing in nearly all entities at once are the feed's gap; steps exactly zero in nearly all entities
at once, while no other operator's signal fell at that moment, are a dead feed and count as missing.
An entity alone in its feed is held against its other signals: exactly zero while all of them stand
still. A zero that nothing can be held against stays zero, and the text says that a failed
instrument can't be ruled out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from fanous.detectors.connectivity.baseline import steps
from fanous.detectors.connectivity.config import DAY
from fanous.model.series import BoolArray, Series

__all__ = ["FEWEST_ENTITIES", "Feed", "feeds", "runs"]

FEWEST_ENTITIES = 3
_NEARLY_ALL = 0.8
_FELL = 0.75  # of the level before: another signal that falls at the same hour speaks for a loss
_FEWEST_STEPS = 3
_LEAST_LEVEL = 5.0  # zero is nothing strange for what is nearly zero anyway
_COMPARED_HOURS = 3.0
_COMPARED_DAYS = 7
_MOST_CHANGE = (0.2, 2.0)


class Feed:
    """The steps at which one feed failed: a mask for each of its series, by place in the list."""

    def __init__(self, members: Sequence[int]) -> None:
        self.members = tuple(members)
        self.missing: dict[int, BoolArray] = {}
        self.dead: dict[int, BoolArray] = {}


def feeds(series: Sequence[Series]) -> list[Feed]:
    """Each feed with its failures; `members` are places in `series`."""
    grouped: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, item in enumerate(series):
        grouped[(*item.feed, item.step, item.start % item.step)].append(place)
    found = []
    for members in grouped.values():
        feed = Feed(members)
        _common(series, feed)
        found.append(feed)
    return found


def runs(mask: BoolArray) -> list[tuple[int, int]]:
    """Runs of true steps, as `(first, last + 1)`."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _common(series: Sequence[Series], feed: Feed) -> None:
    listed = [series[place] for place in feed.members]
    step, start = listed[0].step, min(item.start for item in listed)
    size = max((item.end - start) // step for item in listed)
    missing, zero, present = (np.zeros(size, dtype=np.int32) for _ in range(3))
    for item in listed:
        at = (item.start - start) // step
        part = slice(at, at + len(item.values))
        present[part] += 1
        missing[part] += np.isnan(item.values)
        zero[part] += item.values == 0.0
    many = present >= FEWEST_ENTITIES
    gap = many & (missing >= _NEARLY_ALL * present)
    alone = not many.any()
    all_zero = (
        (zero >= 1) & (zero == present - missing)
        if alone
        else many & (zero >= _NEARLY_ALL * (present - missing)) & (zero >= FEWEST_ENTITIES)
    )
    spans = [span for span in runs(all_zero) if span[1] - span[0] >= _FEWEST_STEPS]
    for place, item in zip(feed.members, listed, strict=True):
        at = (item.start - start) // step
        feed.missing[place] = gap[at : at + len(item.values)]
        feed.dead[place] = np.zeros(len(item.values), dtype=bool)
    for first, last in spans:
        times = (start + first * step, start + last * step)
        if not _is_failure(series, feed, times):
            continue
        for place, item in zip(feed.members, listed, strict=True):
            low = max(0, (times[0] - item.start) // step)
            high = max(0, (times[1] - item.start) // step)
            feed.dead[place][low:high] = item.values[low:high] == 0.0


def _is_failure(series: Sequence[Series], feed: Feed, times: tuple[int, int]) -> bool:
    """Whether zeros are the instrument's: it fell to zero from something, and nothing else fell.

    Something else must be there to be asked; what is silent itself has no say.
    """
    entities = {series[place].entity for place in feed.members}
    countries = {series[place].country for place in feed.members} - {None}
    operator = series[feed.members[0]].operator
    fell_from = any(_level_before(series[place], times[0]) >= _level_floor(series[place])
                    for place in feed.members)  # fmt: skip
    asked = 0
    for item in series:
        related = item.entity in entities or item.entity in countries
        if item.operator == operator or not related or item.seasonal is False:
            continue
        before, after = _level_before(item, times[0]), _level_after(item, times[0])
        if np.isnan(before) or np.isnan(after) or before < _level_floor(item):
            continue
        asked += 1
        if after < _FELL * before * _usual_change(item, times[0]):
            return False
    return asked > 0 and fell_from


def _level_floor(item: Series) -> float:
    return 0.0 if item.normalised else _LEAST_LEVEL


def _level_before(item: Series, time: int) -> float:
    count = steps(_COMPARED_HOURS, item.step)
    at = item.index(time)
    return _median(item.values[max(0, at - count) : max(0, at)])


def _level_after(item: Series, time: int) -> float:
    count = steps(_COMPARED_HOURS, item.step)
    at = item.index(time)
    return _median(item.values[max(0, at) : max(0, at + count)])


def _usual_change(item: Series, time: int) -> float:
    """How the level changes at this hour on the days before: evenings fall every day.

    Without it, a telescope that dies while search traffic goes to sleep reads as a loss.
    """
    if item.step >= DAY:
        return 1.0
    changes = []
    for day in range(1, _COMPARED_DAYS + 1):
        before, after = (level(item, time - day * DAY) for level in (_level_before, _level_after))
        if before > 0 and not np.isnan(after):
            changes.append(after / before)
    return float(np.clip(np.median(changes), *_MOST_CHANGE)) if changes else 1.0


def _median(values: np.typing.NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")
