"""How much each rule's word is worth: its likelihood ratio, from labels.

Decides the unit: a measurement, where the truth of the rule's layer is known. A rule *decides*
there if it decides any endpoint of the layer, and *holds* if its facts are established at one. The
ratio is P(rule | layer truly blocked) / P(rule | layer not blocked). Every number carries its
counts; a rule seen twice must look like a rule seen twice. Changing a weight edits no rule.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from fanous.evaluation.verdicts.held import HeldRules
from fanous.evaluation.verdicts.intervals import Ratio, likelihood_ratio
from fanous.evaluation.verdicts.labels import Label
from fanous.rules.registry import RULES
from fanous.rules.rule import Rule

__all__ = ["FEW", "RuleWeight", "calibrate", "write_calibration"]

FEW = 5  # measurements in a group


@dataclass(frozen=True, slots=True)
class RuleWeight:
    """A rule's counts and likelihood ratios: `decided_*` where it decided, `held_*` where it held.

    `*_blocked` counts measurements whose layer was truly blocked (of `blocked`), `*_other` those
    whose layer was not (of `other`).
    """

    rule: str
    layer: str
    outcome: str
    blocked: int
    other: int
    decided_blocked: int
    decided_other: int
    decided: Ratio
    held_blocked: int
    held_other: int
    held: Ratio

    @property
    def was_seen(self) -> bool:
        """Whether the rule held in any labelled measurement."""
        return self.held_blocked + self.held_other > 0

    @property
    def is_few(self) -> bool:
        """Whether a group is too small for the interval's approximation to be taken literally."""
        return min(self.blocked, self.other) < FEW


def calibrate(pairs: Sequence[tuple[Label, HeldRules]]) -> list[RuleWeight]:
    """A row for every rule of the registry, in its order, from labelled measurements."""
    found = []
    for layer, rules in RULES.items():
        truths = [(label.truth[layer], held) for label, held in pairs]
        blocked = [held for truth, held in truths if truth == "blocked"]
        other = [held for truth, held in truths if truth in ("ok", "down")]
        found += [_weight(rule, layer, blocked, other) for rule in rules.rules]
    return found


def _weight(
    rule: Rule, layer: str, blocked: Sequence[HeldRules], other: Sequence[HeldRules]
) -> RuleWeight:
    decided = [sum(rule.id in item.decided for item in group) for group in (blocked, other)]
    held = [sum(rule.id in item.held for item in group) for group in (blocked, other)]
    return RuleWeight(
        rule=rule.id,
        layer=str(layer),
        outcome=str(rule.outcome),
        blocked=len(blocked),
        other=len(other),
        decided_blocked=decided[0],
        decided_other=decided[1],
        decided=likelihood_ratio(decided[0], len(blocked), decided[1], len(other)),
        held_blocked=held[0],
        held_other=held[1],
        held=likelihood_ratio(held[0], len(blocked), held[1], len(other)),
    )


def write_calibration(path: Path, weights: Iterable[RuleWeight]) -> None:
    """Write the table as CSV: a row a rule, an empty cell where no ratio can be given."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(_columns())
        for weight in weights:
            writer.writerow(_cells(weight))


def _columns() -> list[str]:
    names: list[str] = []
    for item in fields(RuleWeight):
        ratio = item.name in ("decided", "held")
        names += [f"{item.name}_{part.name}" for part in fields(Ratio)] if ratio else [item.name]
    return names


def _cells(weight: RuleWeight) -> Iterator[object]:
    for value in asdict(weight).values():
        if isinstance(value, dict):
            yield from ("" if number is None else f"{number:.4g}" for number in value.values())
        else:
            yield value
