from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.rules.examples import Examples, NearMiss, load_examples
from fanous.rules.registry import RULES


def test_what_ships_names_only_rules_that_are() -> None:
    known = {rule.id for layer in RULES.values() for rule in layer.rules}
    assert set(load_examples()) <= known


def test_a_file_as_written(tmp_path: Path) -> None:
    path = tmp_path / "situations.json"
    path.write_text(
        '{"tls.x": {"fired_by": ["a", "b"], "near": [{"situation": "c", "missing": "F"}]}}',
        encoding="utf-8",
    )
    assert load_examples(path) == {"tls.x": Examples(("a", "b"), (NearMiss("c", "F"),))}


@pytest.mark.parametrize(
    ("text", "line"),
    [("{\n,", 2), ("[]", 1), ('{"a": {}}', 1), ('{"a": {"fired_by": 1, "near": []}}', 1)],
)
def test_a_file_that_is_none_says_what_to_do(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "situations.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CuratedFileError) as refused:
        load_examples(path)
    assert refused.value.line == line and "regenerate" in refused.value.remedy


def test_no_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CuratedFileError, match="no examples"):
        load_examples(tmp_path / "situations.json")
