"""Fanous' own detector: evidence in log-odds, weighed by independent observers, solved whole.

Decides spells: at each level the series that show anything get their likeliest course (`states`),
a stretch of blocked hours becomes a spell with bounds (`bounds`), and spells that come back by the
clock become one pattern (`patterns`). Leaves to `fanous.events` what spells are one event, and what
is refused for a cause that many share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.bounds import persistent_first, persistent_last, spell_of
from fanous.detectors.instrument import believed
from fanous.detectors.levels import Level, levels
from fanous.detectors.noise import Noise, noise_of
from fanous.detectors.patterns import Rhythm, rhythm_of
from fanous.detectors.spell import Occurrence, Pattern, Spell
from fanous.detectors.states import CLEAR, Course, Odds, course_of, promising
from fanous.detectors.votes import Votes, log_odds, votes_of
from fanous.detectors.window import BLOCKED, HOUR, Window

__all__ = ["OddsDetector"]

Ints = NDArray[np.int64]
_TOGETHER_SECONDS = 11 * 24 * HOUR  # spells this near may be one pattern: a week's holiday between
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
            noise = noise or self._noise(level, votes)
            finer = _by_group(found)
            for spell in self._of_level(window, level, votes, noise):
                if not any(spell.overlaps(other) for other in finer[spell.group]):
                    found.append(spell)
            found = _with_patterns(window, level, found)
        return sorted(found, key=lambda s: (s.group, s.asn or 0, s.onset_latest, s.target))

    def _noise(self, finest: Level, votes: Votes) -> Noise:
        groups = sorted({label.group for label in finest.labels})
        group = np.array([groups.index(label.group) for label in finest.labels] or [0], np.int64)
        asn = np.array([label.asn or 0 for label in finest.labels] or [0], np.int64)
        return noise_of(votes, asn[votes.series], group[votes.series], self.odds.noise)

    def _of_level(
        self, window: Window, level: Level, votes: Votes, noise: Noise
    ) -> Iterator[Spell]:
        parts = votes.parts()
        expected = np.concatenate(
            [noise.of(level.labels[n].asn, votes.hour[a:b]) for n, a, b in parts] or [np.zeros(0)]
        )
        hopeful = promising(votes, expected, self.odds)
        for (number, start, end), hope in zip(parts, hopeful, strict=True):
            if hope:
                course = course_of(votes.of(start, end), expected[start:end], self.odds)
                yield from self._of_series(window, level, number, course)

    def _of_series(
        self, window: Window, level: Level, number: int, course: Course
    ) -> Iterator[Spell]:
        """Spells of one series: its stretches, those that run into each other made one."""
        rows, label = level.rows_of(number), level.labels[number]
        reached = -1
        for start, end in _stretches(course):
            last_hour = int(course.votes.hour[end - 1])
            bounds = _blocked_within(window, rows, int(course.votes.hour[start]), last_hour)
            if bounds is None or bounds[1] <= reached:
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
    shown = rows[(time >= first) & (time <= last) & (window.outcome[rows] == BLOCKED)]
    _, of_network = np.unique(window.asn[shown], return_counts=True)
    if is_pooled and of_network.max(initial=0) > _MOST_OF_ONE_NETWORK * len(shown):
        return False  # one network alone did not show it; the others add nothing
    days = window.time[shown] // (24 * HOUR)
    voices = [len(np.unique(window.observer[shown[days == day]])) for day in np.unique(days)]
    return max(voices, default=0) >= _VOICES_OF_ONE_DAY or len(voices) >= _DAYS_OF_FEW_VOICES


def _blocked_within(window: Window, rows: Ints, first: int, last: int) -> tuple[int, int] | None:
    """Times of the first and the last blocked sighting of a stretch of hours."""
    time = window.time[rows]
    inside = (time // HOUR >= first) & (time // HOUR <= last)
    seen = time[inside & (window.outcome[rows] == BLOCKED)]
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


def _with_patterns(window: Window, level: Level, spells: list[Spell]) -> list[Spell]:
    """Spells, those of one label that come by the clock told as one pattern."""
    kept = []
    of_label: dict[tuple[str, int | None], list[Spell]] = defaultdict(list)
    for spell in spells:
        of_label[spell.target, spell.asn].append(spell)
    for number, label in enumerate(level.labels):
        mine = of_label.pop((label.target, label.asn), [])
        if any(spell.pattern for spell in mine) or not mine:
            kept += mine
            continue
        for near in _near(mine):
            pattern = _pattern(window, level.rows_of(number), near)
            kept += [pattern] if pattern else near
    return kept + [spell for rest in of_label.values() for spell in rest]


def _near(spells: list[Spell]) -> list[list[Spell]]:
    """Spells in order of time, in runs with no long rest between."""
    runs: list[list[Spell]] = []
    for spell in sorted(spells, key=lambda s: s.onset_latest):
        if runs and spell.onset_latest - runs[-1][-1].end_earliest <= _TOGETHER_SECONDS:
            runs[-1].append(spell)
        else:
            runs.append([spell])
    return runs


def _pattern(window: Window, rows: Ints, spells: list[Spell]) -> Spell | None:
    """One spell with a pattern, if the votes between the first and the last have a rhythm."""
    first, last = spells[0].onset_latest, spells[-1].end_earliest
    time = window.time[rows]
    day = 24 * HOUR
    part = rows[(time >= first // day * day) & (time < (last // day + 1) * day)]
    rhythm = rhythm_of(votes_of(window, part, np.zeros(len(part), np.int64)))
    if rhythm is None:
        return None
    inside = rhythm.holds(window.time[part] // HOUR)
    seen = part[inside & (window.outcome[part] == BLOCKED)]
    occurrences = _occurrences(window.time[seen], rhythm)
    whole = spell_of(
        window,
        rows,
        target=spells[0].target,
        group=spells[0].group,
        asn=spells[0].asn,
        first=occurrences[0].first,
        last=occurrences[-1].last,
        ended=spells[-1].ended,
        odds=sum(spell.odds for spell in spells),
    )
    pattern = Pattern(rhythm.start_hour, rhythm.end_hour, rhythm.weekdays, occurrences)
    return replace(whole, share=rhythm.inside, pattern=pattern)


def _occurrences(times: Ints, rhythm: Rhythm) -> tuple[Occurrence, ...]:
    """First and last blocked sighting of each day of the pattern; a night is one occurrence."""
    days = (times - rhythm.start_hour * HOUR) // (24 * HOUR)
    return tuple(
        Occurrence(int(times[days == day].min()), int(times[days == day].max()))
        for day in np.unique(days)
    )
