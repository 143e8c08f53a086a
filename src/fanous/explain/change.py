"""What would change what a rule said: facts that are missing, and facts that carry it.

Decides which changes are near: one or two more facts that could hold together with what is
established, and that move the outcome; and each fact that the deciding rule leans on, taken away.
Both are worked out with the matcher itself. Left out are facts that nothing that happens could have
established: of the URL, the test and the address, and of a response where none came. Whether
another missing fact is likely, nobody here knows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from fanous.rules.rule import LayerRules, Rule, decide

__all__ = ["FARTHEST_FACTS", "OF_A_RESPONSE", "SETTLED_BEFORE", "Gain", "Loss", "gains", "losses"]

FARTHEST_FACTS = 2  # that a near change may need
MOST_GAINS = 6

# Facts of what was tried, settled before anything happened.
SETTLED_BEFORE = frozenset(
    "IN_CLEARTEXT AT_INPUT HELPER_SILENT CERTIFICATE_OF_ITS_OWN ASKED_FOR_IPV4 IPV6 FETCHES_BODY "
    "EXTRA_CHECK".split()
)
# Facts of a response: one of them shows that it came; without one, a failed request has none.
_SHOWS_A_RESPONSE = frozenset(
    "BODY_STALLED REDIRECT_BROKEN FINGERPRINT_OF_COUNTRY FINGERPRINT_FALSE_POSITIVE "
    "FINGERPRINT_ABROAD FINGERPRINT_PRODUCT REDIRECTS_TO_PRIVATE FROM_ITS_HOST IS_REDIRECT "
    "IS_FINAL STATUS_SUCCESS STATUS_MATCHES TITLE_MATCHES BODY_LENGTH_MATCHES BODY_TRUNCATED "
    "HEADERS_MATCH DIFFERS_FROM_CONTROL SERVICE_RESPONDED".split()
)
OF_A_RESPONSE = _SHOWS_A_RESPONSE | {"OVER_VERIFIED_TLS"}


@dataclass(frozen=True)
class Gain:
    """If `facts` were established too, `rule` would decide."""

    facts: tuple[str, ...]
    rule: Rule


@dataclass(frozen=True)
class Loss:
    """Without any one of `facts`, `rule` would decide."""

    facts: tuple[str, ...]
    rule: Rule


def gains(layer: LayerRules, established: Collection[str]) -> tuple[Gain, ...]:
    """Near changes by more facts, those that need fewest first, then the strongest rule."""
    present = decide(layer, layer.mask(established))
    found: dict[frozenset[str], Gain] = {}
    for rule in layer.rules[: present.rank]:
        missing = _with_implied(layer, rule.when) - set(established)
        wanted = rule.when - set(established)
        if len(wanted) > FARTHEST_FACTS or not _possible(layer, missing, established):
            continue
        after = decide(layer, layer.mask({*established, *missing})).rule
        if _moves(present.rule, after):
            found.setdefault(frozenset(wanted), Gain(_in_order(layer, wanted), after))
    nearest = sorted(found.values(), key=lambda gain: len(gain.facts))
    kept: list[Gain] = []
    for gain in nearest:  # two facts say nothing new where one of them does it
        if not any(set(other.facts) < set(gain.facts) for other in kept):
            kept.append(gain)
    return tuple(kept[:MOST_GAINS])


def losses(layer: LayerRules, established: Collection[str]) -> tuple[Loss, ...]:
    """What each fact carries that the deciding rule leans on; facts of equal effect together."""
    present = decide(layer, layer.mask(established))
    effects: list[tuple[Rule, str]] = []
    for name in _in_order(layer, present.rule.when):
        gone = {name} | {fact.name for fact in layer.facts if fact.implies == name}
        effects.append((decide(layer, layer.mask(set(established) - gone)).rule, name))
    ordered = sorted(effects, key=lambda effect: layer.rules.index(effect[0]))
    return tuple(
        Loss(tuple(name for _, name in group), rule)
        for rule, group in groupby(ordered, key=lambda effect: effect[0])
    )


def _moves(before: Rule, after: Rule) -> bool:
    """Whether people would be shown something else."""
    return (before.outcome, before.artefact, before.evidence) != (
        after.outcome,
        after.artefact,
        after.evidence,
    )


def _possible(layer: LayerRules, missing: set[str], established: Collection[str]) -> bool:
    """Whether facts could be established beside those that are."""
    together = {*established, *missing}
    no_response = "REQUEST_FAILED" in established and _SHOWS_A_RESPONSE.isdisjoint(established)
    if missing & SETTLED_BEFORE or (no_response and missing & OF_A_RESPONSE):
        return False
    return not any(
        group.facts & missing and len(group.facts & together) > 1 for group in layer.impossible
    )


def _with_implied(layer: LayerRules, names: Collection[str]) -> set[str]:
    return {*names, *(f.implies for f in layer.facts if f.name in names and f.implies)}


def _in_order(layer: LayerRules, names: Collection[str]) -> tuple[str, ...]:
    return tuple(fact.name for fact in layer.facts if fact.name in names)
