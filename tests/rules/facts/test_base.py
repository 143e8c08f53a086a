"""Facts: each has one name, one meaning, one expression that DuckDB takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.rules.registry import RULES
from fanous.rules.rule import LayerRules
from tests.rules.facts.rows import columns, established

LAYERS = pytest.mark.parametrize("layer", RULES.values(), ids=lambda layer: str(layer.layer))


@LAYERS
def test_names_are_unique_and_fit_a_mask(layer: LayerRules) -> None:
    names = [fact.name for fact in layer.facts]
    assert len(set(names)) == len(names)
    assert len(names) < 63


@LAYERS
def test_every_fact_serves_a_rule_or_an_exclusion(layer: LayerRules) -> None:
    used = set().union(*(rule.when for rule in layer.rules))
    used |= {fact.implies for fact in layer.facts if fact.implies}
    assert {fact.name for fact in layer.facts} - used <= {"LOCAL_CAUSE"}


@LAYERS
def test_meanings_are_sentences(layer: LayerRules) -> None:
    for fact in layer.facts:
        assert fact.meaning[0].isupper()
        assert fact.meaning.endswith(".")


@LAYERS
def test_what_implies_is_excluded_by_what_excludes_the_general_fact(layer: LayerRules) -> None:
    names = {fact.name for fact in layer.facts}
    for fact in layer.facts:
        assert fact.implies is None or fact.implies in names


@LAYERS
def test_a_subject_of_which_nothing_is_known_establishes_nothing_that_blames(
    layer: LayerRules,
) -> None:
    blaming = set().union(*(rule.when for rule in layer.rules if rule.accuses))
    assert established(layer.layer) & blaming <= {"AT_INPUT"}  # of no depth: as before 0.5


@LAYERS
def test_a_missing_column_turns_no_fact_on_that_blames(layer: LayerRules) -> None:
    """Whatever a subject holds: taking one column away establishes nothing new to lean on."""
    known = {name: kind for name, kind in columns(layer.layer).items() if kind in VALUES}
    blaming = set().union(*(rule.when for rule in layer.rules if rule.accuses))
    rows = st.fixed_dictionaries({name: VALUES[kind] for name, kind in known.items()})

    @settings(deadline=None, max_examples=60)
    @given(rows, st.sampled_from(sorted(known)))
    def holds(row: dict[str, object], taken: str) -> None:
        more = established(layer.layer, **(row | {taken: None})) - established(layer.layer, **row)
        assert more & blaming - {"AT_INPUT"} == set()  # the page of the input has no hop

    holds()


VALUES = {
    "BOOLEAN": st.sampled_from([True, False, None]),
    "BIGINT": st.sampled_from([0, 1, 4, 6, 200, 301, 403, None]),
    "DOUBLE": st.sampled_from([0.0, 0.5, 1.0, None]),
    "VARCHAR": st.sampled_from(
        ["A", "AAAA", "ANY", "http", "https", "country", "abroad", "product", "false_positive",
         "dns_nxdomain_error", "connection_reset", "connection_refused", "eof_error",
         "generic_timeout_error", "ssl_unknown_authority", "valid", "self_signed", None]
    ),
}  # fmt: skip
