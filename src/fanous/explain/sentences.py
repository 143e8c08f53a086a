"""What happened when, what would change a verdict, who disagrees: the same sentences everywhere.

Decides the words for a step's times, for gains and losses of the steps that a verdict rests on
(steps with equal facts are told once), for known defects, and for reviews.
"""

from __future__ import annotations

from collections.abc import Iterator

from fanous.explain.change import Gain, Loss
from fanous.explain.explanation import Explanation, Judged
from fanous.explain.reviews import Review
from fanous.explain.said import Said, Wire
from fanous.explain.steps import Step
from fanous.explain.words import OUTCOME_WORDS, STATE_WORDS
from fanous.i18n import N_
from fanous.model.outcome import Layer
from fanous.rules.rule import Rule

__all__ = ["Facts", "change_sentences", "defect_sentences", "happened", "review_sentences", "times"]

Facts = tuple[tuple[Layer, str], ...]


def times(step: Step) -> Said | None:
    """When a step began and ended, in milliseconds since the start; None where that is unknown."""
    if step.end is None:
        return None
    end = round(step.end * 1000)
    if step.start is None:
        return Said(N_("until %(end)s ms"), {"end": end})
    begin = round(step.start * 1000)
    return Said(N_("%(start)s to %(end)s ms"), {"start": begin, "end": end})


def happened(step: Step) -> Said:
    """What happened, and what is to be known of the step."""
    if not step.remarks:
        return step.happened
    return Said("%(first)s (%(more)s)", {"first": step.happened, "more": step.remarks})


def change_sentences(it: Explanation) -> Iterator[tuple[Said, Facts]]:
    """Sentences, each with the facts that are listed below it."""
    if it.rules_changed:
        yield Said(_OTHER_RULES), ()
    elif not it.deciding:
        yield Said(_LEANS_ON_NOTHING if it.judged else _NOTHING_JUDGED), ()
    else:
        told: set[tuple[Layer, tuple[str, ...]]] = set()
        for step in it.deciding:
            if (step.layer, step.facts) not in told:
                told.add((step.layer, step.facts))
                yield from _of_step(step)
        yield from _of_all(it)


def _of_all(it: Explanation) -> Iterator[tuple[Said, Facts]]:
    """What else would have to change."""
    if len(it.deciding) > 1:
        yield Said(_EACH_STEP, {"n": len(it.deciding)}), ()
    if it.also_blocked:
        yield Said(_OTHER_STEPS, {"n": it.also_blocked}), ()


_OTHER_RULES = N_(
    "The verdict is from other rules than this version of Fanous has, so it cannot be said here "
    "what would change it. Build again, or use the version that made it."
)
_NOTHING_JUDGED = N_("No step was judged, so nothing speaks for or against.")
_LEANS_ON_NOTHING = N_("The deciding rule leans on nothing: no step of its layer was judged.")
_EACH_STEP = N_(
    "The verdict rests on %(n)s steps by the same rule: each of them would have to change."
)
_OTHER_STEPS = N_(
    "Besides them, %(n)s steps show interference: the verdict would still be told from those."
)


def _of_step(step: Judged) -> Iterator[tuple[Said, Facts]]:
    where: dict[str, object] = {
        "layer": Wire(step.layer.value.upper()),
        "endpoint": Wire(step.endpoint),
    }
    yield Said(N_("The verdict rests on %(layer)s %(endpoint)s."), where), ()
    for loss in step.losses:
        yield _loss(step, loss)
    for gain in step.gains:
        yield _gain(step, gain)
    if not step.gains:
        yield Said(N_("No one or two further facts would change that step.")), ()


def _loss(step: Judged, loss: Loss) -> tuple[Said, Facts]:
    message = (
        N_("Without this, that step would be: %(outcome)s (rule %(rule)s).")
        if len(loss.facts) == 1
        else N_("Without any one of these, that step would be: %(outcome)s (rule %(rule)s).")
    )
    return _told(message, step, loss.facts, loss.rule)


def _gain(step: Judged, gain: Gain) -> tuple[Said, Facts]:
    message = (
        N_("If this were established too, that step would be: %(outcome)s (rule %(rule)s).")
        if len(gain.facts) == 1
        else N_("If both were established too, that step would be: %(outcome)s (rule %(rule)s).")
    )
    return _told(message, step, gain.facts, gain.rule)


def _told(message: str, step: Judged, facts: tuple[str, ...], rule: Rule) -> tuple[Said, Facts]:
    word = OUTCOME_WORDS[rule.outcome]
    outcome = (
        Said(N_("%(outcome)s, settled by this alone"), {"outcome": Said(word)})
        if rule.artefact
        else Said(N_("%(outcome)s, set aside"), {"outcome": Said(word)})
        if rule.evidence == "discarded"
        else Said(word)
    )
    said = Said(message, {"outcome": outcome, "rule": Wire(rule.id)})
    return said, tuple((step.layer, fact) for fact in facts)


def defect_sentences(it: Explanation) -> Iterator[Said]:
    """Known defects: of what failed here, and of what the probe itself concluded."""
    for defect in it.defects:
        message = (
            N_("The probe's own opinion has a known defect: %(what)s (%(source)s)")
            if defect.is_of_opinion
            else N_("A known defect covers a failure seen here: %(what)s (%(source)s)")
        )
        yield Said(message, {"what": Said(defect.sentence), "source": Wire(defect.source)})


def review_sentences(review: Review, state: str) -> Iterator[Said]:
    """A disagreement: who, when, against what; and whether our verdict is still that one."""
    yield Said(
        N_("%(reviewer)s, %(date)s: holds %(verdict)s, where Fanous said %(ours)s."),
        {
            "reviewer": review.reviewer,
            "date": review.date,
            "verdict": _state(review.verdict),
            "ours": _state(review.ours),
        },
    )
    if review.ours != state:
        yield Said(N_("That was said of an earlier verdict; ours has changed since."))
    yield Said(N_("The reason given: %(reason)s"), {"reason": review.reason})


def _state(state: str) -> Said:
    return Said(N_("“%(word)s”"), {"word": Said(STATE_WORDS[state].word)})
