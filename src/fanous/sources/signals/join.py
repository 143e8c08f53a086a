"""Files that carry on the same series: one series of them, where their numbers can be compared.

Decides that two files hold the same series if all that they say of it agrees; the later file's
points win where both have one. Shares of a window's own maximum can be compared only where windows
overlap: there the later is scaled to the earlier, if they agree on one factor; else each stays a
series of its own. Files with months between them stay apart: the time between would be all holes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from fanous.model.series import Series

__all__ = ["COMPARABLE_UNITS", "joined"]

COMPARABLE_UNITS = {"traffic", "% of what usually answers"}
"""Units of normalised series whose maximum is not the window's: every file has the same."""
FARTHEST_SECONDS = 31 * 86_400
_FEWEST_COMMON = 12
_AGREE = 0.05  # of the factor, the quartiles of the ratios


def joined(series: Iterable[Series]) -> list[Series]:
    """One series for files that carry on the same one; the first file's name stays."""
    groups: dict[tuple[object, ...], list[Series]] = {}
    for item in series:
        key = (item.entity, item.signal, item.operator, item.unit, item.step, item.scale,
               item.start % item.step)  # fmt: skip
        groups.setdefault(key, []).append(item)
    return [made for group in groups.values() for made in _of_group(group)]


def _of_group(group: list[Series]) -> list[Series]:
    if group[0].normalised and group[0].unit not in COMPARABLE_UNITS:
        return _scaled(group)
    return [_merged(part) for part in _near(group)]


def _near(group: list[Series]) -> list[list[Series]]:
    """A series' parts, apart where nothing lies between them for long; files keep their order."""
    spans: list[list[int]] = []
    for item in sorted(group, key=lambda one: one.start):
        if spans and item.start <= spans[-1][1] + FARTHEST_SECONDS:
            spans[-1][1] = max(spans[-1][1], item.end)
        else:
            spans.append([item.start, item.end])
    return [[item for item in group if first <= item.start < last] for first, last in spans]


def _scaled(group: list[Series]) -> list[Series]:
    """Windows in order of time, each scaled to those before it where they overlap."""
    found: list[Series] = []
    for item in sorted(group, key=lambda one: (one.start, one.source)):
        factor = _factor(found[-1], item) if found else None
        if factor is None:
            found.append(item)
        else:
            found[-1] = _merged([found[-1], item.with_values(item.values * factor)])
    return found


def _factor(one: Series, other: Series) -> float | None:
    """What the other's values must be multiplied by to be the first one's; None if unknown."""
    first, last = max(one.start, other.start), min(one.end, other.end)
    if last <= first:
        return None
    step = one.step
    mine = one.values[(first - one.start) // step : (last - one.start) // step]
    theirs = other.values[(first - other.start) // step : (last - other.start) // step]
    known = (mine > 0) & (theirs > 0)
    if known.sum() < _FEWEST_COMMON:
        return None
    low, middle, high = np.quantile(mine[known] / theirs[known], (0.25, 0.5, 0.75))
    return float(middle) if high - low <= _AGREE * middle else None


def _merged(group: list[Series]) -> Series:
    if len(group) == 1:
        return group[0]
    first, step = min(item.start for item in group), group[0].step
    values = np.full((max(item.end for item in group) - first) // step, np.nan)
    for item in group:
        at = (item.start - first) // step
        part = values[at : at + len(item.values)]
        np.copyto(part, item.values, where=~np.isnan(item.values))
    return replace(group[0], start=first, values=values)
