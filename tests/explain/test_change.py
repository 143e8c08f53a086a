"""Near changes do what is said of them, for every combination of facts that can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.explain.change import (
    FARTHEST_FACTS,
    OF_A_RESPONSE,
    SETTLED_BEFORE,
    gains,
    losses,
)
from fanous.model.outcome import LAYERS, Layer, Outcome
from fanous.rules.registry import RULES
from fanous.rules.rule import LayerRules, decide
from tests.making import FUZZ

STOPPED = {"CONNECT_TIMEOUT", "CONNECT_FAILED", "FAMILY_WORKS_ON_PROBE", "FETCHES_BODY"}
TCP = RULES[Layer.TCP]


def test_what_is_missing_for_an_accusation_is_named() -> None:
    found = gains(TCP, STOPPED)
    blamed = [gain for gain in found if gain.rule.id == "tcp.timeout_control_connected"]
    assert [gain.facts for gain in blamed] == [("CONTROL_CONNECTED", "ADDRESS_GENUINE")]
    (down,) = [gain for gain in found if gain.rule.outcome is Outcome.DOWN]
    assert down.facts == ("CONTROL_CONNECT_FAILED",)
    assert len(found[0].facts) == 1, "fewest first"


def test_what_cannot_be_is_not_offered() -> None:
    for gain in gains(TCP, STOPPED):
        assert not {"CONNECTED", "CONNECT_RESET", "CONNECT_REFUSED"} & set(gain.facts)


def test_a_request_that_got_nothing_is_offered_no_response() -> None:
    layer = RULES[Layer.HTTP]
    silent = {"REQUEST_TIMEOUT", "REQUEST_FAILED", "CONNECTION_ESTABLISHED", "AT_INPUT"}
    for established in (silent, {"REQUEST_FAILED", "NOT_SENT"}, {"REQUEST_FAILED"}):
        offered = {fact for gain in gains(layer, established) for fact in gain.facts}
        assert not offered & OF_A_RESPONSE
    stalled = gains(layer, {"BODY_STALLED", "REQUEST_FAILED", "IN_CLEARTEXT", "ADDRESS_GENUINE"})
    assert any("FINGERPRINT_OF_COUNTRY" in gain.facts for gain in stalled), "a part of it came"


def test_facts_that_are_left_out_are_facts() -> None:
    known = {fact.name for layer in RULES.values() for fact in layer.facts}
    assert known >= SETTLED_BEFORE | OF_A_RESPONSE


def test_what_carries_an_accusation_is_named() -> None:
    found = losses(TCP, {*STOPPED, "CONTROL_CONNECTED", "ADDRESS_GENUINE"})
    named = {name for loss in found for name in loss.facts}
    assert named == TCP.rules[decide(TCP, TCP.mask({*STOPPED, "CONTROL_CONNECTED",
                                                    "ADDRESS_GENUINE"})).rank].when  # fmt: skip
    assert {loss.rule.outcome for loss in found} == {Outcome.UNKNOWN}


def test_no_data_rests_on_nothing() -> None:
    for layer in RULES.values():
        assert losses(layer, ()) == ()


def combinations(layer: LayerRules) -> st.SearchStrategy[set[str]]:
    """Combinations that declared exclusions and implications allow."""

    def lawful(names: frozenset[str]) -> set[str]:
        kept: set[str] = set()
        for fact in layer.facts:
            wanted = {fact.name, *([fact.implies] if fact.implies else [])}
            together = kept | wanted
            if fact.name in names and not any(
                len(group.facts & together) > 1 for group in layer.impossible
            ):
                kept = together
        return kept

    return st.frozensets(st.sampled_from([fact.name for fact in layer.facts])).map(lawful)


@pytest.mark.parametrize("name", LAYERS)
@FUZZ
@given(data=st.data())
def test_changes_hold_under_the_matcher(name: Layer, data: st.DataObject) -> None:
    layer = RULES[name]
    established = data.draw(combinations(layer))
    before = decide(layer, layer.mask(established))
    for gain in gains(layer, established):
        assert 0 < len(gain.facts) <= FARTHEST_FACTS
        assert not set(gain.facts) & (established | SETTLED_BEFORE)
        implied = {f.implies for f in layer.facts if f.name in gain.facts and f.implies}
        after = decide(layer, layer.mask({*established, *gain.facts, *implied}))
        assert (after.rule, after.rank < before.rank) == (gain.rule, True)
    for loss in losses(layer, established):
        assert not (loss.rule.accuses and not before.rule.accuses), "less evidence never accuses"
        for fact in loss.facts:
            assert fact in before.rule.when
            gone = {fact, *(f.name for f in layer.facts if f.implies == fact)}
            assert decide(layer, layer.mask(established - gone)).rule == loss.rule
