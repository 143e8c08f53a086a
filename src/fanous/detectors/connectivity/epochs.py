"""Stretches of time in which an entity was watched: what one says is no news of the next.

Decides that series of one entity belong together where the time between them is short. A file of
2019 and one of 2026 are two stretches: a loss that was open when the first ended did not last for
six years, and nobody knows when it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fanous.detectors.connectivity.config import DAY
from fanous.model.series import Series

__all__ = ["FARTHEST_DAYS", "epochs"]

FARTHEST_DAYS = 31.0  # without any series: what comes later is another stretch


def epochs(places: Iterable[int], series: Sequence[Series]) -> list[list[int]]:
    """Places in `series`, in groups that touch in time, each in the order given."""
    ordered = sorted(places, key=lambda place: series[place].start)
    groups: list[list[int]] = []
    until = 0.0
    for place in ordered:
        if not groups or series[place].start > until + FARTHEST_DAYS * DAY:
            groups.append([])
            until = 0.0
        groups[-1].append(place)
        until = max(until, series[place].end)
    return [sorted(group) for group in groups]
