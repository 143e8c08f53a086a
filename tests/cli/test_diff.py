from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from fanous.rules.rule_set import RuleSet
from tests.cli.conftest import Command
from tests.explain.changing import without_rule

RULES = ("--rules", "current")


@pytest.fixture
def lenient(tmp_path: Path) -> Path:
    """Our rules without the one that decides on resets."""
    path = tmp_path / "lenient.json"
    path.write_bytes(without_rule("tls.reset_control_ok").to_json())
    return path


def test_text_counts_by_state_and_rule(fanous: Command, store: Path, lenient: Path) -> None:
    ended = fanous("diff", "--store", store, *RULES, lenient)
    assert ended.code == 0
    assert "2 of 7 measurements are told differently." in ended.err
    assert "likely_blocked → impaired" in ended.out
    assert "tls.reset_control_ok → tls.failed" in ended.out
    assert "domain:site0.example" in ended.out


def test_json_is_a_contract(fanous: Command, store: Path, lenient: Path) -> None:
    found = json.loads(fanous("diff", "--store", store, *RULES, lenient, "--format", "json").out)
    assert list(found) == ["old", "new", "measurements", "moved", "moves", "countries", "targets"]
    assert found["old"]["digest"] == RuleSet.current().digest
    assert (found["measurements"], found["moved"]) == (7, 2)
    assert found["moves"] == [
        {
            "old_state": "likely_blocked",
            "new_state": "impaired",
            "old_rule": "tls.reset_control_ok",
            "new_rule": "tls.failed",
            "measurements": 2,
        }
    ]
    assert found["countries"] == [{"probe_cc": "XA", "moved": 2, "measurements": 7}]
    assert all(0 < place["moved"] <= place["measurements"] for place in found["targets"])


def test_csv_and_lists(fanous: Command, store: Path, lenient: Path) -> None:
    asked = ("diff", "--store", store, *RULES, lenient)
    (row,) = csv.DictReader(io.StringIO(fanous(*asked, "--format", "csv").out))
    assert (row["old_state"], row["measurements"]) == ("likely_blocked", "2")
    listed = [json.loads(line) for line in
              fanous(*asked, "--list", "--format", "json").out.splitlines()]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(fanous(*asked, "--list", "--format", "csv").out)))
    text = fanous(*asked, "--list").out.splitlines()
    uids = [item["measurement_uid"] for item in listed]
    assert len(uids) == 2
    assert uids == [row["measurement_uid"] for row in rows] == [line.split()[0] for line in text]


def test_nothing_moves(fanous: Command, store: Path) -> None:
    ended = fanous("diff", "--store", store, *RULES, "current")
    assert (ended.code, ended.out) == (0, "")
    assert "0 of 7" in ended.err


def test_a_name_that_is_none(fanous: Command, store: Path) -> None:
    ended = fanous("diff", "--store", store, *RULES, "nowhere")
    assert (ended.code, ended.out) == (2, "")
    assert "no rule set is called so" in ended.err


def test_an_exported_rule_set_can_be_edited_and_compared(
    fanous: Command, store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "ours.json"
    ended = fanous("rules", "--export", path)
    assert (ended.code, ended.out) == (0, "")
    assert path.read_bytes() == RuleSet.current().to_json()
    assert "0 of 7" in fanous("diff", "--store", store, "--rules", path, "current").err
    edited = path.read_text().replace(
        "NOT success AND failure = 'connection_reset'", "failure IS NULL"
    )
    path.write_text(edited.replace('"sql": "success"', '"sql": "false"'))
    ended = fanous("diff", "--store", store, "--rules", "current", path, "--format", "json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert found["old"]["digest"] != found["new"]["digest"] and found["moved"] > 0
