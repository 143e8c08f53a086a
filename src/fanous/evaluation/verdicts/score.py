"""The figures of the yardstick, from situations with their labels and their judges' opinions.

Decides what counts in each figure and out of how many. Acceptable: the verdict is one of those
that the label accepts. False accusation: `blocked` where the label does not accept it, of such.
Missed: not `blocked`, of those truly blocked; that can be acceptable where the evidence is thin.
Right layers: acceptable, and the set of blocked layers is among the label's alternatives, of those
truly blocked; `layers_anywhere` asks the same of every situation. Mechanisms as in `hierarchy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fanous.evaluation.verdicts.hierarchy import Overlap, overlap
from fanous.evaluation.verdicts.intervals import Share, share
from fanous.evaluation.verdicts.labels import Label
from fanous.evaluation.verdicts.opinions import Opinion

__all__ = ["Figures", "Scored", "families", "figures", "judges"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A situation: its label, where its measurement lies, our state, and every judge's opinion."""

    label: Label
    file: str
    line: int
    state: str
    opinions: dict[str, Opinion]

    def is_acceptable(self, judge: str) -> bool:
        """Whether a reader should accept the judge's verdict."""
        return self.opinions[judge].verdict in self.label.acceptable

    def has_right_layers(self, judge: str) -> bool | None:
        """Whether the verdict is acceptable and blames the right layers; None if it names none."""
        layers = self.opinions[judge].layers
        if layers is None:
            return None
        return self.is_acceptable(judge) and layers in self.label.layers

    def is_false_accusation(self, judge: str) -> bool:
        """Whether the judge says `blocked` where the label does not accept that."""
        return self.opinions[judge].verdict == "blocked" and not self.is_acceptable(judge)


@dataclass(frozen=True, slots=True)
class Figures:
    """How one judge did; None where it gives no opinion of that kind."""

    acceptable: Share
    false_accusations: Share
    missed: Share
    right_layers: Share | None
    layers_anywhere: Share | None
    mechanism_precision: Share | None
    mechanism_recall: Share | None


def figures(scored: Iterable[Scored], judge: str) -> Figures:
    """The figures of one judge over the situations of which it has an opinion."""
    known = [item for item in scored if judge in item.opinions]
    blocked = [item for item in known if item.label.is_blocked]
    innocent = [item for item in known if "blocked" not in item.label.acceptable]
    precision, recall = _mechanisms(known, judge)
    return Figures(
        acceptable=share(sum(item.is_acceptable(judge) for item in known), len(known)),
        false_accusations=share(
            sum(item.is_false_accusation(judge) for item in innocent), len(innocent)
        ),
        missed=share(
            sum(item.opinions[judge].verdict != "blocked" for item in blocked), len(blocked)
        ),
        right_layers=_layers(blocked, judge),
        layers_anywhere=_layers(known, judge),
        mechanism_precision=precision,
        mechanism_recall=recall,
    )


def _layers(items: Sequence[Scored], judge: str) -> Share | None:
    """How many have the right layers; None if this judge names layers nowhere."""
    answers = [right for item in items if (right := item.has_right_layers(judge)) is not None]
    return share(sum(answers), len(answers)) if answers or not items else None


def _mechanisms(items: Sequence[Scored], judge: str) -> tuple[Share | None, Share | None]:
    """Precision and recall over nodes, summed over the situations before they are divided."""
    total, named = Overlap(), False
    for item in items:
        claimed = item.opinions[judge].mechanisms
        if claimed is not None:
            total, named = total + overlap(claimed, item.label.mechanisms), True
    if not named:
        return None, None
    return share(total.both, total.claimed), share(total.both, total.true)


def judges(scored: Iterable[Scored]) -> list[str]:
    """Every judge with an opinion somewhere; ours first."""
    return list(dict.fromkeys(judge for item in scored for judge in item.opinions))


def families(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    """The situations by family, by the family's name."""
    found: dict[str, list[Scored]] = {}
    for item in sorted(scored, key=lambda item: item.label.family):
        found.setdefault(item.label.family, []).append(item)
    return found
