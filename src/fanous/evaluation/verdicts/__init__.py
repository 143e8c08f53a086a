"""How right the verdicts are: scored against labels, with counts, intervals and calibration."""

from fanous.evaluation.verdicts.evaluate import Evaluation, evaluate_verdicts
from fanous.evaluation.verdicts.labels import Label, read_labels

__all__ = ["Evaluation", "Label", "evaluate_verdicts", "read_labels"]
