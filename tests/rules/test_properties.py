"""The shipped rules have the properties, and the checks catch rules that don't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.model.outcome import Evidence, Layer, Outcome
from fanous.rules.properties import alive, complete, modest, well_formed
from fanous.rules.registry import RULES
from fanous.rules.rule import Fact, Impossible, LayerRules, Rule, decide

Check = Callable[[LayerRules], list[str]]
CHECKS: tuple[Check, ...] = (well_formed, complete, alive, modest)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("layer", RULES.values(), ids=lambda layer: str(layer.layer))
def test_shipped_rules(layer: LayerRules, check: Check) -> None:
    assert check(layer) == []


def planted(layer: Layer, rule: Rule, *, at: int) -> LayerRules:
    """A layer with one more rule."""
    rules = list(RULES[layer].rules)
    rules.insert(at, rule)
    return replace(RULES[layer], rules=tuple(rules))


def blame(rule_id: str, *facts: str) -> Rule:
    return Rule(
        id=rule_id,
        when=frozenset(facts),
        outcome=Outcome.BLOCKED,
        mechanism=rule_id.partition(".")[0],
        why="Planted.",
        confused_with="anything",
    )


BLAME_FOR_ANY_FAILURE = {
    Layer.DNS: "LOOKUP_FAILED",
    Layer.TCP: "CONNECT_FAILED",
    Layer.TLS: "HANDSHAKE_FAILED",
    Layer.HTTP: "REQUEST_FAILED",
}


@pytest.mark.parametrize("layer", RULES, ids=str)
def test_blame_below_an_excuse_is_caught(layer: Layer) -> None:
    below = next(
        rank for rank, rule in enumerate(RULES[layer].rules) if rule.id == f"{layer}.failed"
    )
    bad = planted(layer, blame(f"{layer}.planted", BLAME_FOR_ANY_FAILURE[layer]), at=below)
    assert modest(bad)


@pytest.mark.parametrize("layer", RULES, ids=str)
def test_a_dead_rule_is_caught(layer: Layer) -> None:
    first = RULES[layer].rules[0]
    bad = planted(layer, replace(first, id=f"{layer}.planted"), at=1)
    assert alive(bad) == [f"{layer}.planted: decides nothing"]


@pytest.mark.parametrize("layer", RULES, ids=str)
def test_a_failure_that_falls_through_is_caught(layer: Layer) -> None:
    failing = BLAME_FOR_ANY_FAILURE[layer]
    rules = tuple(rule for rule in RULES[layer].rules if rule.when != {failing})
    assert len(rules) < len(RULES[layer].rules)
    assert complete(replace(RULES[layer], rules=rules))


@pytest.mark.parametrize("layer", RULES, ids=str)
def test_a_last_rule_that_claims_something_is_caught(layer: Layer) -> None:
    last = replace(RULES[layer].rules[-1], evidence=Evidence.SCORED)
    assert complete(replace(RULES[layer], rules=(*RULES[layer].rules[:-1], last)))


def test_malformed_rules_are_caught() -> None:
    nameless = replace(blame("tcp.planted", "NO_SUCH_FACT"), id="dns.planted", confused_with="")
    found = well_formed(planted(Layer.TCP, nameless, at=0))
    assert "dns.planted: unknown fact NO_SUCH_FACT" in found
    assert "dns.planted: not named after its layer" in found
    assert "dns.planted: does not say what it can be confused with" in found


def test_an_exclusion_without_a_reason_is_caught() -> None:
    layer = RULES[Layer.TCP]
    bad = replace(layer, impossible=(replace(layer.impossible[0], decided_by=""),))
    assert well_formed(bad)


def test_every_rule_that_held_is_kept() -> None:
    layer = RULES[Layer.TCP]
    decision = decide(layer, layer.mask({"CONNECTED"}))
    assert decision.rule.id == "tcp.connected"
    assert decision.fired == ("tcp.connected", "tcp.no_data")


def test_every_layer_ends_in_no_data() -> None:
    assert [layer.rules[-1].id for layer in RULES.values()] == [
        "dns.no_data",
        "tcp.no_data",
        "tls.no_data",
        "http.no_data",
    ]


FACTS = tuple("ABCDEF")


@st.composite
def small_layers(draw: st.DrawFn) -> LayerRules:
    """A layer of six facts with a few implications, exclusions and rules, good or bad."""
    facts = tuple(
        Fact(name, f"{name}.", name, draw(st.booleans()), draw(st.sampled_from([None, "A", "B"])))
        if name in "CDEF"
        else Fact(name, f"{name}.", name, draw(st.booleans()))
        for name in FACTS
    )
    some = st.frozensets(st.sampled_from(FACTS), min_size=1, max_size=3)
    groups = draw(st.lists(some.filter(lambda group: len(group) > 1), max_size=3))
    rules = [
        Rule(f"tcp.r{n}", when, outcome, "Planted.", "anything",
             "tcp" if outcome is Outcome.BLOCKED else None)
        for n, (when, outcome) in enumerate(
            draw(st.lists(st.tuples(some, st.sampled_from(Outcome)), max_size=6))
        )
    ]  # fmt: skip
    last = Rule("tcp.no_data", frozenset(), Outcome.UNKNOWN, "None.", evidence=Evidence.NONE)
    impossible = tuple(Impossible(group, "one look") for group in groups)
    return LayerRules(Layer.TCP, facts, impossible, (*rules, last))


def walked(layer: LayerRules) -> dict[frozenset[str], Rule]:
    """Every possible combination with the rule that decides it, one by one."""
    found = {}
    for bits in range(2 ** len(FACTS)):
        facts = frozenset(name for n, name in enumerate(FACTS) if bits >> n & 1)
        implied = all(f.implies in facts for f in layer.facts if f.implies and f.name in facts)
        if implied and not any(len(group.facts & facts) > 1 for group in layer.impossible):
            found[facts] = next(rule for rule in layer.rules if rule.when <= facts)
    return found


@given(small_layers())
def test_the_smallest_combinations_settle_what_a_walk_over_all_would(layer: LayerRules) -> None:
    every = walked(layer)
    failures = {fact.name for fact in layer.facts if fact.is_failure}
    reached = [f for f, rule in every.items() if rule is layer.rules[-1] and f & failures]
    assert bool(complete(layer)) == bool(reached)
    deciding = {rule.id for rule in every.values()}
    assert alive(layer) == [f"{r.id}: decides nothing" for r in layer.rules if r.id not in deciding]
    blamed_for_less = any(
        every[less].accuses and not rule.accuses
        for facts, rule in every.items()
        for less in every
        if less < facts
    )
    if alive(layer) == []:
        assert bool(modest(layer)) == blamed_for_less
    elif blamed_for_less:
        assert modest(layer)
