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


SMALL = """\
name = "small"
start = 2026-03-02
days = 2
[[country]]
cc = "XA"
[[network]]
asn = 64512
cc = "XA"
name = "XA Mobile"
[[target]]
url = "https://news.example/"
[[nuisance]]
kind = "out_of_order"
"""


def test_a_scenario_is_written_with_its_truth(fanous: Command, tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    trees = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        out = tmp_path / name
        ended = fanous("simulate", "--scenario", path, "--out", out, "--seed", seed)
        assert (ended.code, ended.out) == (0, "")
        assert f"small, seed {seed}:" in ended.err and "0 events and 1 nuisances" in ended.err
        trees.append(tree_bytes(out))
    assert trees[0] == trees[1] != trees[2]
    assert {name.split("/")[0] for name in trees[0]} == {"raw", "reference", "truth.json"}


def test_what_cannot_be_simulated_is_refused(fanous: Command, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(SMALL.replace('"XA"', '"XA"\ncolour = 3', 1))
    ended = fanous("simulate", "--scenario", path, "--out", tmp_path / "out")
    assert ended.code == 5 and "bad.toml:6" in ended.err
    for arguments, told in (
        (("--scenario", "nothing"), "quiet-month"),
        (("--scenario", "random", "--days", 3), "--days with --scenario"),
        (("--seed", -1), "below 0"),
    ):
        ended = fanous("simulate", "--out", tmp_path / "out", *arguments)
        assert ended.code == 2 and told in ended.err
    assert not (tmp_path / "out").exists()
