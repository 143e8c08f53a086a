"""The one matcher."""

from __future__ import annotations

from fanous.model.outcome import Evidence, Layer, Outcome
from fanous.rules.rule import Fact, Impossible, LayerRules, Rule, decide

A, B, C = (Fact(name, f"{name}.", name.lower(), name == "C") for name in "ABC")
STRONG = Rule("tcp.strong", frozenset({"A", "B"}), Outcome.OK, "Both.")
WEAK = Rule("tcp.weak", frozenset({"A"}), Outcome.UNKNOWN, "One.")
NOTHING = Rule("tcp.no_data", frozenset(), Outcome.UNKNOWN, "None.", evidence=Evidence.NONE)
LAYER = LayerRules(
    Layer.TCP,
    (A, B, Fact("C", "C.", "c", True, implies="B")),
    (Impossible(frozenset({"A", "C"}), "one connect"),),
    (STRONG, WEAK, NOTHING),
)


def test_the_first_rule_that_holds_decides_and_all_are_kept() -> None:
    decision = decide(LAYER, LAYER.mask({"A", "B"}))
    assert decision.rule is STRONG
    assert decision.fired == ("tcp.strong", "tcp.weak", "tcp.no_data")


def test_a_missing_fact_never_helps_a_rule() -> None:
    assert decide(LAYER, LAYER.mask({"B"})).rule is NOTHING


def test_masks_and_names_are_inverse() -> None:
    for mask in range(8):
        assert LAYER.mask(LAYER.names(mask)) == mask
