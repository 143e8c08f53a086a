from __future__ import annotations

import runpy
import sys

import pytest

from fanous import __version__


def test_python_m_fanous(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["fanous", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("fanous", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"fanous {__version__}\n"
