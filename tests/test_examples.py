"""The examples run, and do what the how-tos say they do."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def _printed(name: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return capsys.readouterr().out.splitlines()


def test_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert _printed("a_rule.py", capsys) == [
        "violations: []",
        "without: http.differs (impaired)",
        "with: http.legal_status (impaired)",
    ]


def test_a_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert _printed("a_source.py", capsys) == [
        "198.51.100.7 443 True None None",
        "2001:db8::7 443 False generic_timeout_error timed_out",
    ]


def test_a_source_leaves_no_trace() -> None:
    from fanous.sources.registry import NETTESTS

    runpy.run_path(str(EXAMPLES / "a_source.py"), run_name="__main__")
    assert "urlgetter" not in NETTESTS


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {"a_rule.py", "a_source.py"}
