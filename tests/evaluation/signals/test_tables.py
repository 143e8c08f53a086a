"""The tables of docs/explanation/connectivity.md are what `benchmarks/signal_tables.py` makes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "signal_tables", ROOT / "benchmarks" / "signal_tables.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def real(shared: Path, tables: ModuleType) -> str:
    return str(tables.real(shared / "signals"))


def page() -> str:
    return (ROOT / "docs" / "explanation" / "connectivity.md").read_text(encoding="utf-8")


def test_the_tables_of_real_files_are_current(real: str, tables: ModuleType) -> None:
    assert tables.replaced(page(), "real", real) == page()


def test_on_real_files_no_baseline_is_better(real: str) -> None:
    """No later, fewer pieces, no more ends that are wrong, no more false events: read off them."""
    for table in real.split("### ")[1:]:
        lines = [line for line in table.splitlines() if line.startswith("| ")][2:]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        ours, *others = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        assert ours["detector"] == "Fanous" and others
        found, truths = map(int, ours["found"].split(" of "))
        assert found == truths == int(ours["pieces"])
        for other in others:
            assert int(other["found"].split(" of ")[0]) <= found
            assert int(ours["false"]) <= int(other["false"])
            if other["delay"] != "–" and int(other["found"].split(" of ")[0]) == found:
                assert int(ours["delay"]) <= int(other["delay"])


COLUMNS = ("detector", "found", "delay", "pieces", "early", "false", "quiet", "bound")


@pytest.mark.parametrize("part", ["real", "simulated", "users", "chocolatine"])
def test_every_part_is_there(tables: ModuleType, part: str) -> None:
    text = page()
    between = text.partition(f"<!-- {part}: begin -->")[2].partition(f"<!-- {part}: end -->")[0]
    assert "| Fanous |" in between
    assert tables.replaced(text, part, "x") != text
    with pytest.raises(SystemExit, match="no marks"):
        tables.replaced(text, "another", "x")
