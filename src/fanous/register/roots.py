"""Roots: on how many things that are independent does a claim rest?

Decides what counts as one root: where the chain of `derived_from`, `copy_of` and `rests_on` ends.
Three articles on one report are one root. Also what a reader must see beside a claim: the weakest
hedge among all that say it, the step of the ladder, replies, and what contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fanous.register.load import Register
from fanous.register.schema import HEDGES, LADDER, Claim

__all__ = ["Standing", "roots_of_source", "standing", "standings"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands. `same` are the claims that say the same, itself included."""

    claim: str
    same: tuple[str, ...]
    roots: tuple[str, ...]
    hedge: str
    step: str
    replies: tuple[str, ...]
    contradicted_by: tuple[str, ...]
    echoes: tuple[str, ...]
    """Sources that say it and add no root."""


def roots_of_source(register: Register, source: str) -> set[str]:
    """Where a source's chain ends; the source itself, if it rests on nothing."""
    found: set[str] = set()
    waiting, seen = [source], {source}
    while waiting:
        key = waiting.pop()
        record = register.sources.get(key)
        below = [*record.derived_from, *filter(None, [record.copy_of])] if record else []
        if not below:
            found.add(key)
        waiting += [name for name in below if name not in seen]
        seen.update(below)
    return found


def _roots_of_claim(register: Register, claim: Claim) -> set[str]:
    """What a claim itself rests on: the sources that it names, else its own source."""
    sources = claim.rests_on or (claim.source,)
    return {root for source in sources for root in roots_of_source(register, source)}


def _families(register: Register) -> dict[str, set[str]]:
    """Claims that say the same, by `restates` in either direction."""
    families: dict[str, set[str]] = {key: {key} for key in register.claims}
    for key, claim in register.claims.items():
        for other in claim.restates:
            if other not in families:
                continue
            merged = families[key] | families[other]
            for member in merged:
                families[member] = merged
    return families


def standings(register: Register) -> dict[str, Standing]:
    """How every claim stands."""
    families = _families(register)
    replies = _pointing(register, "reply_to")
    opposed = _pointing(register, "contradicts")
    for key, claim in register.claims.items():
        for other in claim.contradicts:
            opposed.setdefault(key, set()).add(other)
    return {key: _standing(register, key, families[key], replies, opposed) for key in families}


def standing(register: Register, claim: str) -> Standing:
    """How one claim stands."""
    return standings(register)[claim]


def _pointing(register: Register, name: str) -> dict[str, set[str]]:
    """Claims that name another in a field, by the one that is named."""
    found: dict[str, set[str]] = {}
    for key, claim in register.claims.items():
        for other in getattr(claim, name):
            found.setdefault(other, set()).add(key)
    return found


def _standing(
    register: Register,
    key: str,
    family: set[str],
    replies: dict[str, set[str]],
    opposed: dict[str, set[str]],
) -> Standing:
    # A withdrawn statement neither carries nor doubts what others say.
    alive = {name for name in family if register.claims[name].status != "withdrawn"} or {key}
    members = [register.claims[name] for name in sorted(alive)]
    roots = {root for member in members for root in _roots_of_claim(register, member)}
    sources = {member.source for member in members}
    predicate = register.predicates.get(register.claims[key].predicate)
    return Standing(
        claim=key,
        same=tuple(sorted(family)),
        roots=tuple(sorted(roots)),
        hedge=_weakest(member.hedge for member in members),
        step=predicate.step if predicate else LADDER[0],
        replies=_of(replies, family),
        contradicted_by=tuple(name for name in _of(opposed, {key}) if name != key),
        echoes=tuple(sorted(sources - roots)),
    )


def _of(found: dict[str, set[str]], keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for key in keys for name in found.get(key, ())}))


def _weakest(hedges: Iterable[str]) -> str:
    return max(hedges, key=HEDGES.index)
