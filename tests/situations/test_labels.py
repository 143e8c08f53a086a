"""Labels of our own situations: current, readable, and what Fanous is held to."""

from __future__ import annotations

import pytest

from fanous.evaluation.verdicts import Evaluation, Label, evaluate_verdicts, read_labels
from fanous.evaluation.verdicts.score import figures
from fanous.sources.find import find_sources
from tests.situations.chain import LATEST, context
from tests.situations.named import SITUATIONS
from tests.situations.regenerate import FOLDER, LABELS, labels_text


@pytest.fixture(scope="module")
def labels() -> dict[str, Label]:
    return read_labels(LABELS)


@pytest.fixture(scope="module")
def evaluation(labels: dict[str, Label]) -> Evaluation:
    return evaluate_verdicts(
        labels,
        find_sources(sorted(FOLDER.glob("*/raw.jsonl"))).sources,
        context(),
        latest=LATEST,
        refused=lambda item: pytest.fail(str(item)),
    )


def test_the_file_is_current() -> None:
    assert LABELS.read_text(encoding="utf-8") == labels_text(), (
        "run python -m tests.situations.regenerate"
    )


def test_every_situation_is_labelled_and_scored(
    labels: dict[str, Label], evaluation: Evaluation
) -> None:
    assert set(labels) == set(SITUATIONS)
    assert [item.label.name for item in evaluation.scored] == sorted(SITUATIONS)
    assert evaluation.files_without_label == [] and evaluation.ambiguous == {}


@pytest.mark.parametrize("name", sorted(SITUATIONS))
def test_a_truth_agrees_with_itself(labels: dict[str, Label], name: str) -> None:
    label = labels[name]
    layers = {mechanism.partition(".")[0] for mechanism in label.mechanisms}
    assert layers == {layer for layer, word in label.truth.items() if word == "blocked"} - {
        "overall"
    }
    assert bool(label.mechanisms) or not label.is_blocked
    if label.is_blocked:
        assert "blocked" in label.acceptable and frozenset() not in label.layers
    if label.truth["overall"] in ("down", "insufficient"):
        assert "blocked" not in label.acceptable
    assert all(found <= layers for found in label.layers)


def test_every_verdict_is_acceptable(evaluation: Evaluation) -> None:
    wrong = {
        item.label.name: (item.opinions["fanous"].verdict, item.label.acceptable)
        for item in evaluation.scored
        if not item.is_acceptable("fanous")
    }
    assert wrong == {}


def test_nobody_is_falsely_accused_and_nothing_is_missed(evaluation: Evaluation) -> None:
    found = figures(evaluation.scored, "fanous")
    assert (found.false_accusations.n, found.missed.n) == (0, 0)
    assert found.false_accusations.of >= 40 and found.missed.of >= 33


def test_the_right_layers_are_blamed(evaluation: Evaluation) -> None:
    wrong = {
        item.label.name: (item.opinions["fanous"].layers, item.label.layers)
        for item in evaluation.scored
        if item.label.is_blocked and not item.has_right_layers("fanous")
    }
    assert wrong == {}


def test_no_mechanism_is_made_up(evaluation: Evaluation) -> None:
    found = figures(evaluation.scored, "fanous")
    assert found.mechanism_precision is not None and found.mechanism_recall is not None
    assert found.mechanism_precision.n == found.mechanism_precision.of
    assert (found.mechanism_recall.share or 0) >= 0.9
