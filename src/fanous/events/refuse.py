"""What is not an event: the same move with a cause that many series share.

Decides when a cluster is refused, and says why in a word. A release that fails everywhere, a target
that fails in many countries at one hour, a flood from one place, a change of our own rules: each
looks like blocking to a detector that sees one series. What is refused is kept and told, since a
refusal can be wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.window import BLOCKED, HOUR, OK, Window
from fanous.events.cluster import Cluster
from fanous.events.event import Event

__all__ = ["REASONS", "fail_everywhere", "refusal"]

# One version of the software sees it and others do not; the same target fails in many countries
# at the same hour; it failed, and nothing beside it tells that the network did it; most
# measurements of its time say nothing, as when the control is out; it rests on a burst that others
# of the same hours contradict.
REASONS = ("one_version", "many_countries", "unexplained", "no_control", "flood")

Ints = NDArray[np.int64]

_ONE_VERSION_SHARE = 0.9
_FEW_VOICES = 3
_ACCUSING_SHARE = 0.2
_OTHERS_BLOCKED = 0.2
_SAME_HOUR_SECONDS = 6 * HOUR
_MANY_COUNTRIES = 3
_MANY_SHARE = 0.3
_USUALLY_SAYS = 0.6
_SAYS_LITTLE = 0.6
_FLOOD_TIMES = 4.0
_FLOOD_HOURS = 48


def refusal(window: Window, cluster: Cluster) -> str | None:
    """Why a cluster of one country is refused, if it is."""
    rows = _rows(window, cluster)
    if _one_version(window, cluster, rows):
        return "one_version"
    if _unexplained(window, cluster):
        return "unexplained"
    if _no_control(window, cluster):
        return "no_control"
    return "flood" if _flood(window, cluster, rows) else None


def _rows(window: Window, cluster: Cluster) -> Ints:
    """Votes on the cluster's targets and networks while it lasts."""
    inside = (window.time >= cluster.onset) & (window.time <= cluster.last)
    asns = np.isin(window.asn, sorted(cluster.asns))
    said = (window.outcome == OK) | (window.outcome >= BLOCKED)
    return np.flatnonzero(window.about(cluster.groups) & inside & asns & said)


def _voices(window: Window, rows: Ints) -> int:
    return len(np.unique(window.observer[rows]))


def _unexplained(window: Window, cluster: Cluster) -> bool:
    """Whether it rests on plain failures, and no other network reached the target meanwhile.

    A site that moved, or that serves a country no longer, fails everywhere in it.
    """
    blocked = sum(spell.blocked for spell in cluster.spells)
    failed = sum(spell.failed for spell in cluster.spells)
    if blocked >= _ACCUSING_SHARE * (blocked + failed):
        return False
    inside = (window.time >= cluster.onset) & (window.time <= cluster.last)
    others = ~np.isin(window.asn, sorted(cluster.asns)) & (window.outcome == OK)
    return (
        _voices(window, np.flatnonzero(window.about(cluster.groups) & inside & others))
        < _FEW_VOICES
    )


def _no_control(window: Window, cluster: Cluster) -> bool:
    """Whether few measurements say anything while it lasts, and most do at other times.

    With the control out, what is plain without it stays: a few failures and forged answers, and
    nothing that speaks against them.
    """
    mine = window.about(cluster.groups) & np.isin(window.asn, sorted(cluster.asns))
    inside = mine & (window.time >= cluster.onset) & (window.time <= cluster.last)
    says = (window.outcome == OK) | (window.outcome >= BLOCKED)
    if not (mine & ~inside).any():
        return False
    usual = float(says[mine & ~inside].mean())
    return usual >= _USUALLY_SAYS and float(says[inside].mean()) < _SAYS_LITTLE * usual


def _one_version(window: Window, cluster: Cluster, rows: Ints) -> bool:
    """Whether one version sees it and the others, beside it and with voices enough, do not.

    A version that worked there before is no defective release.
    """
    blocked = window.outcome[rows] >= BLOCKED
    counts = Counter(window.version[rows[blocked]].tolist())
    if not counts:
        return False
    version, most = counts.most_common(1)[0]
    if version < 0 or most < _ONE_VERSION_SHARE * blocked.sum():
        return False
    if _voices(window, _worked_before(window, cluster, version)) >= _FEW_VOICES:
        return False
    seen = rows[blocked & (window.version[rows] == version)]
    others = _beside(window, rows[window.version[rows] != version], seen)
    if _voices(window, others) < _FEW_VOICES:
        return False
    return bool((window.outcome[others] >= BLOCKED).mean() < _OTHERS_BLOCKED)


def _worked_before(window: Window, cluster: Cluster, version: int) -> Ints:
    """Sightings of a version that reached the targets on these networks before."""
    asns = np.isin(window.asn, sorted(cluster.asns))
    before = (window.time < cluster.onset) & (window.outcome == OK)
    return np.flatnonzero(
        window.about(cluster.groups) & asns & before & (window.version == version)
    )


def _beside(window: Window, rows: Ints, seen: Ints) -> Ints:
    """Those rows that were measured on the same network within an hour of one of `seen`: what is
    blocked by the clock, or only for a part of the time, works for everybody else of the time."""
    near = []
    for asn in np.unique(window.asn[seen]):
        times = np.sort(window.time[seen[window.asn[seen] == asn]])
        mine = rows[window.asn[rows] == asn]
        place = np.searchsorted(times, window.time[mine])
        before = np.abs(window.time[mine] - times[np.maximum(place - 1, 0)])
        after = np.abs(window.time[mine] - times[np.minimum(place, len(times) - 1)])
        near.append(mine[np.minimum(before, after) <= HOUR])
    return np.concatenate([np.zeros(0, np.int64), *near])


def _flood(window: Window, cluster: Cluster, rows: Ints) -> bool:
    """Whether it is short, comes with several times the usual volume, and is contradicted."""
    length = cluster.last - cluster.onset
    if length > _FLOOD_HOURS * HOUR:
        return False
    hours = max(1.0, length / HOUR)
    asns = np.isin(window.asn, sorted(cluster.asns))
    usual = int((asns & window.about(cluster.groups)).sum()) - len(rows)
    span = max(1.0, (window.until - window.since) / HOUR - hours)
    blocked = window.outcome[rows] >= BLOCKED
    contradicted = _voices(window, rows[~blocked]) >= _FEW_VOICES
    return contradicted and len(rows) / hours > _FLOOD_TIMES * max(usual / span, 1 / 24)


def fail_everywhere(events: Sequence[Event], measured: Mapping[str, set[str]]) -> set[str]:
    """Ids of events whose target fails in many countries at the same hour.

    `measured`: the countries that measured each target. A block that several countries share by
    treaty or by coincidence is rare; a target that broke is not.
    """
    found = set()
    for event in events:
        together = {
            other.cc
            for other in events
            if set(other.targets) & set(event.targets)
            and abs((other.onset_latest or 0) - (event.onset_latest or 0)) <= _SAME_HOUR_SECONDS
        }
        countries = set[str]().union(*(measured.get(name, set()) for name in event.targets))
        if len(together) >= max(_MANY_COUNTRIES, _MANY_SHARE * len(countries)):
            found.add(event.event_id)
    return found
