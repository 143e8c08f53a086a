"""Spells → events: one block of a country is one event, however many series show it.

Decides what belongs together: spells of one service or domain that overlap, or follow each other
within days (a roll-out, a block that flaps); then targets whose blocks begin and end together on
the same networks. A pattern inside a larger event is told within it, and as an event of its own
that says what it is part of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fanous.detectors.spell import Occurrence, Spell
from fanous.detectors.window import HOUR, OK, Window
from fanous.events.event import Event, Kind, Part, State, with_id

__all__ = ["Cluster", "clusters", "event_of", "with_patterns"]

_DAY = 24 * HOUR
_ROLL_OUT_SECONDS = 4 * _DAY  # what begins this soon after is the same event
_TOGETHER_SECONDS = 12 * HOUR  # targets blocked this near to each other are one decision
_SILENT_SECONDS = 7 * _DAY  # nobody has measured for so long: nobody knows whether it is over
_FEW_CLEAR = 3
_OPEN_SHARE = 3  # one in three of the observers
_MOST_WITNESSES = 10


@dataclass(frozen=True, slots=True)
class Cluster:
    """Spells that are one event, of one group or of several."""

    groups: tuple[str, ...]
    spells: tuple[Spell, ...]

    @property
    def onset(self) -> int:
        """When it was first seen."""
        return min(spell.onset_latest for spell in self.spells)

    @property
    def last(self) -> int:
        """When it was last seen."""
        return max(spell.end_earliest for spell in self.spells)

    @property
    def asns(self) -> frozenset[int]:
        """Networks that show it."""
        return frozenset(number for spell in self.spells for number in spell.asns)


def clusters(spells: Iterable[Spell]) -> list[Cluster]:
    """Spells that are one event each, in order of onset."""
    of_group: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        of_group[spell.group].append(spell)
    found = [
        Cluster((group,), tuple(run))
        for group, mine in sorted(of_group.items())
        for run in _runs(mine)
    ]
    return _with_target_sets(sorted(found, key=lambda c: (c.onset, c.groups)))


def _runs(spells: list[Spell]) -> list[list[Spell]]:
    """Spells in order of onset, in runs that overlap or follow each other within days."""
    runs: list[list[Spell]] = []
    reached = 0
    for spell in sorted(spells, key=lambda s: (s.onset_latest, s.asn or 0, s.target)):
        if runs and spell.onset_latest <= reached + _ROLL_OUT_SECONDS:
            runs[-1].append(spell)
        else:
            runs.append([spell])
            reached = 0
        reached = max(reached, spell.end_earliest)
    return runs


def _with_target_sets(found: Sequence[Cluster]) -> list[Cluster]:
    """Clusters that began and ended together on the same networks, made one."""
    joined: list[Cluster] = []
    for cluster in found:
        for place, other in enumerate(joined):
            if _are_one(cluster, other):
                groups = tuple(sorted({*cluster.groups, *other.groups}))
                joined[place] = Cluster(groups, other.spells + cluster.spells)
                break
        else:
            joined.append(cluster)
    return joined


def _are_one(one: Cluster, other: Cluster) -> bool:
    shared = len(one.asns & other.asns) / len(one.asns | other.asns)
    return (
        not set(one.groups) & set(other.groups)
        and abs(one.onset - other.onset) <= _TOGETHER_SECONDS
        and abs(one.last - other.last) <= 2 * _TOGETHER_SECONDS
        and shared >= 0.5
        and all((s.pattern is None) == (one.spells[0].pattern is None) for s in other.spells)
    )


def event_of(window: Window, cluster: Cluster) -> Event:
    """The event that a cluster is."""
    parts = _parts(window, cluster)
    earliest, latest = _onset(parts)
    end_earliest, end_latest, state = _end(window, cluster.spells)
    kinds = {part.kind for part in parts}
    kind: Kind = "blocking"
    if kinds == {"recurring"}:
        kind = "recurring"
    elif earliest is None and "blocking" not in kinds:
        kind = "already_blocked"
    measurements = sum(part.measurements for part in parts)
    blocked = sum(part.blocked for part in parts)
    failed = sum(part.failed for part in parts)
    return with_id(
        Event(
            event_id="",
            kind=kind,
            cc=window.cc,
            asns=tuple(sorted(cluster.asns)),
            targets=cluster.groups,
            members=tuple(sorted({name for part in parts for name in part.members})),
            direction="blocked",
            onset_earliest=earliest,
            onset_latest=latest,
            end_earliest=end_earliest,
            end_latest=end_latest,
            mechanisms=_most_named(part.mechanisms for part in parts),
            observers=_voices(cluster.spells),
            measurements=measurements,
            blocked=blocked,
            failed=failed,
            share=(blocked + failed) / max(1, measurements),
            odds=sum(part.odds for part in parts),
            witnesses=_some([name for part in parts for name in part.witnesses]),
            state=state,
            parts=tuple(parts),
            asns_clear=_clear(window, cluster),
            synthetic=window.synthetic,
        )
    )


def _parts(window: Window, cluster: Cluster) -> list[Part]:
    """A part for each way in which networks were cut: by kind, and for patterns by their hours."""
    alike: dict[tuple[object, ...], list[Spell]] = defaultdict(list)
    for spell in cluster.spells:
        alike[(spell.pattern is None,)].append(spell)
    return [_part(window, spells) for _, spells in sorted(alike.items(), reverse=True)]


def _part(window: Window, spells: list[Spell]) -> Part:
    earliest, latest = _onset(spells)
    last, end_latest, state = _end(window, spells)
    pattern = max(
        (spell.pattern for spell in spells if spell.pattern),
        key=lambda p: len(p.occurrences),
        default=None,
    )
    kind: Kind = (
        "recurring" if pattern else "blocking" if earliest is not None else "already_blocked"
    )
    return Part(
        kind=kind,
        asns=tuple(sorted({number for spell in spells for number in spell.asns})),
        members=tuple(sorted({spell.target for spell in spells})),
        onset_earliest=earliest,
        onset_latest=latest,
        end_earliest=last,
        end_latest=end_latest,
        ended=state == "ended",
        share=_shown(spells, by_share=True) / max(1.0, _shown(spells)),
        odds=sum(spell.odds for spell in spells),
        observers=_voices(spells),
        measurements=sum(spell.measurements for spell in spells),
        blocked=sum(spell.blocked for spell in spells),
        failed=sum(spell.failed for spell in spells),
        mechanisms=_most_named(spell.mechanisms for spell in spells),
        rules=_most_named(spell.rules for spell in spells),
        witnesses=_some([name for spell in spells for name in spell.witnesses]),
        hours=(pattern.start_hour, pattern.end_hour) if pattern else None,
        weekdays=pattern.weekdays if pattern else (),
        occurrences=_merged(spells),
    )


def _voices(spells: Sequence[Spell]) -> int:
    """Independent observers of several spells, each once."""
    return len(frozenset[int]().union(*(spell.seen_by for spell in spells)))


def _shown(spells: list[Spell], *, by_share: bool = False) -> float:
    """Sightings that show it, or their sum weighed by each spell's share."""
    return sum((s.share if by_share else 1.0) * (s.blocked + s.failed) for s in spells)


