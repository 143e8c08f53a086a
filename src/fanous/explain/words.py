"""Plain words for the closed vocabularies of one measurement: states, layers, outcomes, facts.

Decides the word a reader sees and the one sentence that explains it; the code stays in the tables.
Words are marked for the catalogue here and translated where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from fanous.i18n import N_
from fanous.rules.registry import RULES

__all__ = ["FACTS", "LAYER_WORDS", "OUTCOME_WORDS", "STATE_WORDS", "Word"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it means, in one sentence."""

    word: str
    meaning: str


STATE_WORDS: dict[str, Word] = {
    "blocked": Word(
        N_("blocked"),
        N_("Something was found that settles it alone, such as a known block page."),
    ),
    "likely_blocked": Word(
        N_("likely blocked"),
        N_("The probe was stopped where a control elsewhere was not; other causes are named."),
    ),
    "impaired": Word(
        N_("impaired"),
        N_("It did not work, or not as elsewhere, and what was seen does not tell why."),
    ),
    "down": Word(N_("down"), N_("It did not work for the control elsewhere either.")),
    "insufficient": Word(N_("insufficient data"), N_("Too little was seen to say anything.")),
    "ok": Word(N_("accessible"), N_("It was seen to work.")),
}
# Not the words of states: that a step was interfered with is not yet that a site is blocked.
OUTCOME_WORDS: dict[str, str] = {
    "blocked": N_("interference"),
    "down": N_("down"),
    "ok": N_("works"),
    "unknown": N_("unclear"),
    "not_tried": N_("not tried"),
}
LAYER_WORDS: dict[str, Word] = {
    "dns": Word(N_("name look-up (DNS)"), N_("Which address does the name have?")),
    "tcp": Word(N_("connection (TCP)"), N_("Does the server answer at that address?")),
    "tls": Word(N_("encryption (TLS)"), N_("Can a protected connection be set up for the name?")),
    "http": Word(N_("page (HTTP)"), N_("Does the page arrive, and is it the right one?")),
}
FACTS: dict[tuple[str, str], str] = {
    (layer.value, fact.name): fact.meaning for layer, rules in RULES.items() for fact in rules.facts
}
