from __future__ import annotations

from pathlib import Path

import pytest

from fanous.engine.alone import Refused
from fanous.evaluation.verdicts import Evaluation, evaluate_verdicts, read_labels
from fanous.evaluation.verdicts.evaluate import label_name
from fanous.evaluation.verdicts.score import figures
from fanous.reference.load import load_reference
from fanous.sources.base import Context
from fanous.sources.find import find_sources
from tests.evaluation.verdicts.labelling import BLOCKED, OK, write_labels
from tests.making import (
    LATEST,
    measurement,
    other_measurement,
    reset_measurement,
    write_source,
)


def evaluated(folder: Path, *rows: dict[str, str]) -> tuple[Evaluation, list[Refused]]:
    refused: list[Refused] = []
    found = evaluate_verdicts(
        read_labels(write_labels(folder / "labels.csv", *rows)),
        find_sources([folder]).sources,
        Context(load_reference(None)),
        latest=LATEST,
        refused=refused.append,
    )
    return found, refused


def test_labels_meet_their_measurements(tmp_path: Path) -> None:
    write_source(tmp_path / "a.jsonl", [reset_measurement(1)])
    write_source(tmp_path / "b.jsonl.gz", [measurement(2)])
    found, refused = evaluated(tmp_path, OK, BLOCKED)
    assert refused == []
    assert [item.label.name for item in found.scored] == ["b", "a"], "in the order of labels"
    assert [item.opinions["fanous"].verdict for item in found.scored] == ["ok", "blocked"]
    assert found.scored[1].file == str(tmp_path / "a.jsonl")
    assert found.scored[1].opinions["fanous"].mechanisms == ("tls.reset",)
    result = figures(found.scored, "fanous")
    assert (result.acceptable.n, result.acceptable.of) == (2, 2)
    assert result.right_layers is not None and result.right_layers.n == 1
    seen = {weight.rule: weight for weight in found.weights if weight.was_seen}
    assert any(w.decided_blocked == w.blocked == 1 and not w.decided_other for w in seen.values())


def test_nothing_is_dropped_in_silence(tmp_path: Path) -> None:
    write_source(tmp_path / "a.jsonl", [reset_measurement(1), b"nonsense", measurement(2)])
    write_source(tmp_path / "stranger.jsonl", [measurement(3), measurement(4)])
    found, refused = evaluated(tmp_path, BLOCKED, OK)
    assert [(Path(item.file).name, item.line) for item in refused] == [("a.jsonl", 2)]
    assert found.ambiguous == {"a": 2}
    assert found.labels_without_measurement == ["b"]
    assert found.files_without_label == [str(tmp_path / "stranger.jsonl")]
    assert found.scored == []
    assert all(not weight.was_seen for weight in found.weights)


def test_a_test_without_verdicts_is_insufficient(tmp_path: Path) -> None:
    write_source(tmp_path / "a.jsonl", [other_measurement(1)])
    found, _ = evaluated(tmp_path, BLOCKED)
    assert found.scored[0].opinions["fanous"].verdict == "insufficient"
    assert found.scored[0].state == "not_handled"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("x/a.json", "a"),
        ("a.jsonl.gz", "a"),
        ("a.jsonl.zst", "a"),
        ("a", "a"),
        ("x/a/raw.jsonl", "a"),
        ("x/b.json/a.json", "a"),
        ("a/b.jsonl", "b"),
        ("x/y.tar.gz!z/a.post", "a"),
        ("C:\\data\\a.json", "a"),
        ("a/x/raw.jsonl", None),
        ("x.json", None),
    ],
)
def test_the_name_a_file_goes_by(file: str, name: str | None) -> None:
    assert label_name(file, {"a", "b"}) == name
