"""The how-to on cells runs as it stands; pandas and polars only where they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from fanous import pipeline
from tests.conftest import ROOT
from tests.making import NOW, measurement, reset_measurement, write_source

PAGE = ROOT / "docs" / "how-to" / "read-cells.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
LIBRARIES = {"pandas": ".to_pandas(", "polars": "import polars"}


def needs(code: str) -> set[str]:
    return {name for name, mark in LIBRARIES.items() if mark in code}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a small store named `store`, to stand in."""
    raw = write_source(tmp_path / "raw.jsonl", [measurement(1), reset_measurement(2)])
    pipeline.ingest([raw], tmp_path / "store", now=lambda: NOW)
    pipeline.build(tmp_path / "store")
    monkeypatch.chdir(tmp_path)


def run(codes: list[str]) -> None:
    known: dict[str, Any] = {}
    for code in codes:
        exec(compile(code, str(PAGE), "exec"), known)


@pytest.mark.usefixtures("world")
def test_the_examples_run(capsys: pytest.CaptureFixture[str]) -> None:
    plain = [code for code in BLOCKS if not needs(code)]
    run(plain)
    assert "47 of 48 hours have no measurement" in capsys.readouterr().out
    assert len(plain) == len(BLOCKS) - len(LIBRARIES)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", LIBRARIES)
def test_the_table_goes_to(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip(name, reason=f"{name} is no dependency of Fanous")
    run([BLOCKS[0], *(code for code in BLOCKS if name in needs(code))])
    assert "blocked_share" in capsys.readouterr().out
