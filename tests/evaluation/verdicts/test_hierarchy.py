from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fanous.evaluation.verdicts.hierarchy import Overlap, expanded, overlap
from fanous.rules.mechanisms import load_mechanisms
from tests.making import FUZZ

MECHANISMS = st.frozensets(st.sampled_from(sorted(load_mechanisms())), max_size=4)


def test_a_mechanism_stands_for_its_ancestors() -> None:
    assert expanded(["tls.reset.sni", "dns"]) == {"tls", "tls.reset", "tls.reset.sni", "dns"}


def test_too_deep_costs_precision_and_vague_costs_recall() -> None:
    deep, vague = overlap(["tls.reset.sni"], ["tls.reset"]), overlap(["tls"], ["tls.reset"])
    assert deep == Overlap(both=2, claimed=3, true=2)
    assert vague == Overlap(both=1, claimed=1, true=2)
    assert deep + vague == Overlap(both=3, claimed=4, true=4)


def test_another_layer_is_no_match() -> None:
    assert overlap(["http.reset"], ["tls.reset"]) == Overlap(0, 2, 2)


@given(MECHANISMS, MECHANISMS)
@FUZZ
def test_no_more_is_shared_than_either_side_has(ours: frozenset[str], true: frozenset[str]) -> None:
    found = overlap(ours, true)
    assert 0 <= found.both <= min(found.claimed, found.true)
    assert overlap(true, ours) == Overlap(found.both, found.true, found.claimed)
    assert overlap(ours, ours).both == found.claimed == len(expanded(ours))


@given(MECHANISMS)
@FUZZ
def test_naming_an_ancestor_too_changes_nothing(ours: frozenset[str]) -> None:
    assert expanded([*ours, *(name.partition(".")[0] for name in ours)]) == expanded(ours)
