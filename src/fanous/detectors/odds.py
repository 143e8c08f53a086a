"""Fanous' own detector: evidence in log-odds, weighed by independent observers, solved whole.

Decides spells: at each level the series that show anything get their likeliest course (`states`),
a stretch of blocked hours becomes a spell with bounds (`bounds`), and what comes back by the clock
is one pattern (`rhythms`). Leaves to `fanous.events` what spells are one event, and what is refused
for a cause that many share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.bounds import persistent_first, persistent_last, spell_of
from fanous.detectors.heard import Heard
from fanous.detectors.instrument import believed
from fanous.detectors.levels import Level, levels
from fanous.detectors.noise import Noise, noise_of
from fanous.detectors.rhythms import pattern_spells
from fanous.detectors.spell import Spell
from fanous.detectors.states import CLEAR, Course, Odds, course_of, promising
from fanous.detectors.votes import log_odds, votes_of
from fanous.detectors.window import BLOCKED, HOUR, Window

__all__ = ["OddsDetector"]

Ints = NDArray[np.int64]
_LONGEST_REST_HOURS = 21 * 24
_VOICES_OF_ONE_DAY = 4
_DAYS_OF_FEW_VOICES = 5
_MOST_OF_ONE_NETWORK = 0.7


@dataclass(frozen=True, slots=True)
class OddsDetector:
    """The detector that ships. Settings are `Odds`."""

    odds: Odds = field(default_factory=Odds)
    name: str = "fanous"

    def spells(self, window: Window) -> list[Spell]:
        """Every spell, in order of group, network and onset."""
        found: list[Spell] = []
        window = believed(window)
        noise: Noise | None = None
        for level in levels(window):
            votes = votes_of(window, level.rows, level.series)
            if noise is None:
                labels = [(label.asn or 0, label.group) for label in level.labels]
                noise = noise_of(votes, labels, self.odds.noise)
            heard = Heard(window, level, votes, noise)
            finer = _by_group(found)
            for spell in self._of_level(heard):
                if not any(spell.overlaps(other) for other in finer[spell.group]):
                    found.append(spell)
            found = _told_once(found, pattern_spells(heard, self.odds))
        return sorted(found, key=lambda s: (s.group, s.asn or 0, s.onset_latest, s.target))

    def _of_level(self, heard: Heard) -> Iterator[Spell]:
        hopeful = promising(heard.votes, self.odds)
        for part, hope in zip(heard.votes.parts(), hopeful, strict=True):
            if hope:
                number, start, end = part
                votes = heard.votes.of(start, end)
                course = course_of(votes, heard.noise_of(part), self.odds)
                yield from self._of_series(heard.window, heard.level, number, course)

    def _of_series(
        self, window: Window, level: Level, number: int, course: Course
    ) -> Iterator[Spell]:
        """Spells of one series: its stretches, those that run into each other made one."""
        rows, label = level.rows_of(number), level.labels[number]
        reached = -1
        for start, end in _stretches(course):
            last_hour = int(course.votes.hour[end - 1])
            hours = (int(course.votes.hour[start]), last_hour)
            bounds = _blocked_within(window, rows, hours, after=reached)
            if bounds is None:
                continue
            first, last = bounds
            last = reached = persistent_last(window, rows, last, float(course.noise[end - 1]))
            first = persistent_first(window, rows, first, last)
            gain = _gain(course, first // HOUR, last // HOUR)
            spell = spell_of(
                window,
                rows,
                target=label.target,
                group=label.group,
                asn=label.asn,
                first=first,
                last=last,
                ended=end < len(course.state),
                odds=gain,
            )
            enough = _is_seen_by_enough(window, rows, first, last, is_pooled=label.asn is None)
            if gain >= self.odds.spell and enough:
                yield spell


def _stretches(course: Course) -> Iterator[tuple[int, int]]:
    """Runs of hours that are not clear: from, to (exclusive). A long time without votes ends one:
    what was said months apart is no stretch."""
    start: int | None = None
    hours = course.votes.hour.tolist()
    for place, state in enumerate(course.state.tolist()):
        rested = place > 0 and hours[place] - hours[place - 1] > _LONGEST_REST_HOURS
        if start is not None and (state == CLEAR or rested):
            yield start, place
            start = None
        if start is None and state != CLEAR:
            start = place
    if start is not None:
        yield start, len(hours)


def _is_seen_by_enough(
    window: Window, rows: Ints, first: int, last: int, *, is_pooled: bool
) -> bool:
    """Whether it is seen on several days, or by several voices on one: a forger has few voices."""
    time = window.time[rows]
    shown = rows[(time >= first) & (time <= last) & (window.outcome[rows] >= BLOCKED)]
    _, of_network = np.unique(window.asn[shown], return_counts=True)
    if is_pooled and of_network.max(initial=0) > _MOST_OF_ONE_NETWORK * len(shown):
        return False  # one network alone did not show it; the others add nothing
    days = window.time[shown] // (24 * HOUR)
    voices = [len(np.unique(window.observer[shown[days == day]])) for day in np.unique(days)]
    return max(voices, default=0) >= _VOICES_OF_ONE_DAY or len(voices) >= _DAYS_OF_FEW_VOICES


def _blocked_within(
    window: Window, rows: Ints, hours: tuple[int, int], *, after: int
) -> tuple[int, int] | None:
    """Times of the first and the last blocked sighting of a stretch of hours, later than `after`:
    what an earlier spell has told is not told again."""
    time = window.time[rows]
    inside = (time // HOUR >= hours[0]) & (time // HOUR <= hours[1]) & (time > after)
    seen = time[inside & (window.outcome[rows] >= BLOCKED)]
    return (int(seen[0]), int(seen[-1])) if len(seen) else None


def _gain(course: Course, first: int, last: int) -> float:
    """Evidence of a stretch in nats: its own share of blocked votes against the noise."""
    start, end = np.searchsorted(course.votes.hour, [first, last + 1]).tolist()
    part, noise = course.votes.of(start, end), course.noise[start:end]
    share = float(part.blocked.sum() / max(1e-9, part.blocked.sum() + part.clear.sum()))
    return float(log_odds(part, np.maximum(min(0.97, share), noise * 1.01), noise).sum())


def _by_group(spells: list[Spell]) -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        found[spell.group].append(spell)
    return found


def _told_once(spells: list[Spell], patterns: list[Spell]) -> list[Spell]:
    """Spells and patterns, each blocking told once.

    A pattern of one network stands for that network's spells in its time: they are its occurrences.
    One of all networks together says nothing where a network has spells of its own.
    """
    kept = []
    for pattern in patterns:
        others = [s for s in spells if s.group == pattern.group and s.overlaps(pattern)]
        if pattern.asn is None and any(s.asn is not None for s in others):
            continue
        if any(s.pattern and s.asn == pattern.asn for s in others):
            continue
        kept.append(pattern)
    return kept + [
        spell
        for spell in spells
        if not any(
            p.asn == spell.asn and p.group == spell.group and p.overlaps(spell) for p in kept
        )
    ]
