"""What is promised of the 25 public simulated situations, and that the figures are ours to compute.

The thresholds are those of the promise, each its own test, so that one that does not hold is seen
alone. No line of Fanous knows one of these files.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fanous.evaluation.verdicts import Evaluation, evaluate_verdicts, read_labels
from fanous.evaluation.verdicts.score import Figures, figures, judges
from fanous.reference.load import load_reference
from fanous.sources.base import Context
from fanous.sources.find import find_sources


@pytest.fixture(scope="module")
def evaluation(shared: Path) -> Evaluation:
    folder = shared / "ooni" / "situations"
    if not (folder / "labels.csv").is_file():
        pytest.skip("the labelled situations are not here")
    return evaluate_verdicts(
        read_labels(folder / "labels.csv"),
        find_sources([folder]).sources,
        Context(load_reference(None)),
        latest=round(time.time() * 1_000_000),
        refused=lambda item: pytest.fail(str(item)),
    )


@pytest.fixture(scope="module")
def ours(evaluation: Evaluation) -> Figures:
    return figures(evaluation.scored, "fanous")


def told(evaluation: Evaluation, names: list[str]) -> str:
    """What a reader of a failure needs: ours and the label's."""
    return "\n".join(
        f"{item.label.name}: {item.opinions['fanous']}, label {item.label}"
        for item in evaluation.scored
        if item.label.name in names
    )


def test_every_situation_is_scored(evaluation: Evaluation) -> None:
    assert len(evaluation.scored) == 25
    assert evaluation.labels_without_measurement == evaluation.files_without_label == []
    assert evaluation.ambiguous == {}


def test_others_figures_are_as_published(evaluation: Evaluation) -> None:
    """OONI v5's layers, read from its likelihoods, agree with its verdict wherever it has one."""
    assert judges(evaluation.scored) == ["fanous", "probe", "ooni_v5"]
    v5, probe = (figures(evaluation.scored, judge) for judge in ("ooni_v5", "probe"))
    assert (v5.acceptable.n, v5.acceptable.of) == (20, 25)
    assert (v5.false_accusations.n, v5.false_accusations.of) == (3, 10)
    assert v5.right_layers is not None and (v5.right_layers.n, v5.right_layers.of) == (8, 14)
    assert (probe.acceptable.n, probe.false_accusations.n, probe.missed.n) == (23, 2, 0)
    for item in evaluation.scored:
        said = item.opinions["ooni_v5"]
        assert bool(said.layers) == (said.verdict == "blocked"), item.label.name


def test_done_when_every_verdict_is_acceptable(evaluation: Evaluation, ours: Figures) -> None:
    wrong = [i.label.name for i in evaluation.scored if not i.is_acceptable("fanous")]
    assert wrong == [], told(evaluation, wrong)
    assert (ours.acceptable.n, ours.acceptable.of) == (25, 25)


def test_done_when_nobody_is_falsely_accused(evaluation: Evaluation, ours: Figures) -> None:
    wrong = [i.label.name for i in evaluation.scored if i.is_false_accusation("fanous")]
    assert wrong == [], told(evaluation, wrong)
    assert (ours.false_accusations.n, ours.false_accusations.of) == (0, 10)


def test_done_when_the_right_layers_are_blamed(evaluation: Evaluation, ours: Figures) -> None:
    wrong = [
        item.label.name
        for item in evaluation.scored
        if item.label.is_blocked and not item.has_right_layers("fanous")
    ]
    assert wrong == [], told(evaluation, wrong)
    assert ours.right_layers is not None
    assert (ours.right_layers.n, ours.right_layers.of) == (14, 14)


def test_done_when_mechanism_precision(ours: Figures) -> None:
    assert ours.mechanism_precision is not None and ours.mechanism_precision.share is not None
    assert ours.mechanism_precision.share >= 0.95, ours.mechanism_precision


def test_done_when_mechanism_recall(ours: Figures) -> None:
    assert ours.mechanism_recall is not None and ours.mechanism_recall.share is not None
    assert ours.mechanism_recall.share >= 0.75, ours.mechanism_recall
