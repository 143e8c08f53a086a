"""Sightings that say more about the instrument than about the network, left out before anything.

Decides which versions of the software are not believed: a release that fails at targets that other
versions reach, at the same time and wherever it runs, and that never worked at them. A real block
is met by all versions alike, and the same version worked before it or works on other networks.
Decides as well which voices insist: a flood comes from few who say one thing very often.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.window import BLOCKED, HOUR, OK, Window

__all__ = ["believed", "defective_versions", "insistent"]

_FEW = 3  # voices or targets
_FAILS = 0.6
_WORKS = 0.85
_NEVER_WORKED = 0.95
_MANY = 10
_DAY = 24 * HOUR
_WEEKS_AROUND = 14 * _DAY  # a release that never worked anywhere is held against more of the others
_REPEATS_LEAST = 8
_REPEATS_USUAL = 0.95
_REPEATS_TIMES = 3


def believed(window: Window) -> Window:
    """The window without the sightings of defective versions and of insistent voices."""
    kept = ~np.isin(window.version, defective_versions(window)) & ~insistent(window)
    if kept.all():
        return window
    names = ("target", "asn", "time", "observer", "version", "outcome", "rule", "mechanism")
    return replace(
        window,
        **{name: getattr(window, name)[kept] for name in names},
        uid=window.uid.filter(_mask(kept)),
    )


def _mask(kept: NDArray[np.bool_]) -> object:
    import pyarrow as pa

    return pa.array(kept)


def defective_versions(window: Window) -> list[int]:
    """Numbers of the versions that fail by themselves."""
    said = np.flatnonzero((window.outcome == OK) | (window.outcome >= BLOCKED))
    blocked = window.outcome[said] >= BLOCKED
    version = window.version[said]
    found = []
    for number in range(len(window.versions)):
        mine = version == number
        if mine.sum() < _FEW or blocked[mine].mean() < _FAILS:
            continue
        if _fails_by_itself(window, said, blocked, mine):
            found.append(number)
    return found


def _fails_by_itself(
    window: Window, said: NDArray[np.int64], blocked: NDArray[np.bool_], mine: NDArray[np.bool_]
) -> bool:
    """Whether most targets at which it fails were reached by other versions while it ran."""
    time, target = window.time[said], window.target[said]
    never_worked = blocked[mine].mean() >= _NEVER_WORKED and mine.sum() >= _MANY
    margin = _WEEKS_AROUND if never_worked else _DAY
    first, last = time[mine].min() - margin, time[mine].max() + margin
    others = ~mine & (time >= first) & (time <= last)
    fails = works = 0
    for name in np.unique(target[mine]).tolist():
        here = target == name
        if blocked[here & mine].mean() < _FAILS:
            continue
        fails += 1
        said_by_others = blocked[here & others]
        if len(said_by_others) >= _FEW and 1 - said_by_others.mean() >= _WORKS:
            works += 1
    return fails >= 2 and works >= _FAILS * fails


def insistent(window: Window) -> NDArray[np.bool_]:
    """Whether each sighting is of a voice that repeats one target far oftener in a day than others
    of this window do."""
    if not len(window):
        return np.zeros(0, bool)
    order = np.lexsort((window.observer, window.target))
    target, observer = window.target[order], window.observer[order]
    begins = np.ones(len(order), bool)
    begins[1:] = (target[1:] != target[:-1]) | (observer[1:] != observer[:-1])
    starts = np.flatnonzero(begins)
    counts = np.diff([*starts, len(order)])
    bound = max(_REPEATS_LEAST, _REPEATS_TIMES * float(np.quantile(counts, _REPEATS_USUAL)))
    found = np.empty(len(order), bool)
    found[order] = np.repeat(counts > bound, counts)
    return found
