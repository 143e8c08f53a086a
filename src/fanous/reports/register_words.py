"""The register in words: grades, hedges, steps and statuses, as they are printed.

Decides the sentence that goes with each grade and with each hedge. A sentence can be quoted as it
stands: it says what measurements show and what they do not. Leaves layout to pages and terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fanous.i18n import N_, Messages, Phrase

__all__ = [
    "GRADE_SENTENCES",
    "GRADE_WORDS",
    "HEDGE_WORDS",
    "SOURCE_STATUS_WORDS",
    "STEP_WORDS",
    "grade_sentence",
]

GRADE_WORDS = {
    "corroborated": N_("corroborated"),
    "consistent": N_("consistent"),
    "inconclusive": N_("inconclusive"),
    "contradicted": N_("contradicted"),
    "no_coverage": N_("no coverage"),
    "not_measurable": N_("not measurable"),
}
GRADE_SENTENCES = {
    "corroborated": N_(
        "Measurements support that this happened, when and where. They do not show who or with "
        "what."
    ),
    "consistent": N_("Measurements fit this; they would also fit: %(rivals)s."),
    "inconclusive": N_("Measurements neither support nor oppose this."),
    "contradicted": N_("In this window and on these networks the effect was not there."),
    "no_coverage": N_("Nobody measured this well enough. This is no evidence against it."),
    "not_measurable": N_("Network measurements cannot speak to this."),
}
_ONE_OPERATOR = N_(
    "Measurements fit this. They are one operator's, or one method's, so they do not confirm it."
)
HEDGE_WORDS = {
    "asserted": N_("stated by the source"),
    "reported": N_("reported by the source as another's words"),
    "alleged": N_("alleged"),
    "author-doubts": N_("given by a source that itself doubts it"),
}
STEP_WORDS = {
    "none": N_("no step of the ladder"),
    "offered": N_("offered"),
    "contracted": N_("contracted"),
    "delivered": N_("delivered"),
    "installed": N_("installed"),
    "used": N_("used"),
    "used-against": N_("used against people"),
}
SOURCE_STATUS_WORDS = {
    "draft": N_("draft: not reviewed yet"),
    "reviewed": N_("reviewed"),
    "disputed": N_("disputed"),
    "withdrawn": N_("withdrawn"),
}


def grade_sentence(messages: Messages, grade: Mapping[str, object]) -> Phrase:
    """The sentence of a grade (a result as it is kept), with its rivals filled in."""
    name = str(grade["grade"])
    rivals = grade.get("rivals")
    listed = list(map(str, rivals)) if isinstance(rivals, Sequence) else []
    if name == "consistent":
        if not listed:
            return messages.text(_ONE_OPERATOR)
        return messages.text(GRADE_SENTENCES[name], rivals=messages.join(listed))
    return messages.text(GRADE_SENTENCES[name])
