"""When a spell began and ended, as tightly as the sightings around it allow, and no tighter.

Decides the bounds of a stretch of votes, and what evidence a spell carries along. A single contrary
sighting bounds a spell that most users see. Where only a part of the network's users is blocked, a
working sighting may be one of the others: as many in a row are needed as would come by chance in
one of twenty cases. A stray blocked sighting before the blocking is steady is no onset, and one
after a return that did not last is no end.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from fanous.detectors.spell import Spell
from fanous.detectors.window import BLOCKED, HOUR, OK, Window

__all__ = ["bounds_around", "contrary_needed", "persistent_first", "persistent_last", "spell_of"]

Ints = NDArray[np.int64]

_CHANCE = 0.05
_PERSIST_SECONDS = 48 * HOUR  # how long a return must hold before a spell is closed
_CHANCE_OF_NOISE = 0.01
_MOST_USERS = 0.7
_LEAST_SHARE = 0.05
_STRAY_CONTRARY = 3  # so many voices in a row against it make what came before a stray
_MOST_WITNESSES = 5


def contrary_needed(share: float) -> int:
    """How many working sightings in a row speak against a spell that `share` of users see."""
    if share >= _MOST_USERS:
        return 1
    return math.ceil(math.log(_CHANCE) / math.log(1 - max(share, _LEAST_SHARE)))


def persistent_last(window: Window, rows: Ints, last: int, noise: float) -> int:
    """The last blocked time that noise does not explain, from `last` on.

    The return must hold: blocked sightings in the two days after it are part of the spell, if so
    many would come of noise in fewer than one of a hundred cases. One observer counts once.
    """
    after = rows[(window.time[rows] > last) & (window.time[rows] <= last + _PERSIST_SECONDS)]
    voices = _voices(window, after)
    found = last
    for count, (time, blocked) in enumerate(voices, 1):
        if not blocked:
            continue
        wrong = sum(b for _, b in voices[:count])
        if binom.sf(wrong - 1, count, noise) < _CHANCE_OF_NOISE:
            found = time
    return found if found == last else persistent_last(window, rows, found, noise)


def _voices(window: Window, rows: Ints) -> list[tuple[int, bool]]:
    """Time of each observer's last sighting of a kind, in order: repeats count once."""
    seen: dict[tuple[int, bool], int] = {}
    for row in rows.tolist():
        if window.outcome[row] == OK or window.outcome[row] >= BLOCKED:
            seen[int(window.observer[row]), bool(window.outcome[row] >= BLOCKED)] = int(
                window.time[row]
            )
    return sorted((time, blocked) for (_, blocked), time in seen.items())


def persistent_first(window: Window, rows: Ints, first: int, last: int) -> int:
    """The first blocked time from `first` on that is no stray.

    A stray is followed by nothing blocked within two days, or by several voices in a row that
    found the target working.
    """
    part = rows[(window.time[rows] >= first) & (window.time[rows] <= last)]
    blocked = window.time[part[window.outcome[part] >= BLOCKED]]
    works = part[window.outcome[part] == OK]
    share = len(blocked) / max(1, len(blocked) + len(works))
    needed = max(_STRAY_CONTRARY, contrary_needed(share))
    for time, following in pairwise(blocked.tolist()):
        between = works[(window.time[works] > time) & (window.time[works] < following)]
        contrary = len(np.unique(window.observer[between]))
        if following - time <= _PERSIST_SECONDS and contrary < needed:
            return int(time)
    return first


def bounds_around(
    time: Ints, works: NDArray[np.bool_], first: int, last: int, share: float
) -> tuple[int | None, int | None]:
    """After when it began, and by when it ended, as the working sightings of a series say; None
    where too few of them are there to say."""
    needed = contrary_needed(share)
    before, after = time[(time < first) & works], time[(time > last) & works]
    earliest = int(before[-needed]) if len(before) >= needed else None
    return earliest, int(after[needed - 1]) if len(after) >= needed else None


def spell_of(
    window: Window,
    rows: Ints,
    *,
    target: str,
    group: str,
    asn: int | None,
    first: int,
    last: int,
    ended: bool,
    odds: float,
) -> Spell:
    """The spell between two blocked sightings of a series, `rows` in order of time."""
    time, outcome = window.time[rows], window.outcome[rows]
    span = (time >= first) & (time <= last)
    blocked = span & (outcome >= BLOCKED)
    told = int(blocked.sum() + (span & (outcome == OK)).sum())
    share = float(blocked.sum() / max(1, told))
    earliest, latest = bounds_around(time, outcome == OK, first, last, share)
    shown = rows[blocked]
    seen_by = frozenset(window.observer[shown].tolist())
    return Spell(
        target=target,
        group=group,
        asn=asn,
        onset_earliest=earliest,
        onset_latest=first,
        end_earliest=last,
        end_latest=latest,
        ended=ended and latest is not None,
        share=share,
        odds=odds,
        observers=len(seen_by),
        seen_by=seen_by,
        measurements=int(span.sum()),
        blocked=int((window.outcome[shown] == BLOCKED).sum()),
        failed=int((window.outcome[shown] != BLOCKED).sum()),
        mechanisms=_names(window.mechanism[shown], window.mechanisms),
        rules=_names(window.rule[shown], window.rules),
        witnesses=_witnesses(window, shown),
        asns=tuple(sorted({int(number) for number in window.asn[shown]})),
    )


def _names(codes: NDArray[np.int32], names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that occur, most often first."""
    counts = Counter(int(code) for code in codes if code >= 0)
    return tuple(names[code] for code, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0])))


def _witnesses(window: Window, shown: Ints) -> tuple[str, ...]:
    """Measurements that show it: the first, the last, and some between."""
    if not len(shown):
        return ()
    places = np.unique(np.linspace(0, len(shown) - 1, _MOST_WITNESSES).round().astype(int))
    named = (window.uid[int(shown[place])].as_py() for place in places)
    return tuple(name for name in named if name)
