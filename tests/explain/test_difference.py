"""Moves: exactly the verdicts that two rule sets tell differently, with counts that add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import InputError
from fanous.explain.difference import Move, Tally, moves
from fanous.model.outcome import Layer
from fanous.rules.rule_set import RuleSet
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.explain.changing import with_fact, without_rule
from tests.making import tree_bytes

CURRENT = RuleSet.current()
LENIENT = without_rule("tls.reset_control_ok")


def compare(store: Store, old: RuleSet, new: RuleSet) -> tuple[list[Move], Tally]:
    tally = Tally()
    return list(moves(store, old, new, tally)), tally


def test_the_same_rules_move_nothing(store: Store) -> None:
    found, tally = compare(store, CURRENT, CURRENT)
    assert (found, tally.moved) == ([], 0)
    assert tally.measurements == sum(build.measurements for build in store.builds())


def test_a_rule_that_goes_moves_what_it_decided(store: Store) -> None:
    before = tree_bytes(store.folder)
    found, tally = compare(store, CURRENT, LENIENT)
    decided = rows(
        open_store(store),
        "SELECT measurement_uid FROM verdicts WHERE deciding_rule = 'tls.reset_control_ok'",
    )
    assert {move.measurement_uid for move in found} == {row["measurement_uid"] for row in decided}
    assert {(move.old_state, move.new_state) for move in found} == {("likely_blocked", "impaired")}
    assert {move.old_rule for move in found} == {"tls.reset_control_ok"}
    assert not any(move.details for move in found)
    assert tally.moved == len(found) == sum(tally.transitions.values()) == 3
    assert sum(tally.judged.values()) == tally.measurements
    assert all(count <= tally.judged[place] for place, count in tally.targets.items())
    assert tree_bytes(store.folder) == before, "nothing in the store changes"


def test_there_and_back(store: Store) -> None:
    there, _ = compare(store, CURRENT, LENIENT)
    back, _ = compare(store, LENIENT, CURRENT)
    assert [move.measurement_uid for move in there] == [move.measurement_uid for move in back]
    assert [(m.old_state, m.new_rule) for m in there] == [(m.new_state, m.old_rule) for m in back]


def test_what_shows_only_in_a_layer_is_a_detail(store: Store) -> None:
    found, tally = compare(store, CURRENT, with_fact(Layer.TCP, "CONNECTED", "false"))
    assert found and all(move.old_state == move.new_state for move in found if move.details)
    assert tally.moved == len(found)


@pytest.mark.parametrize("sql", ["no_such_column", "error('stop')", "read_text('x') IS NULL"])
def test_a_set_that_cannot_run_is_told(store: Store, sql: str) -> None:
    with pytest.raises(InputError, match=r"cannot run over this store"):
        compare(store, CURRENT, with_fact(Layer.TCP, "CONNECTED", sql))


def test_no_file_can_be_read(store: Store, tmp_path: Path) -> None:
    """A rule set that reads a file fails, though its text is one SELECT."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    reading = f"(SELECT count(*) > 0 FROM read_text('{secret}'))"
    with pytest.raises(InputError, match="file system operations are disabled"):
        compare(store, CURRENT, with_fact(Layer.TCP, "CONNECTED", reading))


def test_an_empty_store_moves_nothing(tmp_path: Path) -> None:
    assert compare(Store(tmp_path / "new", create=True), CURRENT, LENIENT)[0] == []
