"""An explanation as JSON: the same as the text, for programs.

Decides names and shapes (`FIELDS` is the contract that the reference page prints). Codes are
stable; sentences are in the reader's language. Times are seconds since the measurement's start.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fanous import __version__
from fanous.explain.change import Gain, Loss
from fanous.explain.explanation import Explanation, Judged, meaning
from fanous.explain.sentences import happened
from fanous.explain.steps import Step
from fanous.i18n import Messages
from fanous.model.outcome import LAYERS, Layer
from fanous.rules.rule import Rule

__all__ = ["FIELDS", "document"]

# Path, type, meaning; `[]` stands for each element.
_FIELDS = """
fanous | string | version that wrote it
measurement.measurement_uid | string | its published id, else sha256: and the hash of its line
measurement.test_name | string | OONI nettest
measurement.input | string | what was tested
measurement.target | string | what it is about
measurement.start_time | string | start, ISO 8601, UTC
measurement.probe_cc | string | country of the probe
measurement.probe_asn | int | network of the probe
measurement.synthetic | bool | whether a simulator made it
source.names | list of string | names of the source file
source.source_id | string | SHA-256 of its bytes
source.member | string | name inside an archive, or null
source.line | int | line in it
source.line_sha256 | string | SHA-256 of the line
verdict.state | string | what people are shown
verdict.outcome | string | ok, down, blocked or unknown
verdict.reachable | bool | whether the content was had all the same; null: not known
verdict.layers | object | outcome by layer
verdict.mechanisms | list of string | deepest mechanisms that the evidence supports
verdict.deciding_rule | string | id of the rule whose sentence explains the state
verdict.why | string | that sentence
verdict.confused_with | string | what it can be confused with; empty for nothing known
verdict.rules_version | string | version of the rule set
verdict.probe_blocking | string | the probe's own opinion, not used
steps[].place | int | its place in order of time, from 1
steps[].layer | string | dns, tcp, tls or http
steps[].sequence | int | its place in the layer's table
steps[].depth | int | redirect, 0 for the input itself
steps[].start | number | seconds, null if unknown
steps[].end | number | seconds, null if unknown
steps[].succeeded | bool | null where the record does not say
steps[].failure | string | failure in the modern vocabulary, null for none
steps[].tried | string | what was tried, in words
steps[].happened | string | what happened, in words
control[] | string | what the control saw, a sentence each
judged[].place | int | the step's place in `steps`
judged[].layer | string | dns, tcp, tls or http
judged[].endpoint | string | what was tried, in words of the wire
judged[].counts | bool | whether it counts for the layer
judged[].outcome | string | ok, down, blocked or unknown
judged[].evidence | string | none, discarded or scored
judged[].mechanism | string | deepest mechanism, null unless blocked
judged[].rule | string | id of the rule that decided
judged[].facts | list of Fact | facts that were established
judged[].fired | list of string | every rule that held, strongest first
judged[].decides | bool | whether the verdict rests on this step
judged[].would_drop | list of Change | without any one of the facts, this rule would decide
judged[].would_rise | list of Change | with the facts established too, this rule would decide
also_blocked | int | further steps that show interference
rules_changed | bool | the verdict is from other rules than this version's: changes are unknown
defects[].id | string | a known defect that covers a failure seen here, or the probe's opinion
defects[].of_opinion | bool | whether it speaks of the probe's opinion only
defects[].sentence | string | what is wrong, in words
defects[].source | string | address of who says so
reviews[].reviewer | string | role or pseudonym, chosen by the reviewer
reviews[].date | string | day of the review
reviews[].ours | string | our state when it was written
reviews[].verdict | string | the state they hold instead
reviews[].reason | string | why
reviews[].sources | list of string | what it rests on
Fact.name | string | its id
Fact.meaning | string | its sentence; in judged[].facts, which way it was established
Change.facts | list of Fact | the facts
Change.rule | string | id of the rule
Change.outcome | string | its outcome
Change.evidence | string | its evidence
Change.artefact | bool | whether it settles blame alone
Change.why | string | its sentence
"""
FIELDS: tuple[tuple[str, str, str], ...] = tuple(
    (path, kind, says)
    for path, kind, says in (line.split(" | ") for line in _FIELDS.strip().splitlines())
)


def document(it: Explanation, spoken: Messages, *, names: Iterable[str] = ()) -> dict[str, Any]:
    """The explanation as plain JSON values, as `FIELDS` says."""
    verdict = it.case.verdict
    told = ("measurement_uid", "test_name", "input", "target", "start_time", "probe_cc",
            "probe_asn", "synthetic")  # fmt: skip
    return {
        "fanous": __version__,
        "measurement": {name: verdict[name] for name in told}
        | {"start_time": verdict["start_time"].isoformat()},
        "source": {"names": list(names)}
        | {name: verdict[name] for name in ("source_id", "member", "line", "line_sha256")},
        "verdict": _verdict(it, spoken),
        "steps": [_step(place, step, spoken) for place, step in enumerate(it.steps, 1)],
        "control": [sentence.text(spoken) for sentence in it.control],
        "judged": [_judged(it, step, spoken) for step in it.judged],
        "also_blocked": it.also_blocked,
        "rules_changed": it.rules_changed,
        "defects": [
            {
                "id": defect.id,
                "of_opinion": defect.is_of_opinion,
                "sentence": spoken.text(defect.sentence),
                "source": defect.source,
            }
            for defect in it.defects
        ],
        "reviews": [
            {
                "reviewer": review.reviewer,
                "date": review.date.isoformat(),
                "ours": review.ours,
                "verdict": review.verdict,
                "reason": review.reason,
                "sources": list(review.sources),
            }
            for review in it.reviews
        ],
    }


def _verdict(it: Explanation, spoken: Messages) -> dict[str, Any]:
    row, rule = it.case.verdict, it.rule
    return {
        "state": row["state"],
        "outcome": row["outcome"],
        "reachable": row["reachable"],
        "layers": {layer.value: row[layer.value] for layer in LAYERS},
        "mechanisms": row["mechanisms"],
        "deciding_rule": row["deciding_rule"],
        "why": spoken.text(rule.why) if rule else "",
        "confused_with": spoken.text(rule.confused_with) if rule else "",
        "rules_version": row["rules_version"],
        "probe_blocking": row["probe_blocking"],
    }


def _step(place: int, step: Step, spoken: Messages) -> dict[str, Any]:
    return {
        "place": place,
        "layer": step.layer.value,
        "sequence": step.sequence,
        "depth": step.depth,
        "start": step.start,
        "end": step.end,
        "succeeded": step.succeeded,
        "failure": step.failure,
        "tried": step.tried.text(spoken),
        "happened": happened(step).text(spoken),
    }


def _judged(it: Explanation, step: Judged, spoken: Messages) -> dict[str, Any]:
    return {
        "place": step.place,
        "layer": step.layer.value,
        "endpoint": step.endpoint,
        "counts": step.counts,
        "outcome": step.outcome,
        "evidence": step.evidence,
        "mechanism": step.mechanism,
        "rule": step.rule_id,
        "facts": _established(step, spoken),
        "fired": list(step.fired),
        "decides": step in it.deciding,
        "would_drop": [_change(step.layer, loss, spoken) for loss in step.losses],
        "would_rise": [_change(step.layer, gain, spoken) for gain in step.gains],
    }


def _established(step: Judged, spoken: Messages) -> list[dict[str, str]]:
    told = dict(step.told)
    return [
        {"name": name, "meaning": " ".join(map(spoken.text, told[name]))}
        if name in told
        else {"name": name, "meaning": spoken.text(meaning(step.layer, name))}
        for name in step.facts
    ]


def _change(layer: Layer, change: Gain | Loss, spoken: Messages) -> dict[str, Any]:
    rule: Rule = change.rule
    return {
        "facts": _facts(layer, change.facts, spoken),
        "rule": rule.id,
        "outcome": rule.outcome.value,
        "evidence": rule.evidence.value,
        "artefact": rule.artefact,
        "why": spoken.text(rule.why),
    }


def _facts(layer: Layer, names: Iterable[str], spoken: Messages) -> list[dict[str, str]]:
    return [{"name": name, "meaning": spoken.text(meaning(layer, name))} for name in names]
