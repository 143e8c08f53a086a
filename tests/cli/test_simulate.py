from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command
from tests.making import tree_bytes


def test_the_same_seed_gives_the_same_bytes(fanous: Command, tmp_path: Path) -> None:
    trees = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        ended = fanous("simulate", "--out", tmp_path / name, "--seed", seed, "--days", 1)
        assert (ended.code, ended.out) == (0, "")
        assert "synthetic measurements" in ended.err and str(tmp_path / name) in ended.err
        trees.append(tree_bytes(tmp_path / name))
    assert trees[0] == trees[1] != trees[2]
    assert "truth.csv" in trees[0]
    assert {name.split("/")[0] for name in trees[0]} >= {"raw", "reference"}
