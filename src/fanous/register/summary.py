"""Systems in numbers: claims, roots, replies, what can be measured, and the grades of it.

Decides what is counted of a system. A claim without links counts once, as not measurable. There is
no sum over grades: a system has no score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fanous.register.grading.grade import GRADES
from fanous.register.load import Register
from fanous.register.roots import standings
from fanous.register.schema import Entity

__all__ = ["SystemCounts", "system_counts"]


@dataclass(frozen=True, slots=True)
class SystemCounts:
    """What is said of a system, in numbers."""

    system: Entity
    claims: int
    roots: int
    replies: int
    measurable: int
    """Claims of which a part can be measured."""
    grades: Mapping[str, int]
    """Links by grade, in the order of grades; none that is 0."""


def system_counts(register: Register, grades: Iterable[Mapping[str, Any]]) -> list[SystemCounts]:
    """Every system, in the order of ids. `grades` are results as they are kept."""
    stands = standings(register)
    graded: dict[str, Counter[str]] = {}
    for grade in grades:
        graded.setdefault(str(grade["claim"]), Counter())[str(grade["grade"])] += 1
    made = []
    for key, system in sorted(register.systems.items()):
        claims = [claim for claim in register.claims.values() if key in claim.systems]
        counted = sum((graded.get(claim.id, Counter()) for claim in claims), Counter())
        made.append(
            SystemCounts(
                system,
                claims=len(claims),
                roots=len({root for claim in claims for root in stands[claim.id].roots}),
                replies=len({name for claim in claims for name in stands[claim.id].replies}),
                measurable=sum(claim.measurable != "no" for claim in claims),
                grades={name: counted[name] for name in GRADES if counted[name]},
            )
        )
    return made
