"""From files and labels to figures: judge each measurement alone, match it with its label, score.

Decides which measurement a label speaks of: the one in the file of its name (without the ending),
or else in the folder of its name, as our own situations lie (`<name>/raw.jsonl`). A name with
several measurements is ambiguous and not scored. Whatever could not be matched is returned, so
that it is told and never silently dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from fanous.engine.alone import Refused, Verdict, judge_alone
from fanous.evaluation.verdicts.calibrate import RuleWeight, calibrate
from fanous.evaluation.verdicts.held import collect_held
from fanous.evaluation.verdicts.labels import Label
from fanous.evaluation.verdicts.opinions import FANOUS, ours
from fanous.evaluation.verdicts.score import Scored
from fanous.sources.base import Context
from fanous.sources.find import SourceFile
from fanous.sources.lines import SUFFIXES

__all__ = ["Evaluation", "evaluate_verdicts", "label_name"]

_MEMBER_SUFFIXES = (".post",)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every situation that could be scored, what each rule is worth, and what was left out."""

    scored: list[Scored]
    weights: list[RuleWeight]
    labels_without_measurement: list[str]
    files_without_label: list[str]
    ambiguous: dict[str, int]


def evaluate_verdicts(
    labels: Mapping[str, Label],
    sources: Iterable[SourceFile],
    context: Context,
    *,
    latest: int,
    refused: Callable[[Refused], None],
) -> Evaluation:
    """Judge the sources and score them. `refused` is told of every line that gave nothing."""
    rules, inspect = collect_held()
    found: dict[str, list[Verdict]] = {}
    strangers: dict[str, None] = {}
    for item in judge_alone(sources, context, latest=latest, inspect=inspect):
        if isinstance(item, Refused):
            refused(item)
        elif (name := label_name(item.file, labels)) is None:
            strangers[item.file] = None
        else:
            found.setdefault(name, []).append(item)
    single = {name: found[name][0] for name in labels if len(found.get(name, ())) == 1}
    return Evaluation(
        scored=[_scored(labels[name], verdict) for name, verdict in single.items()],
        weights=calibrate([(labels[name], rules[(v.file, v.line)]) for name, v in single.items()]),
        labels_without_measurement=[name for name in labels if name not in found],
        files_without_label=list(strangers),
        ambiguous={name: len(items) for name, items in found.items() if len(items) > 1},
    )


def label_name(file: str, labels: Container[str]) -> str | None:
    """The label that a measurement's file goes by, None if there is none."""
    *folders, last = file.replace("!", "/").replace("\\", "/").split("/")
    endings = sorted((*SUFFIXES, *_MEMBER_SUFFIXES), key=len, reverse=True)
    stem = next((last.removesuffix(ending) for ending in endings if last.endswith(ending)), last)
    return next((name for name in (stem, *folders[-1:]) if name in labels), None)


def _scored(label: Label, verdict: Verdict) -> Scored:
    opinions = {FANOUS: ours(verdict), **label.opinions}
    return Scored(label, verdict.file, verdict.line, verdict.state, opinions)
