"""What is looked at together: a target or a service on a network, then a service in a country.

Decides the levels at which evidence is pooled, finest first. A spell found at a finer level says
more, so a coarser one is kept only where no finer one shows the same stretch: networks and members
are pooled before giving up on few measurements, and never instead of looking at each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.window import Window

__all__ = ["Label", "Level", "levels"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Label:
    """What a series of a level is of. `asn` is None for all networks together."""

    target: str
    group: str
    asn: int | None


@dataclass(frozen=True, slots=True)
class Level:
    """Rows of a window in order of series and time, the number of each row's series, and labels."""

    name: str
    rows: Ints
    series: Ints
    labels: tuple[Label, ...]

    def rows_of(self, number: int) -> Ints:
        """The rows of one series, in order of time."""
        start, end = np.searchsorted(self.series, [number, number + 1])
        return self.rows[start:end]


def levels(window: Window) -> Iterator[Level]:
    """Each level that differs from the one before."""
    finest = _target_and_network(window)
    yield finest
    groups = sorted(set(window.groups))
    of_target = np.array([groups.index(name) for name in window.groups] or [0], np.int64)
    group = of_target[window.target]
    joined = _by(window, group, window.asn, groups)
    if len(joined.labels) < len(finest.labels):
        yield joined
    if len(np.unique(window.asn)) > 1:
        yield _by(window, group, np.full(len(window), -1, np.int64), groups)


def _target_and_network(window: Window) -> Level:
    series = window.series()
    lengths = [each.end - each.start for each in series]
    labels = tuple(
        Label(each.target, window.groups[int(window.target[each.start])], each.asn)
        for each in series
    )
    number = np.repeat(np.arange(len(series)), lengths)
    return Level("target", np.arange(len(window)), number, labels)


def _by(window: Window, group: Ints, asn: Ints, groups: list[str]) -> Level:
    """Rows by group and network (-1: all of them)."""
    order = np.lexsort((window.time, asn, group))
    group, asn = group[order], asn[order]
    changes = np.ones(len(order), bool)
    changes[1:] = (group[1:] != group[:-1]) | (asn[1:] != asn[:-1])
    labels = tuple(
        Label(
            groups[int(group[at])], groups[int(group[at])], int(asn[at]) if asn[at] >= 0 else None
        )
        for at in np.flatnonzero(changes)
    )
    name = "country" if len(asn) and asn[0] < 0 else "network"
    return Level(name, order.astype(np.int64), np.cumsum(changes) - 1, labels)
