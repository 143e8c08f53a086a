"""Strays at the edges of an event: one voice long before all others is no onset.

Decides which first and last sightings of many networks count. Each network's spell has its own
bounds; where many networks make one event, its edges are those of the network with the worst luck.
So a voice that stands apart from the rest, by far more time than lies between voices otherwise,
moves no edge, if the target worked on its own network after it: its spell begins (or ends) at the
next sighting that shows it. Patterns are left alone: hours of a day apart is what they are.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.bounds import bounds_around
from fanous.detectors.spell import Spell
from fanous.detectors.window import BLOCKED, HOUR, OK, Window

__all__ = ["trimmed"]

_APART_SECONDS = 12 * HOUR
_APART_TIMES = 4.0
_MOST_STRAYS = 3
_MANY_NETWORKS = 3

Ints = NDArray[np.int64]


def trimmed(window: Window, spells: tuple[Spell, ...]) -> tuple[Spell, ...]:
    """The spells of one event with their edges moved past strays; a spell of strays only is gone.

    Nothing is moved where one or two networks make the event, whose own bounds know of strays, nor
    where a detector weighs no evidence: it dates a change to its alarm.
    """
    if not all(spell.odds for spell in spells):
        return spells
    if len({number for spell in spells for number in spell.asns}) < _MANY_NETWORKS:
        return spells
    series = [_rows(window, spell) for spell in spells]
    shown = [_shown(window, rows, spell) for rows, spell in zip(series, spells, strict=True)]
    voices = _voices(window, np.concatenate(shown) if shown else np.zeros(0, np.int64))
    if len(voices) <= 2 * _MOST_STRAYS:
        return spells
    first, last = _firm(voices), -_firm(-voices[::-1])
    kept = []
    for spell, rows, mine in zip(spells, series, shown, strict=True):
        times = window.time[mine]
        times = times[(times >= first) & (times <= last)]
        if spell.pattern:
            kept.append(spell)
        elif len(times):
            works = window.time[rows[window.outcome[rows] == OK]]
            edges = _edges(spell, works, int(times[0]), int(times[-1]))
            kept.append(_moved(window, spell, rows, *edges))
    return tuple(kept)


def _edges(spell: Spell, works: Ints, first: int, last: int) -> tuple[int, int]:
    """The edges to move to: past what the spell's own series contradicts, and not else.

    In Kenya 2023 one network's cut lasted seven hours longer than the exam hours of all others, and
    nothing on it worked in between: the last sighting was no stray.
    """
    before = ((works > spell.onset_latest) & (works < first)).any()
    after = ((works > last) & (works < spell.end_earliest)).any()
    return first if before else spell.onset_latest, last if after else spell.end_earliest


def _rows(window: Window, spell: Spell) -> Ints:
    """The sightings of a spell's series, in order of time."""
    names = zip(window.targets, window.groups, strict=True)
    wanted = np.array([spell.target in pair for pair in names] or [False])
    inside = wanted[window.target]
    if spell.asn is not None:
        inside &= window.asn == spell.asn
    rows = np.flatnonzero(inside)
    return rows[np.argsort(window.time[rows], kind="stable")]


def _shown(window: Window, rows: Ints, spell: Spell) -> Ints:
    time = window.time[rows]
    inside = (time >= spell.onset_latest) & (time <= spell.end_earliest)
    return rows[inside & (window.outcome[rows] >= BLOCKED)]


def _voices(window: Window, rows: Ints) -> Ints:
    """When each observer first saw it, in order."""
    order = np.argsort(window.time[rows], kind="stable")
    _, first = np.unique(window.observer[rows][order], return_index=True)
    return np.sort(window.time[rows][order][first])


def _firm(voices: Ints) -> int:
    """The first of some times that does not stand apart from those that follow."""
    gaps = np.diff(voices)
    apart = max(_APART_SECONDS, _APART_TIMES * float(np.median(gaps)))
    place = 0
    while place < _MOST_STRAYS and gaps[place : _MOST_STRAYS + 1].max(initial=0) > apart:
        place += 1 + int(np.flatnonzero(gaps[place : _MOST_STRAYS + 1] > apart)[0])
    return int(voices[min(place, _MOST_STRAYS)])


def _moved(window: Window, spell: Spell, rows: Ints, first: int, last: int) -> Spell:
    """A spell with other edges: bounds and counts of what is left of it."""
    if (first, last) == (spell.onset_latest, spell.end_earliest):
        return spell
    time, outcome = window.time[rows], window.outcome[rows]
    earliest, latest = bounds_around(time, outcome == OK, first, last, spell.share)
    span = rows[(time >= first) & (time <= last)]
    shown = span[window.outcome[span] >= BLOCKED]
    heard = np.fromiter(spell.seen_by, np.uint64, len(spell.seen_by))
    shown = shown[np.isin(window.observer[shown], heard)]
    seen_by = frozenset(window.observer[shown].tolist())
    accusing = int((window.outcome[shown] == BLOCKED).sum())
    return replace(
        spell,
        onset_earliest=earliest if first != spell.onset_latest else spell.onset_earliest,
        onset_latest=first,
        end_earliest=last,
        end_latest=latest if last != spell.end_earliest else spell.end_latest,
        observers=len(seen_by),
        seen_by=seen_by,
        measurements=len(span),
        blocked=accusing,
        failed=len(shown) - accusing,
    )
