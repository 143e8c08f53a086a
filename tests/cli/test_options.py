from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from fanous.cli.options import (
    add_out,
    add_paths,
    add_reference,
    add_store,
    add_workers,
    reference_paths,
)
from fanous.engine.tasks import ReferencePaths


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    add_paths(made)
    add_store(made)
    add_out(made, "where to")
    add_reference(made)
    add_workers(made)
    return made


def test_options_become_paths_and_numbers(parser: argparse.ArgumentParser) -> None:
    chosen = parser.parse_args("a b --store s --out o --workers 3".split())
    assert chosen.paths == [Path("a"), Path("b")]
    assert (chosen.store, chosen.out, chosen.workers) == (Path("s"), Path("o"), 3)
    assert reference_paths(chosen) == ReferencePaths(None, None)
    chosen = parser.parse_args("a --store s --out o --reference r --ip2asn i.mmdb".split())
    assert reference_paths(chosen) == ReferencePaths(Path("r"), Path("i.mmdb"))
    assert chosen.workers is None


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_workers_are_at_least_one(
    parser: argparse.ArgumentParser, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser.parse_args(["a", "--store", "s", "--out", "o", f"--workers={number}"])
    assert "--workers" in capsys.readouterr().err
