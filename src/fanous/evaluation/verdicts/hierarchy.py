"""Mechanisms compared as paths in a tree: near is worth something, too deep costs, so does vague.

Decides hierarchical precision and recall (Kiritchenko et al. 2005): both sides are expanded to all
their ancestors, then counted as nodes. Claiming `tls.reset.sni` where the truth is `tls.reset`
costs precision; claiming `tls` there costs recall.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fanous.rules.mechanisms import prefixes

__all__ = ["Overlap", "expanded", "overlap"]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Nodes named, nodes that are true, and nodes that are both; sums over situations add up."""

    both: int = 0
    claimed: int = 0
    true: int = 0

    def __add__(self, other: Overlap) -> Overlap:
        return Overlap(self.both + other.both, self.claimed + other.claimed, self.true + other.true)


def expanded(mechanisms: Iterable[str]) -> frozenset[str]:
    """The mechanisms and all their ancestors, from the layer down."""
    return frozenset(node for mechanism in mechanisms for node in prefixes(mechanism))


def overlap(claimed: Iterable[str], true: Iterable[str]) -> Overlap:
    """How far what was claimed of one situation is true of it."""
    ours, theirs = expanded(claimed), expanded(true)
    return Overlap(len(ours & theirs), len(ours), len(theirs))
