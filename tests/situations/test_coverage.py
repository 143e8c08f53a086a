"""Which situations fire a rule and nearly do: current in `data/`, and by the rule's own facts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fanous.paths import data_folder
from fanous.rules.examples import FILE
from fanous.rules.registry import RULES
from tests.situations.coverage import MOST_NEAR, coverage, coverage_text
from tests.situations.days import DAYS
from tests.situations.named import SITUATIONS
from tests.situations.regenerate import FOLDER

NAMED = set(SITUATIONS) | {f"pooled/{name}" for name in DAYS}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return coverage(FOLDER)


def golden(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / name / "verdicts.json").read_text("utf-8"))
    return read


def test_the_data_file_is_current() -> None:
    assert (data_folder() / FILE).read_text(encoding="utf-8") == coverage_text(FOLDER), (
        "run python -m tests.situations.regenerate"
    )


def test_every_rule_is_there_with_situations_that_are(found: dict[str, Any]) -> None:
    assert list(found) == [rule.id for layer in RULES.values() for rule in layer.rules]
    for entry in found.values():
        assert set(entry["fired_by"]) <= NAMED
        assert {near["situation"] for near in entry["near"]} <= NAMED
        assert len(entry["near"]) <= MOST_NEAR


def test_every_rule_is_fired_somewhere(found: dict[str, Any]) -> None:
    assert [rule for rule, entry in found.items() if not entry["fired_by"]] == []


def test_a_situation_that_fires_a_rule_shows_it(found: dict[str, Any]) -> None:
    for rule, entry in found.items():
        for name in entry["fired_by"]:
            shown = golden(name)
            layer = rule.partition(".")[0]
            deciding = {row["rule"] for row in shown["endpoints"]}
            assert rule in deciding | {shown["verdict"][f"{layer}_rule"]}


def test_a_near_miss_lacks_one_fact_and_comes_out_otherwise(found: dict[str, Any]) -> None:
    for layer in RULES.values():
        for rule in layer.rules:
            for near in found[rule.id]["near"]:
                rows = [
                    row
                    for row in golden(near["situation"])["endpoints"]
                    if row["layer"] == layer.layer
                    and rule.when - set(row["facts"]) == {near["missing"]}
                    and row["outcome"] != rule.outcome
                ]
                assert rows, (rule.id, near)


def test_most_rules_that_accuse_have_a_near_miss_here(found: dict[str, Any]) -> None:
    """A rule of one fact has none: without it nothing of the rule is there."""
    for layer in RULES.values():
        for rule in layer.rules:
            if rule.accuses and len(rule.when) > 1:
                assert found[rule.id]["near"], rule.id
