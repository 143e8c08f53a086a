"""What a fact and a rule are, and how a rule is matched. Nothing here knows a protocol.

A fact is a named property that an observation and its control *establish*; one that isn't
established is absent. A rule leans on a set of facts: it holds when all of them do. A layer's rules
run from the strongest evidence to the empty set; the first that holds decides, and every one that
held is kept. There is no `unless`: a rule never leans on what is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fanous.model.outcome import Evidence, Layer, Locus, Outcome

__all__ = ["Decision", "Fact", "Impossible", "LayerRules", "Rule", "decide"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A property that can be established. `sql` is true of a row of the layer's subjects.

    What establishes a fact establishes the one it `implies` too: a refused connect is failed.
    """

    name: str
    meaning: str
    sql: str
    is_failure: bool = False
    implies: str | None = None


@dataclass(frozen=True, slots=True)
class Impossible:
    """A group of facts of which one observation establishes at most one, and that observation."""

    facts: frozenset[str]
    decided_by: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: data only. `artefact` says the evidence settles blame alone; `locus` where the
    facts themselves show who acted (contrasts between resolvers are `combine`'s)."""

    id: str
    when: frozenset[str]
    outcome: Outcome
    why: str
    confused_with: str = ""
    mechanism: str | None = None
    artefact: bool = False
    evidence: Evidence = Evidence.SCORED
    locus: Locus = Locus.UNKNOWN
    since: str = "0.1"

    @property
    def accuses(self) -> bool:
        """Whether this rule blames the network."""
        return self.outcome is Outcome.BLOCKED


@dataclass(frozen=True, slots=True)
class LayerRules:
    """A layer: its facts (bit k of a mask is fact k), what excludes what, and its ordered rules."""

    layer: Layer
    facts: tuple[Fact, ...]
    impossible: tuple[Impossible, ...]
    rules: tuple[Rule, ...]

    def mask(self, names: Collection[str]) -> int:
        """The bit mask of a set of fact names."""
        return sum(1 << index for index, fact in enumerate(self.facts) if fact.name in names)

    def names(self, mask: int) -> list[str]:
        """The fact names of a bit mask, in the layer's order."""
        return [fact.name for index, fact in enumerate(self.facts) if mask >> index & 1]

    def required(self) -> tuple[int, ...]:
        """The mask each rule leans on, in order; compute it once before many decisions."""
        return tuple(self.mask(rule.when) for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a combination of facts amounts to: the deciding rule, its rank, and all that held."""

    rule: Rule
    rank: int
    fired: tuple[str, ...]


def decide(layer: LayerRules, mask: int, required: Sequence[int] | None = None) -> Decision:
    """The first rule whose facts are all established; the last rule leans on nothing."""
    needs = required if required is not None else layer.required()
    held = [rank for rank, need in enumerate(needs) if need & mask == need]
    first = held[0]
    return Decision(layer.rules[first], first, tuple(layer.rules[rank].id for rank in held))
