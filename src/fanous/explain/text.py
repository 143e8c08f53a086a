"""An explanation as plain text, for a terminal or a mail.

Decides the order in which things are told: the verdict, known defects, what was tried and what
happened, what the control saw, what was established, what would change it, who disagrees, and where
it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable

from fanous.explain.explanation import Explanation, Judged, meaning
from fanous.explain.layout import Layout
from fanous.explain.sentences import (
    change_sentences,
    defect_sentences,
    happened,
    review_sentences,
    times,
)
from fanous.explain.steps import Step
from fanous.explain.words import OUTCOME_WORDS, STATE_WORDS
from fanous.i18n import Messages, Phrase
from fanous.rules.mechanisms import load_mechanisms

__all__ = ["write_text"]


def write_text(
    explanation: Explanation, spoken: Messages, *, width: int, names: Iterable[str] = ()
) -> str:
    """The explanation in a language, in lines of at most `width` cells."""
    writer = _Writer(explanation, spoken, Layout(width))
    writer.head()
    writer.told()
    writer.steps()
    writer.control()
    writer.established()
    writer.changes()
    writer.reviews()
    writer.provenance(names)
    return writer.layout.text()


class _Writer:
    """One explanation being written."""

    def __init__(self, explanation: Explanation, spoken: Messages, layout: Layout) -> None:
        self.it, self.spoken, self.layout = explanation, spoken, layout
        self.verdict = explanation.case.verdict
        self._ = spoken.text

    def head(self) -> None:
        """What it is about."""
        verdict, say = self.verdict, self._
        about = verdict["input"] or verdict["test_name"]
        self.layout.heading(say("%(value)s", value=about))
        network = " ".join(
            filter(None, [f"AS{verdict['probe_asn']}", verdict["probe_network_name"]])
        )
        self.layout.paragraph(
            say(
                "Measured on %(when)s from %(country)s, network %(network)s, by the test %(test)s.",
                when=verdict["start_time"],
                country=verdict["probe_cc"],
                network=network,
                test=verdict["test_name"],
            )
        )
        if verdict["synthetic"]:
            self.layout.paragraph(say("synthetic data — made by a simulator, no real country"))

    def told(self) -> None:
        """The verdict, why, and what it can be confused with."""
        verdict, say = self.verdict, self._
        self.layout.heading(say("The verdict"))
        self.layout.paragraph(self._state())
        if rule := self.it.rule:
            self.layout.paragraph(say(rule.why))
            if rule.confused_with:
                what = say(rule.confused_with)
                self.layout.paragraph(say("It can be confused with: %(what)s.", what=what))
        for defect in defect_sentences(self.it):
            self.layout.paragraph(defect.text(self.spoken))
        if verdict["state"] in ("blocked", "likely_blocked") and verdict["reachable"]:
            self.layout.paragraph(
                say("The content was had all the same, by another address or step.")
            )
        if verdict["deciding_rule"]:
            named = say("Deciding rule: %(rule)s.", rule=verdict["deciding_rule"])
            self.layout.paragraph(named)
        for mechanism in verdict["mechanisms"]:
            node = load_mechanisms().get(mechanism)
            sentence = say(node.sentence) if node else ""
            self.layout.paragraph(
                say("Mechanism: %(name)s. %(sentence)s", name=mechanism, sentence=sentence)
            )

    def _state(self) -> str:
        word = STATE_WORDS.get(self.verdict["state"])
        if word is None:
            return self._("Fanous gives this test no verdict yet.")
        state = Phrase(self._(word.word))
        return self._("%(state)s: %(meaning)s", state=state, meaning=self._(word.meaning))

    def steps(self) -> None:
        """What was tried, in order of time."""
        self.layout.heading(self._("What was tried, in order of time"))
        if not self.it.steps:
            self.layout.paragraph(self._("The record holds no step that could be judged."))
        for place, step in enumerate(self.it.steps, 1):
            self.layout.item(f"{self.spoken.number(place)}.", self._step(step))

    def _step(self, step: Step) -> str:
        said = [f"{step.layer.value.upper()}:", step.tried.text(self.spoken) + ":"]
        said.append(happened(step).text(self.spoken) + ".")
        if time := times(step):
            said.append(f"[{time.text(self.spoken)}]")
        return " ".join(said)

    def control(self) -> None:
        """What the control saw."""
        self.layout.heading(self._("What the control saw"))
        for sentence in self.it.control:
            self.layout.item("-", sentence.text(self.spoken))

    def established(self) -> None:
        """What was established of each step, and what the rules made of it."""
        if not self.it.judged:
            return
        self.layout.heading(self._("What was established, and which rules held"))
        for step in self.it.judged:
            self.layout.item(self._mark(step), self._outcome(step))
            for fact, sentences in step.told:
                said = " ".join(map(self._, sentences))
                self.layout.item("-", f"{said} [{fact}]", indent=4)
            held = self._("Rules that held: %(rules)s", rules=Phrase(", ".join(step.fired)))
            self.layout.paragraph(held, indent=4)
            if step in self.it.deciding:
                self.layout.paragraph(self._("The verdict rests on this step."), indent=4)

    def _mark(self, step: Judged) -> str:
        return "-" if step.place is None else f"{self.spoken.number(step.place)}."

    def _outcome(self, step: Judged) -> str:
        said = [f"{step.layer.value.upper()}", self._("%(value)s", value=step.endpoint)]
        outcome = self._(OUTCOME_WORDS[step.outcome])
        if step.evidence == "discarded":
            outcome = Phrase(f"{outcome} ({self._('set aside')})")
        line = f"{' '.join(said)}: {outcome}"
        return line if step.counts else f"{line} ({self._('does not count')})"

    def changes(self) -> None:
        """What would change the verdict."""
        self.layout.heading(self._("What would change the verdict"))
        for sentence, facts in change_sentences(self.it):
            self.layout.paragraph(sentence.text(self.spoken))
            for layer, fact in facts:
                self.layout.item("-", f"{self._(meaning(layer, fact))} [{fact}]", indent=2)

    def reviews(self) -> None:
        """Who disagrees."""
        if not self.it.reviews:
            return
        self.layout.heading(self._("Recorded disagreement"))
        for review in self.it.reviews:
            for sentence in review_sentences(review, self.verdict["state"]):
                self.layout.paragraph(sentence.text(self.spoken))
            for source in review.sources:
                self.layout.item("-", source, indent=2)

    def provenance(self, names: Iterable[str]) -> None:
        """Where it comes from."""
        verdict, say = self.verdict, self._
        self.layout.heading(say("Where it comes from"))
        rows = [
            (say("Measurement"), verdict["measurement_uid"]),
            (say("Source file"), ", ".join(names)),
            (say("Within the archive"), verdict["member"]),
            (say("Line"), str(verdict["line"])),
            (say("SHA-256 of the line"), verdict["line_sha256"]),
            (say("SHA-256 of the source file"), verdict["source_id"]),
            (say("The probe's own opinion (not used)"), verdict["probe_blocking"]),
            (say("Rule set"), verdict["rules_version"]),
            (say("Parser"), verdict["parser_version"]),
            (say("Reference data (SHA-256)"), verdict["reference_digest"]),
        ]
        for name, value in rows:
            if value:
                self.layout.paragraph(f"{name}: {say('%(value)s', value=value)}")
