"""The docs are held to the code: what is generated is fresh, links lead somewhere, examples run."""

from __future__ import annotations

import importlib.util
import re
import shlex
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from fanous import cli, errors
from fanous.engine.tasks import ReferencePaths
from fanous.evaluation.simulator import simulate
from fanous.model.reject import RejectReason
from fanous.model.tables import TABLES
from fanous.pipeline import build, ingest
from fanous.rules.mechanisms import load_mechanisms
from fanous.rules.registry import RULES
from fanous.sources.registry import NETTESTS
from tests.conftest import ROOT

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"])
QUERIES = DOCS / "how-to" / "query-the-tables.md"
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@lru_cache
def generator() -> Any:
    """`docs/generate.py` as a module."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """The code of a page's blocks in a language."""
    text = page.read_text(encoding="utf-8")
    return [code for marked, code in _BLOCK.findall(text) if marked == language]


def named(pages: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=lambda p: p.relative_to(ROOT).as_posix())


# --- generated pages ---------------------------------------------------------------------------


def test_the_reference_is_fresh() -> None:
    assert generator().stale(REFERENCE) == [], "run python docs/generate.py"


def test_check_says_which_pages_are_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    generate = generator()
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (tmp_path / "cli.md").write_text("edited by hand", encoding="utf-8")
    (tmp_path / "tables.md").unlink()
    (tmp_path / "stray.md").write_text("made by nothing", encoding="utf-8")
    assert generate.main(["--check"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == [
        f"docs/reference/{name}.md" for name in ("cli", "stray", "tables")
    ]


def test_every_verb_and_option_appears() -> None:
    page = reference("cli.md")
    for name, verb in generator()._verbs(cli.parser()).items():
        section = page.partition(f"## fanous {name}\n")[2].partition("\n## ")[0]
        options = [text for action in verb._actions for text in action.option_strings]
        assert [o for o in options if o not in ("-h", "--help") and o not in section] == []
    codes = {kind.exit_code for kind in generator()._errors(errors.FanousError)}
    assert all(f"| {code} |" in page for code in {0, *codes, cli.INTERRUPTED})


def test_every_table_and_column_appears() -> None:
    page = reference("tables.md")
    for table in TABLES.values():
        section = page.partition(f"### {table.name}\n")[2].partition("\n### ")[0]
        assert [name for name in table.names if f"| `{name}` |" not in section] == []


def test_every_rule_and_fact_appears() -> None:
    page = reference("rules.md")
    for layer in RULES.values():
        for rule in layer.rules:
            section = page.partition(f"#### {rule.id}\n")[2].partition("\n####")[0]
            assert rule.why in section
            assert all(f"`{name}`" in section for name in rule.when)
        assert all(fact.meaning in page and fact.name in page for fact in layer.facts)


def test_every_reject_source_mechanism_and_error_appears() -> None:
    assert all(f"`{reason}`" in reference("rejects.md") for reason in RejectReason)
    assert all(f"`{name}`" in reference("sources.md") for name in NETTESTS)
    assert all(f"`{name}`" in reference("mechanisms.md") for name in load_mechanisms())
    assert all(f"`{name}`" in reference("errors.md") for name in errors.__all__)


# --- links, commands and the index -------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The fragments that renderers make of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {str(generator()._anchor(heading)) for heading in headings}


@named(PAGES)
def test_links_lead_somewhere(page: Path) -> None:
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for link in _LINK.findall(text):
        if link.startswith("https://"):
            continue
        path, _, fragment = link.partition("#")
        goal = (page.parent / path).resolve() if path else page
        if not goal.exists() or (fragment and fragment not in anchors(goal)):
            broken.append(link)
    assert broken == []


def test_the_index_names_every_page() -> None:
    linked = {(DOCS / link).resolve() for link in _LINK.findall((DOCS / "README.md").read_text())}
    assert set(DOCS.rglob("*.md")) - linked == {DOCS / "README.md"}


@named(PAGES)
def test_commands_are_ones_that_fanous_understands(page: Path) -> None:
    for line in "".join(blocks(page, "sh")).splitlines():
        if line.strip().startswith("fanous ") and not line.endswith(("--help", "--version")):
            cli.parser().parse_args(shlex.split(line)[1:])


# --- examples ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "example"), [("add-a-rule.md", "a_rule.py"), ("add-a-nettest.md", "a_source.py")]
)
def test_how_tos_show_the_examples_as_they_are(page: str, example: str) -> None:
    code = (ROOT / "examples" / example).read_text(encoding="utf-8")
    assert code in blocks(DOCS / "how-to" / page, "python")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small store named `store`."""
    folder = tmp_path_factory.mktemp("world")
    simulate(folder, days=1)
    store = folder / "store"
    ingest([folder / "raw"], store, reference=ReferencePaths(folder / "reference"))
    build(store)
    return folder


def _run(codes: list[str]) -> None:
    """Run blocks one after the other, as a reader would."""
    known: dict[str, Any] = {}
    for code in codes:
        exec(compile(code, str(QUERIES), "exec"), known)


def test_the_queries_run(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(world)
    _run([code for code in blocks(QUERIES, "python") if "import pandas" not in code])
    printed = capsys.readouterr().out
    assert "conclusive" in printed and "hours have no measurement" in printed
    assert re.search(r"\n[0-9a-f]{64}\n$", printed)
    assert (world / "cells.csv").read_text().startswith("target,hour,layer,blocked,ok\n")


def test_the_pandas_query_runs(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas", reason="pandas is no dependency of Fanous")
    monkeypatch.chdir(world)
    code = blocks(QUERIES, "python")
    _run([code[0], *(block for block in code if "import pandas" in block)])
