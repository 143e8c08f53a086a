"""From a finding to a grade: the six grades, and the highest that an element can reach.

Decides what must hold for each grade, and caps it by what networks can show: whether, when, where
and how may be corroborated; by whom only fits, unless networks under another hand differ; with
whose equipment only fits; orders, intentions and use on people cannot be measured. Contradicting
asks for more than corroborating: a gap in the data must never clear or accuse anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fanous.register.grading.evidence import Evidence
from fanous.register.grading.finding import Finding
from fanous.register.grading.registry import TESTS
from fanous.register.load import Register
from fanous.register.schema import Claim, Element, Link

__all__ = [
    "CAPS",
    "GRADES",
    "RULES_VERSION",
    "Grade",
    "GradeName",
    "contrast",
    "grade_claim",
    "grade_link",
    "grade_register",
]

RULES_VERSION = "2"
"""Raised when the same evidence could get another grade; results of older rules stay."""

GradeName = Literal[
    "corroborated", "consistent", "inconclusive", "contradicted", "no_coverage", "not_measurable"
]
GRADES: tuple[GradeName, ...] = (
    "corroborated",
    "consistent",
    "inconclusive",
    "contradicted",
    "no_coverage",
    "not_measurable",
)
CAPS: dict[Element, GradeName] = {
    "occurrence": "corroborated",
    "time": "corroborated",
    "place": "corroborated",
    "method": "corroborated",
    "operator": "consistent",
    "vendor": "consistent",
    "order": "not_measurable",
    "intent": "not_measurable",
    "use": "not_measurable",
}
"""The highest grade by element. `operator` may rise by a contrast between networks."""

FEWEST_METHODS = 2
FEWEST_OPERATORS = 2
_BEYOND = "No implication of this in a network is known."


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of one link, with what it rests on. `link` is empty for a claim without links."""

    claim: str
    link: str
    element: str
    test: str
    grade: GradeName
    cap: GradeName
    why: str
    rivals: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    needs: str = ""
    rules_version: str = RULES_VERSION
    outcome: str = ""
    control: str = "none"
    methods: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    counts: Mapping[str, float] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)


def grade_link(claim: Claim, link: Link, evidence: Evidence) -> Grade:
    """Grade one link; the evidence's digests go with the result."""
    cap = CAPS[link.element]
    if link.test is None or cap == "not_measurable":
        return _ungraded(claim.id, link.id, link.element, link.reason or _BEYOND)
    finding = TESTS[link.test](link, evidence)
    grade = capped(judged(finding, link), link, finding)
    return Grade(
        claim=claim.id,
        link=link.id,
        element=link.element,
        test=link.test,
        grade=grade,
        cap=cap,
        why=finding.why,
        rivals=remaining_rivals(link),
        excluded=link.excluded,
        needs=link.needs,
        outcome=finding.outcome,
        control=finding.control,
        methods=finding.methods,
        operators=finding.operators,
        counts=finding.counts,
        thresholds=finding.thresholds,
        facts=finding.facts,
        evidence=finding.evidence,
        inputs=dict(sorted(evidence.digests().items())),
    )


def _ungraded(claim: str, link: str, element: str, why: str) -> Grade:
    return Grade(claim, link, element, "", "not_measurable", "not_measurable", why)


def remaining_rivals(link: Link) -> tuple[str, ...]:
    """What else would look the same, and is not excluded."""
    excluded = {text.partition(":")[0].strip() for text in link.excluded}
    return tuple(rival for rival in link.rivals if rival not in excluded)


def judged(finding: Finding, link: Link) -> GradeName:
    """The grade that a finding earns, before the cap of its element."""
    if finding.outcome == "not-covered":
        return "no_coverage"
    if finding.outcome == "mixed":
        return "inconclusive"
    if finding.outcome == "absent":
        return "contradicted" if finding.control == "passed" else "no_coverage"
    sure = (
        len(finding.methods) >= FEWEST_METHODS
        and len(finding.operators) >= FEWEST_OPERATORS
        and "unknown" not in finding.operators  # who cannot be named cannot be called independent
        and finding.control == "passed"
        and not remaining_rivals(link)
    )
    return "corroborated" if sure else "consistent"


def capped(grade: GradeName, link: Link, finding: Finding) -> GradeName:
    """No more than networks can show of the element."""
    if link.element in ("operator", "vendor") and grade == "contradicted":
        return "inconclusive"  # an effect that is absent says nothing of whose hand or make
    if grade == "corroborated" and CAPS[link.element] == "consistent":
        raised = link.element == "operator" and contrast(finding)
        return "corroborated" if raised else "consistent"
    return grade


def contrast(finding: Finding) -> bool:
    """Whether networks under another hand were looked at, and differ."""
    shares = finding.facts.get("blocked_share")
    if not isinstance(shares, Mapping):
        return False
    values = [float(share) for share in shares.values()]
    return bool(values) and max(values) >= 0.5 and min(values) <= 0.05


def grade_claim(register: Register, claim: Claim, evidence: Evidence) -> list[Grade]:
    """Grades of a claim's links; without links it is beyond networks, and that is said."""
    links = register.links.get(claim.id)
    if links is None:
        return [_ungraded(claim.id, "", "", claim.measurable_note or _BEYOND)]
    return [grade_link(claim, link, evidence) for link in links.links]


def grade_register(register: Register, evidence: Evidence) -> Iterable[Grade]:
    """Every claim, in the order of ids; withdrawn ones are left out."""
    for key in sorted(register.claims):
        claim = register.claims[key]
        if claim.status != "withdrawn":
            yield from grade_claim(register, claim, evidence)
