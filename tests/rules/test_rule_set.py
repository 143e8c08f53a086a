"""A rule set as text: whole, the same each time, and refused with a reason when it is not one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.errors import InputError
from fanous.model.outcome import LAYERS, Layer, Outcome
from fanous.rules.registry import RULES, RULES_VERSION
from fanous.rules.rule import LayerRules
from fanous.rules.rule_set import GROUPS, RuleSet, current_queries
from tests.making import FUZZ


def with_layer(layer: LayerRules) -> RuleSet:
    current = RuleSet.current()
    return replace(current, layers={**current.layers, layer.layer: layer})


def test_the_current_set_is_what_judges() -> None:
    current = RuleSet.current()
    assert current.version == RULES_VERSION
    assert current.layers == RULES
    assert current.queries == current_queries()
    assert tuple(current.queries) == GROUPS


def test_there_and_back_again() -> None:
    current = RuleSet.current()
    written = current.to_json()
    read = RuleSet.from_json(written, "here")
    assert read == current
    assert (read.digest, read.to_json()) == (current.digest, written)
    assert list(read.queries["combine"]) == list(current.queries["combine"])
    for name in LAYERS:
        assert read.layers[name].rules == RULES[name].rules


def test_a_rule_is_found_by_its_id() -> None:
    found = RuleSet.current().rule("tcp.connected")
    assert found is not None and found.outcome is Outcome.OK
    assert RuleSet.current().rule("tcp.never") is None


def test_words_do_not_change_the_digest_and_all_else_does() -> None:
    current, tcp = RuleSet.current(), RULES[Layer.TCP]
    worded = [replace(rule, why="Said better.", confused_with="dust") for rule in tcp.rules]
    assert with_layer(replace(tcp, rules=tuple(worded))).digest == current.digest
    fewer = with_layer(replace(tcp, rules=tcp.rules[1:]))
    swapped = with_layer(replace(tcp, rules=(tcp.rules[1], tcp.rules[0], *tcp.rules[2:])))
    fact = replace(tcp.facts[0], sql="NOT success")
    other_fact = with_layer(replace(tcp, facts=(fact, *tcp.facts[1:])))
    queries = {group: dict(found) for group, found in current.queries.items()}
    queries["subjects"]["tcp"] += " "
    other_query = replace(current, queries=queries)
    digests = {made.digest for made in (current, fewer, swapped, other_fact, other_query)}
    assert len(digests) == 5


def test_an_edited_file_is_another_set() -> None:
    written = json.loads(RuleSet.current().to_json())
    written["layers"][1]["facts"][0]["sql"] = "false"
    read = RuleSet.from_json(json.dumps(written).encode(), "mine.json")
    assert read.digest != RuleSet.current().digest


def broken(change: str) -> Any:
    written = json.loads(RuleSet.current().to_json())
    layer = written["layers"][1]
    match change:
        case "format":
            written["format"] = 99
        case "layer":
            written["layers"].pop()
        case "unknown fact":
            layer["rules"][0]["when"].append("NOBODY_KNOWS")
        case "no last rule":
            layer["rules"].pop()
        case "twice":
            layer["facts"].append(layer["facts"][0])
        case "group":
            written["queries"].pop()
        case "subjects":
            written["queries"][2]["queries"].pop()
        case "type":
            layer["rules"][0]["outcome"] = "guilty"
        case "mechanisms":
            first = layer["rules"][0]
            layer["rules"][:0] = [{**first, "mechanism": f"tcp.{number}"} for number in range(70)]
        case "stray":
            written["run"] = "this"
    return written


@pytest.mark.parametrize(
    "change",
    ["format", "layer", "unknown fact", "no last rule", "twice", "group", "subjects", "type",
     "mechanisms", "stray"],
)  # fmt: skip
def test_a_set_that_is_none_is_refused_by_name(change: str) -> None:
    with pytest.raises(InputError, match=r"^mine\.json: not a rule set") as caught:
        RuleSet.from_json(json.dumps(broken(change)).encode(), "mine.json")
    assert "current" in caught.value.remedy


@FUZZ
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        RuleSet.from_json(data, "noise")
