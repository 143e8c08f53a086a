"""An evaluation as one JSON document: everything the tables show, and what they leave out.

Decides the names of the keys, which are a contract. Sets become sorted lists; a figure is an object
with `n`, `of`, `share`, `low` and `high`; what a judge gives no opinion on is null.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fanous.evaluation.verdicts.evaluate import Evaluation
from fanous.evaluation.verdicts.opinions import Opinion
from fanous.evaluation.verdicts.score import Scored, families, figures, judges

__all__ = ["document"]

Json = dict[str, Any]


def document(evaluation: Evaluation) -> Json:
    """The evaluation as plain values."""
    scored = evaluation.scored
    named = judges(scored)
    return {
        "situations": len(scored),
        "figures": {judge: asdict(figures(scored, judge)) for judge in named},
        "families": {
            family: {
                "situations": len(items),
                "figures": {judge: asdict(figures(items, judge)) for judge in judges(items)},
            }
            for family, items in families(scored).items()
        },
        "verdicts": [_situation(item) for item in scored],
        "calibration": [asdict(weight) for weight in evaluation.weights],
        "labels_without_measurement": evaluation.labels_without_measurement,
        "files_without_label": evaluation.files_without_label,
        "ambiguous": evaluation.ambiguous,
    }


def _situation(item: Scored) -> Json:
    label = item.label
    return {
        "name": label.name,
        "file": item.file,
        "line": item.line,
        "label_line": label.line,
        "family": label.family,
        "input": label.input,
        "truth": label.truth,
        "acceptable": list(label.acceptable),
        "layers_acceptable": [sorted(layers) for layers in label.layers],
        "mechanisms": list(label.mechanisms),
        "state": item.state,
        "opinions": {judge: _opinion(item, judge, said) for judge, said in item.opinions.items()},
    }


def _opinion(item: Scored, judge: str, said: Opinion) -> Json:
    return {
        "verdict": said.verdict,
        "acceptable": item.is_acceptable(judge),
        "false_accusation": item.is_false_accusation(judge),
        "layers": None if said.layers is None else sorted(said.layers),
        "right_layers": item.has_right_layers(judge),
        "mechanisms": None if said.mechanisms is None else list(said.mechanisms),
    }