def _merged(spells: list[Spell]) -> tuple[Occurrence, ...]:
    """The occurrences of several networks' patterns, those of one day made one."""
    days: dict[int, list[Occurrence]] = defaultdict(list)
    for pattern in (spell.pattern for spell in spells if spell.pattern):
        for each in pattern.occurrences:
            days[(each.first - pattern.start_hour * HOUR) // _DAY].append(each)
    return tuple(
        Occurrence(min(e.first for e in each), max(e.last for e in each))
        for _, each in sorted(days.items())
    )


def _onset(parts: Sequence[Part | Spell]) -> tuple[int | None, int]:
    """Bounds of the first onset.

    A network first measured while it was blocked says nothing of when that began; it bounds the
    onset of all only if no other network was seen working before.
    """
    latest = min(part.onset_latest for part in parts)
    first = min(parts, key=lambda p: (p.onset_latest, p.onset_earliest is None))
    if first.onset_earliest is not None:
        return first.onset_earliest, latest
    bounds = [p.onset_earliest for p in parts if p.onset_earliest is not None]
    before = [bound for bound in bounds if bound < latest]
    return (max(before) if before and len(bounds) * 2 > len(parts) else None), latest


def _end(window: Window, spells: Sequence[Spell]) -> tuple[int, int | None, State]:
    """Bounds of the end, which is the end on the network that ends last.

    A small network that nobody measured again does not keep an event open that is over on others.
    """
    last = max(spell.end_earliest for spell in spells)
    ending = [spell for spell in spells if spell.end_earliest >= last - _DAY]
    seen = sum(spell.observers for spell in ending)
    back = [(end, first) for end, first in _network_ends(spells) if first is not None]
    open_seen = sum(spell.observers for spell in ending if not spell.ended)
    if back and open_seen * _OPEN_SHARE <= seen:
        return *max(back), "ended"
    latest = max(_network_ends(spells), key=lambda end: end[0])[1]
    if latest is None and window.until - last <= _SILENT_SECONDS:
        return last, None, "ongoing"
    return last, latest, "unclear"


def _network_ends(spells: Sequence[Spell]) -> list[tuple[int, int | None]]:
    """For each network: when it was last seen, and the first contrary sighting after that."""
    of_network: dict[int | None, list[Spell]] = defaultdict(list)
    for spell in spells:
        of_network[spell.asn].append(spell)
    ends = []
    for mine in of_network.values():
        last = max(spell.end_earliest for spell in mine)
        after = [s.end_latest for s in mine if s.end_latest is not None and s.end_latest >= last]
        ends.append((last, min(after, default=None)))
    return ends


def _clear(window: Window, cluster: Cluster) -> tuple[int, ...]:
    """Networks that measured it meanwhile, several times, and found it working."""
    rows = (
        window.about(cluster.groups)
        & (window.time >= cluster.onset)
        & (window.time <= cluster.last)
    )
    counts = Counter(window.asn[rows & (window.outcome == OK)].tolist())
    return tuple(sorted(a for a, n in counts.items() if n >= _FEW_CLEAR and a not in cluster.asns))


def with_patterns(event: Event) -> list[Event]:
    """The event, and each pattern within it as an event that says what it is part of."""
    if event.kind == "recurring":
        return [event]
    return [event, *(_pattern(event, part) for part in event.parts if part.kind == "recurring")]


def _pattern(event: Event, part: Part) -> Event:
    # Its own network may not have been seen working when the event around it was over.
    not_ended: State = "unclear" if event.state == "ended" else event.state
    state: State = "ended" if part.ended else not_ended
    return with_id(
        replace(
            event,
            kind="recurring",
            asns=part.asns,
            members=part.members,
            onset_earliest=part.onset_earliest,
            onset_latest=part.onset_latest,
            end_earliest=part.end_earliest,
            end_latest=part.end_latest,
            mechanisms=part.mechanisms,
            observers=part.observers,
            measurements=part.measurements,
            blocked=part.blocked,
            failed=part.failed,
            share=part.share,
            odds=part.odds,
            witnesses=part.witnesses,
            state=state,
            parts=(part,),
            part_of=event.event_id,
        )
    )


def _most_named(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Names of several lists, those that stand first most often before the others."""
    worth: Counter[str] = Counter()
    for names in lists:
        for place, name in enumerate(names):
            worth[name] += 1 / (place + 1)  # type: ignore[assignment]
    return tuple(name for name, _ in sorted(worth.items(), key=lambda x: (-x[1], x[0])))


def _some(names: list[str]) -> tuple[str, ...]:
    """A few of them, spread out."""
    if len(names) <= _MOST_WITNESSES:
        return tuple(names)
    places = np.linspace(0, len(names) - 1, _MOST_WITNESSES).round().astype(int)
    return tuple(names[place] for place in places.tolist())
