"""Patterns as spells: a network that is blocked by the clock over some days or weeks.

Decides from when to when a rhythm holds (the run of days whose votes inside its hours say most),
what its occurrences are, and which other networks keep the same hours: too few measurements to find
a rhythm can be enough to join one. Leaves finding hours and days of the week to `patterns`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from fanous.detectors.bounds import spell_of
from fanous.detectors.heard import Heard
from fanous.detectors.levels import Level
from fanous.detectors.patterns import Rhythm, rhythm_of
from fanous.detectors.spell import Occurrence, Pattern, Spell
from fanous.detectors.states import Odds, promising
from fanous.detectors.votes import Votes, log_odds
from fanous.detectors.window import BLOCKED, HOUR, OK, Window

__all__ = ["pattern_spells"]

_FAINT = 0.15  # three hours a day are an eighth of all votes
_INSIDE = 0.5
_LEAST_BLOCKED = 4.0
_LEAST_TO_JOIN = 4.0  # nats: the hours are given, nothing was searched
_MOST_OUTSIDE = 0.15
_ROUNDS = 3
_REST_DAYS = 3  # from a Friday to a Monday
_BY_CHANCE = 0.1

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Held:
    """A rhythm of one series, and the first and last hour of the run of days in which it holds."""

    number: int
    rhythm: Rhythm
    first: int
    last: int
    gain: float
    noise: float


def pattern_spells(heard: Heard, odds: Odds) -> list[Spell]:
    """Spells with a pattern among the series of a level."""
    level, votes = heard.level, heard.votes
    faint = promising(votes, replace(odds, partial=_FAINT))
    of_group: dict[str, list[_Held]] = defaultdict(list)
    for part, hope in zip(votes.parts(), faint, strict=True):
        number, start, end = part
        if hope and votes.blocked[start:end].sum() >= _LEAST_BLOCKED:
            held = _held(number, votes.of(start, end), heard.noise_of(part))
            if held is not None:
                of_group[level.labels[number].group].append(held)
    found = []
    for group, mine in of_group.items():
        together = mine + list(_joining(heard, group, mine))
        rows = level.rows[np.isin(level.series, [held.number for held in together])]
        usual = max(held.noise for held in together)
        for held in together:
            spell = _spell(heard.window, level, held, _extended(heard.window, rows, held, usual))
            if spell is not None:
                found.append(spell)
    return found


def _held(number: int, votes: Votes, noise: Floats) -> _Held | None:
    """The rhythm of the run of days in which it says most.

    The hours are found over everything first, however faint; then the days; then both again, each
    within the other.
    """
    start, end = 0, len(votes)
    for _ in range(_ROUNDS):
        faint = rhythm_of(votes.of(start, end), strict=False)
        days = _best_days(votes, noise, faint) if faint else None
        if days is None:
            return None
        start, end = days
    rhythm = rhythm_of(votes.of(start, end))
    if rhythm is None:
        return None
    first, last = int(votes.hour[start]), int(votes.hour[end - 1])
    usual = float(noise[start:end].mean())
    return _Held(number, rhythm, first, last, rhythm.gain, usual)


def _extended(window: Window, rows: Ints, held: _Held, noise: float) -> tuple[int, int]:
    """First and last hour of a run of days, with days around it that noise hardly explains.

    All networks that keep the hours are asked together (`rows`): a first exam morning may have one
    blocked sighting each among several clear ones.
    """
    rhythm = held.rhythm
    hour = window.time[rows] // HOUR
    rows = rows[rhythm.holds(hour)]
    day = (window.time[rows] // HOUR - rhythm.start_hour) // 24
    bounds = [(hour - rhythm.start_hour) // 24 for hour in (held.first, held.last)]
    for side, step in ((0, -1), (1, 1)):
        reached = True
        while reached:
            reached = False
            for away in range(1, _REST_DAYS + 1):
                mine = rows[day == bounds[side] + step * away]
                if _chance(window, mine, noise) < _BY_CHANCE:
                    bounds[side] += step * away
                    reached = True
                    break
    start = rhythm.start_hour
    return bounds[0] * 24 + start, bounds[1] * 24 + start + 23


def _chance(window: Window, rows: Ints, noise: float) -> float:
    """How likely noise makes so many observers of a day see it blocked; 1 where none does."""
    shown = len(np.unique(window.observer[rows[window.outcome[rows] >= BLOCKED]]))
    said = rows[(window.outcome[rows] == OK) | (window.outcome[rows] >= BLOCKED)]
    return (
        float(binom.sf(shown - 1, len(np.unique(window.observer[said])), noise)) if shown else 1.0
    )


def _best_days(votes: Votes, noise: Floats, rhythm: Rhythm) -> tuple[int, int] | None:
    """The run of whole days of greatest evidence, as places in the votes (Kadane's)."""
    gain = np.where(rhythm.holds(votes.hour), log_odds(votes, _INSIDE, noise), 0.0)
    day = (votes.hour - rhythm.start_hour) // 24
    starts = np.flatnonzero(np.diff(day, prepend=day[0] - 1))
    daily = np.add.reduceat(gain, starts)
    total = np.cumsum(daily)
    before = np.minimum.accumulate(np.concatenate([[0.0], total[:-1]]))
    end = int((total - before).argmax())
    begin = int(np.concatenate([[0.0], total[:-1]])[: end + 1].argmin())
    if total[end] - before[end] <= 0:
        return None
    ends = np.append(starts[1:], len(votes))
    return int(starts[begin]), int(ends[end])


def _spell(window: Window, level: Level, held: _Held, hours: tuple[int, int]) -> Spell | None:
    """The pattern of a series within hours of the window."""
    rows, label, rhythm = level.rows_of(held.number), level.labels[held.number], held.rhythm
    hour = window.time[rows] // HOUR
    within = rows[(hour >= hours[0]) & (hour <= hours[1]) & rhythm.holds(hour)]
    seen = within[window.outcome[within] >= BLOCKED]
    if not len(seen):
        return None
    occurrences = tuple(_occurrences(window.time[seen], rhythm))
    last = occurrences[-1].last
    spell = spell_of(
        window,
        rows,
        target=label.target,
        group=label.group,
        asn=label.asn,
        first=occurrences[0].first,
        last=last,
        ended=_has_ended(window, rows, rhythm, last),
        odds=held.gain,
    )
    pattern = Pattern(rhythm.start_hour, rhythm.end_hour, rhythm.weekdays, occurrences)
    return replace(spell, share=rhythm.inside, pattern=pattern)


def _has_ended(window: Window, rows: Ints, rhythm: Rhythm, last: int) -> bool:
    """Whether it was seen working in its hours on two later days at least."""
    later = rows[(window.time[rows] > last) & (window.outcome[rows] == OK)]
    hour = window.time[later] // HOUR
    hour = hour[rhythm.holds(hour)]
    return len(np.unique(hour // 24)) >= 2


def _occurrences(times: Ints, rhythm: Rhythm) -> Iterator[Occurrence]:
    """First and last blocked sighting of each day of the pattern; a night is one occurrence."""
    days = (times // HOUR - rhythm.start_hour) // 24
    for day in np.unique(days):
        mine = times[days == day]
        yield Occurrence(int(mine.min()), int(mine.max()))


def _joining(heard: Heard, group: str, found: list[_Held]) -> Iterator[_Held]:
    """Other networks of the same group that keep the hours of its clearest pattern."""
    clearest = max(found, key=lambda held: held.gain)
    known = {held.number for held in found}
    for part in heard.votes.parts():
        number, start, end = part
        if number in known or heard.level.labels[number].group != group:
            continue
        noise = heard.noise_of(part)
        gain = _gain_of_joining(heard.votes.of(start, end), noise, clearest)
        if gain >= _LEAST_TO_JOIN:
            yield replace(clearest, number=number, gain=gain, noise=float(noise.mean()))


def _gain_of_joining(votes: Votes, noise: Floats, held: _Held) -> float:
    """Evidence inside the hours, in nats; none where it fails outside of them too."""
    within = (votes.hour >= held.first) & (votes.hour <= held.last)
    inside = within & held.rhythm.holds(votes.hour)
    outside = within & ~inside
    blocked, said = votes.blocked[outside].sum(), (votes.blocked + votes.clear)[outside].sum()
    if blocked > _MOST_OUTSIDE * said:
        return 0.0
    share = min(0.9, max(0.25, held.rhythm.inside))
    return float(log_odds(votes, share, noise)[inside].sum())
