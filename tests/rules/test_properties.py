"""The shipped rules have the properties, and the checks catch rules that don't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fanous.model.outcome import Evidence, Layer, Outcome
from fanous.rules.properties import alive, complete, modest, modest_by_pairs, well_formed
from fanous.rules.registry import RULES
from fanous.rules.rule import LayerRules, Rule, decide

Check = Callable[[LayerRules], list[str]]
CHECKS: tuple[Check, ...] = (well_formed, complete, alive, modest, modest_by_pairs)


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
    assert modest_by_pairs(bad)
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
