"""Series that begin low: a loss may have been under way before there were any data.

Decides when that is to be said: the first days lie below half of what is usual in the month after
them, in signals of two operators, or in all there are. No event is made of it: its onset is not
known, and a feed that only began to grow looks the same. Leaves the words to whoever tells it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fanous.detectors.connectivity.baseline import steps
from fanous.detectors.connectivity.config import DAY
from fanous.model.series import Series

__all__ = ["BeginsLow", "begins_low"]

_LOW, _BACK = 0.5, 0.8
_USUAL_DAYS, _FEWEST_DAYS = 28, 7
_MOST_LOW_DAYS = 120
_LEAST_LEVEL = 5.0  # of what is tiny, days are low by chance


@dataclass(frozen=True, slots=True)
class BeginsLow:
    """An entity whose data begin low, the signals that say so, and when the last of them rose."""

    entity: str
    signals: tuple[str, ...]
    until: int  # seconds since 1970; the start of the first day that was not low


def begins_low(series: Sequence[Series]) -> list[BeginsLow]:
    """Countries and regions of which it must be said, in the order of their names."""
    entities: dict[str, list[Series]] = defaultdict(list)
    for item in series:
        if item.entity.startswith(("country:", "region:")) and item.seasonal:
            entities[item.entity].append(item)
    found = []
    for entity, listed in sorted(entities.items()):
        rises = {item.signal: (item.operator, rise) for item in listed if (rise := _rise(item))}
        operators = {operator for operator, _ in rises.values()}
        if operators and len(operators) >= min(2, len({item.operator for item in listed})):
            until = max(rise for _, rise in rises.values())
            found.append(BeginsLow(entity, tuple(sorted(rises)), until))
    return found


def _rise(item: Series) -> int | None:
    """The first day that is not low, where those before it, from the first on, are; else None."""
    per_day = steps(24.0, item.step)
    days = len(item.values) // per_day
    table = item.values[: days * per_day].reshape(days, per_day)
    known = (~np.isnan(table)).any(axis=1)
    level = np.full(days, np.nan)
    level[known] = np.nanmedian(table[known], axis=1)
    for day in range(1, min(days, _MOST_LOW_DAYS)):
        after = level[day : day + _USUAL_DAYS]
        after = after[~np.isnan(after)]
        if len(after) < _FEWEST_DAYS:
            break
        usual = float(np.median(after))
        before = level[:day][~np.isnan(level[:day])]
        is_tiny = item.scale == "count" and usual < _LEAST_LEVEL
        rose = level[day] >= _BACK * usual  # at once: what only grows was not lost
        if len(before) and not is_tiny and rose and before.max() < _LOW * usual:
            return item.start + day * max(DAY, item.step)
    return None
