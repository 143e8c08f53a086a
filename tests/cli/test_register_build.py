from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fanous.register.exports import follow_the_money_check
from tests.cli.conftest import Command


def test_the_check_of_another_model_needs_its_library(
    fanous: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    ended = fanous("register", "build", "--out", str(tmp_path / "out"), "--check-ftm")
    assert ended.code == 2
    assert "pip install 'fanous[ftm]'" in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("refused", "code"), [([], 0), (["fanous-zte: Company needs a name"], 5)])
def test_what_another_model_refuses_is_not_written(
    fanous: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    refused: list[str],
    code: int,
) -> None:
    monkeypatch.setattr(follow_the_money_check, "problems", lambda exported: refused)
    ended = fanous("register", "build", "--out", str(tmp_path / "out"), "--check-ftm")
    assert ended.code == code
    assert f"{len(refused)} refused" in ended.err
    assert all(line in ended.out for line in refused)
    assert (tmp_path / "out").exists() == (code == 0)
