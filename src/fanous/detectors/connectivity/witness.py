"""Who speaks of an entity: kinds of evidence, and what each signal's level is at a time.

Decides which signals are of one kind (routing, probing, telescope, users), which are of IPv6 alone,
and that a level is the median share of the baseline over the steps that are known. Leaves to
`belief` what the witnesses together make believable, and to `fuse` when a loss is over.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fanous.detectors.connectivity.episode import Episode, Judged
from fanous.model.series import FloatArray

__all__ = ["DEEP", "HARD", "Witnesses", "evidence_kind", "is_ipv6"]

_KINDS = {
    "bgp": "routing",
    "routes-ipv4": "routing",
    "routes-ipv6": "routing",
    "routes-asns": "routing",
    "probing": "probing",
    "connectivity": "probing",
    "answers": "probing",
    "telescope": "telescope",
    "google": "users",
    "mozilla": "users",
    "tor-users": "users",
    "ooni-measurements": "users",
}
HARD = ("routing", "probing")  # low for no other reason than being unreachable
DEEP = 0.5
_FEWEST_SEEN = 1


def evidence_kind(signal: str) -> str:
    """Routing, probing, telescope, users; a signal that is not known is a kind of its own."""
    return _KINDS.get(signal.partition(":")[0], signal)


def is_ipv6(signal: str) -> bool:
    """Whether a signal is of IPv6 alone."""
    return signal.partition(":")[0].lower().endswith(("ipv6", "-v6", "_v6", "v6_prefixes"))


class Witnesses:
    """One entity's series, each with its baseline, to be asked for their level."""

    def __init__(self, judged: Sequence[Judged]) -> None:
        self.judged = tuple(judged)
        self._of = {id(item.series): item for item in judged}

    def depth_level(self, episode: Episode) -> float:
        """The median share of the baseline while the episode lasts; 1 if nothing is known."""
        level = self.level_in(episode, episode.onset_latest, episode.until)
        return 1.0 if level is None else level

    def level_in(self, episode: Episode, start: int, until: int) -> float | None:
        """The level, between two times, of the signal that an episode is of."""
        return self.level(self._of[id(episode.series)], start, until)

    def level(self, item: Judged, start: int, until: int) -> float | None:
        """A signal's median share of its baseline between two times; None if it is silent."""
        series = item.series
        first, last = max(0, series.index(start)), max(0, series.index(until - 1) + 1)
        share: FloatArray = item.ratio_of(first, last)
        known = share[~np.isnan(share)]
        return float(np.median(known)) if len(known) >= _FEWEST_SEEN else None
