"""Guards that keep the house in order: imports go one way, the folders are the index."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from fanous.model.tables import BUILT_TABLES, INGESTED_TABLES, SIGNAL_TABLES, TABLES
from fanous.sources.registry import NETTESTS
from tests.conftest import ROOT

PACKAGE = ROOT / "src" / "fanous"

# From early to late: a place may import only those above it.
ORDER = (
    "errors",
    "paths",
    "model",
    "progress",
    "reference",
    "register",
    "sources",
    "certificates",
    "control",
    "rules",
    "store",
    "cells",
    "detectors",
    "events",
    "engine",
    "evaluation",
    "i18n",
    "locale",
    "explain",
    "web",
    "reports",
    "pipeline",
    "cli",
)


def place(path: Path) -> str:
    """The folder or top-level module a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The places of Fanous that a file imports, at the top or inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "fanous":
                names = [f"fanous.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("fanous.")}
    return found - {"__version__"}


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")


def test_every_place_has_its_place_in_the_order() -> None:
    places = {place(path) for path in MODULES} - {"__init__"}
    assert places <= set(ORDER)
    assert set(ORDER) <= places | {"web", "locale"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    if place(path) == "__init__":
        return
    allowed = set(ORDER[: ORDER.index(place(path)) + 1])
    assert imports(path) <= allowed


def test_model_imports_nothing_of_fanous_but_itself() -> None:
    for path in (PACKAGE / "model").glob("*.py"):
        assert imports(path) <= {"model"}


def test_registry_equals_files() -> None:
    """A nettest's module is named after its test, and is registered."""
    declared = set()
    for path in (PACKAGE / "sources" / "ooni").glob("*.py"):
        declared |= set(re.findall(r'^    test_name = "(\w+)"', path.read_text(), re.MULTILINE))
    assert declared == set(NETTESTS)
    for name in NETTESTS:
        assert (PACKAGE / "sources" / "ooni" / f"{name}.py").exists()


@pytest.mark.parametrize("path", sorted((PACKAGE / "sources" / "ooni").glob("*.py")), ids=str)
def test_evidence_that_is_asked_for_is_taken(path: Path) -> None:
    """`append_evidence` makes steps: called without `return` or `yield from`, it makes no row."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Return | ast.YieldFrom) and node.value is not None
    }
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "append_evidence"
    ]
    assert all(id(call) in taken for call in calls)


def test_every_module_has_its_test_file() -> None:
    missing = []
    for path in MODULES:
        below = path.relative_to(PACKAGE)
        if path.name == "__init__.py":
            continue
        if not (ROOT / "tests" / below.parent / f"test_{below.stem}.py").exists():
            missing.append(below.as_posix())
    assert missing == []


def test_tables_are_one_of_three_kinds() -> None:
    kinds = INGESTED_TABLES + SIGNAL_TABLES + BUILT_TABLES
    assert set(TABLES) == {table.name for table in kinds}
    for table in TABLES.values():
        assert len(set(table.names)) == len(table.names)


def tracked() -> list[Path]:
    """Files under version control (all text files where there is no git)."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = done.stdout.decode().split("\0") if done.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_download_addresses_and_no_paths_of_a_machine() -> None:
    forbidden = re.compile(r"files\.pythonhosted|registry\.npmjs|/root/|/home/\w+/|/work/")
    for path in tracked():
        if path.suffix in {".png", ".mo"} or path == Path(__file__):
            continue
        found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
        assert found is None, f"{path.relative_to(ROOT)}: {found and found[0]}"


def test_the_readme_gives_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
    assert (ROOT / "docs" / "screenshot.png").exists()
