from __future__ import annotations

import json

import pytest

from fanous.cli.rules import _LAYERS
from fanous.model.outcome import LAYERS
from fanous.rules.registry import RULES
from tests.cli.conftest import Command

IDS = [rule.id for layer in RULES.values() for rule in layer.rules]


def test_the_layers_are_those_of_the_model() -> None:
    assert list(_LAYERS) == [str(layer) for layer in LAYERS]


def test_the_table_has_every_rule_in_order(fanous: Command) -> None:
    ended = fanous("rules")
    assert (ended.code, ended.err) == (0, "")
    header, *lines = ended.out.splitlines()
    assert header.split() == "rule outcome state mechanism fired by near misses why".split()
    assert [line.split()[0] for line in lines] == IDS


@pytest.mark.parametrize("layer", _LAYERS)
def test_one_layer(fanous: Command, layer: str) -> None:
    found = json.loads(fanous("rules", "--layer", layer, "--format", "json").out)
    assert [item["id"] for item in found] == [rule.id for rule in RULES[layer].rules]  # type: ignore[index]


def test_json_is_a_contract(fanous: Command) -> None:
    found = json.loads(fanous("rules", "--format", "json").out)
    assert [item["id"] for item in found] == IDS
    assert all(
        list(item)
        == (
            "id layer place facts outcome evidence artefact state mechanism why confused_with "
            "since fired_by near"
        ).split()
        for item in found
    )
    assert any(item["near"] and set(item["near"][0]) == {"situation", "missing"} for item in found)


@pytest.mark.parametrize("rule_id", IDS)
def test_one_rule_in_full(fanous: Command, rule_id: str) -> None:
    (card,) = json.loads(fanous("rules", rule_id, "--format", "json").out)
    text = fanous("rules", rule_id).out
    for word in (card["why"], card["confused_with"], card["state"], card["since"]):
        assert word in text
    for name, meaning in card["facts"].items():
        assert f"{name}: {meaning}" in text
    assert all(near["situation"] in text for near in card["near"])


def test_an_unknown_id_is_a_usage_error_with_a_hint(fanous: Command) -> None:
    ended = fanous("rules", f"{IDS[0]}x")
    assert (ended.code, ended.out) == (2, "")
    assert "no rule has this id" in ended.err and IDS[0] in ended.err
    ended = fanous("rules", "~")
    assert ended.code == 2 and "fanous rules lists all of them." in ended.err


def test_a_rule_of_another_layer_is_said(fanous: Command) -> None:
    ended = fanous("rules", IDS[0], "--layer", _LAYERS[-1])
    assert ended.code == 2 and "--layer" in ended.err


def test_in_persian(fanous: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANOUS_LANGUAGE", "fa")
    said = fanous("rules", IDS[0]).out
    assert IDS[0] in said and "بر این‌ها تکیه دارد:" in said
    header, *lines = fanous("rules").out.splitlines()
    assert "قاعده" in header and len(lines) == len(IDS)
    assert not any("\ufffd" in line for line in lines)
