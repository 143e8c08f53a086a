"""The register in words: grades, hedges, steps, kinds and numbers, as they are printed.

Decides the sentence that goes with each grade and with each hedge, and the word for each code of
the register's files. A sentence can be quoted as it stands: it says what measurements show and what
they do not. Claims themselves are in the language that their writer wrote, and are not translated.
Leaves layout to pages and terminal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from fanous.i18n import N_, Messages, Phrase

__all__ = [
    "CLAIM_KIND_WORDS",
    "CONTROL_WORDS",
    "COUNT_WORDS",
    "ELEMENT_WORDS",
    "ENTITY_GROUP_WORDS",
    "ENTITY_KIND_WORDS",
    "GRADE_SENTENCES",
    "GRADE_WORDS",
    "HEDGE_WORDS",
    "LISTING_WORDS",
    "OPERATORS",
    "SOURCE_KIND_WORDS",
    "SOURCE_STATUS_WORDS",
    "STEP_WORDS",
    "TRACE_WORDS",
    "WHY_WORDS",
    "country_words",
    "grade_sentence",
    "locator_words",
    "named",
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
ELEMENT_WORDS = {
    "occurrence": N_("that it happened"),
    "time": N_("when"),
    "place": N_("where"),
    "method": N_("by what method"),
    "operator": N_("by whose hand"),
    "vendor": N_("with whose equipment"),
    "order": N_("on whose order"),
    "intent": N_("with what intention"),
    "use": N_("used on whom"),
}
ENTITY_KIND_WORDS = {
    "company": N_("company"),
    "public-body": N_("public body"),
    "ngo": N_("organisation"),
    "system": N_("system"),
    "instrument": N_("law or agreement"),
    "place": N_("place"),
}
ENTITY_GROUP_WORDS = {
    "company": N_("Companies"),
    "public-body": N_("Public bodies"),
    "ngo": N_("Organisations"),
    "instrument": N_("Laws and agreements"),
    "place": N_("Places"),
}
SOURCE_KIND_WORDS = {
    "analysis": N_("analysis"),
    "news-report": N_("news report"),
    "opinion": N_("opinion"),
    "advocacy-news": N_("news of an advocacy group"),
    "report": N_("report"),
    "statement": N_("statement"),
    "document": N_("document"),
    "law": N_("law"),
    "treaty": N_("treaty"),
    "listing": N_("official listing"),
    "data-set": N_("data set"),
}
CLAIM_KIND_WORDS = {
    "agreement": N_("agreement"),
    "blocking": N_("blocking"),
    "crackdown": N_("crackdown"),
    "law": N_("law"),
    "listing": N_("listing"),
    "sanction": N_("sanction"),
    "shutdown": N_("shutdown"),
    "spending": N_("spending"),
    "statement": N_("statement"),
    "statistic": N_("statistic"),
    "supply": N_("supply"),
    "surveillance-capability": N_("means of surveillance"),
}
LISTING_WORDS = {
    "asset-freeze": N_("asset freeze"),
    "export-control": N_("export control"),
    "trade-ban": N_("trade ban"),
    "ngo-listing": N_("list of an organisation, without force of law"),
    "rating": N_("rating, without force of law"),
}
TRACE_WORDS = {
    "yes": N_("It leaves a trace in network measurement."),
    "partly": N_("A part of it leaves a trace in network measurement."),
    "consistent-at-most": N_("Network measurement can fit it at most, and never show it."),
    "no": N_("It leaves no trace in network measurement."),
}
COUNT_WORDS = {
    "networks": N_("networks"),
    "measurements": N_("measurements"),
    "covered": N_("networks measured well enough"),
    "signals": N_("signals"),
    "witnesses": N_("witnesses"),
    "events": N_("events"),
    "at_home": N_("measurements at home"),
    "countries_abroad": N_("countries abroad"),
    "observers": N_("observers"),
    "days": N_("days"),
    "coverage": N_("share of values that must be there"),
    "depth": N_("loss that counts as a drop"),
    "signals_for_absence": N_("signals needed to call it absent"),
    "blocked_share": N_("share that counts as blocked"),
    "absent_share": N_("share that counts as absent"),
}
OPERATORS = {
    "censored-planet": "Censored Planet",
    "cloudflare": "Cloudflare",
    "google": "Google",
    "ioda": "IODA",
    "m-lab": "M-Lab",
    "mozilla": "Mozilla",
    "netblocks": "NetBlocks",
    "ooni": "OONI",
    "oracle": "Oracle",
    "ripe": "RIPE",
    "tor": "Tor",
}
"""Operators of instruments by the names that grades give them."""
CONTROL_WORDS = {
    "passed": N_("passed: the instruments could see"),
    "failed": N_("failed: the instruments could not see"),
    "none": N_("none"),
}
WHY_WORDS = (
    N_("No implication of this in a network is known."),
    N_("too few networks were measured well enough in the window"),
    N_("fewer than two signals covered the window and two days before it"),
    N_("a loss of at least half of what is usual was seen in the window"),
    N_("on most of the networks that were measured well enough it is blocked"),
    N_("it works on every network that was measured well enough"),
    N_("the mechanism is hardly seen; it may be at work where nobody looked"),
    N_("it was not measured both at home and in two other countries"),
    N_("no signal has the minutes from 90 to 10 per cent for every window"),
    N_("no signal has the share that stayed up for every window"),
)
"""Grounds as the tests give them. One that is not here is printed as it is, in English."""

_COUNTRIES = {
    "DE": N_("Germany"),
    "GB": N_("United Kingdom"),
    "US": N_("United States"),
    "M49:001": N_("the world"),
    "M49:145": N_("Western Asia"),
}
"""Places of ours that are no entity of the register: most are, with their names."""
_PARAGRAPH = re.compile(r"para (\d{1,4})")


def named(messages: Messages, words: Mapping[str, str], code: str) -> str:
    """The word for a code; the code itself, as data, where there is none."""
    return messages.text(words[code]) if code in words else code


def country_words(messages: Messages, cc: str) -> str:
    """A country's name where it is known, else its code."""
    return named(messages, _COUNTRIES, cc)


def locator_words(messages: Messages, locator: str) -> str:
    """A place in a source: `para 12` in words, anything else as it is written."""
    found = _PARAGRAPH.fullmatch(locator)
    return messages.text("paragraph %(n)s", n=int(found[1])) if found else locator


def _several(rivals: object) -> TypeGuard[Sequence[object]]:
    return isinstance(rivals, Sequence)


def _apart(messages: Messages, text: str) -> str:
    """English between words that run from right to left: isolated, or its parts change places."""
    return f"\u2068{text}\u2069" if messages.direction == "rtl" else text


def grade_sentence(messages: Messages, grade: Mapping[str, object]) -> Phrase:
    """The sentence of a grade (a result as it is kept), with its rivals filled in."""
    name = str(grade["grade"])
    rivals = grade.get("rivals")
    listed = [_apart(messages, str(rival)) for rival in rivals] if _several(rivals) else []
    if name == "consistent":
        if not listed:
            return messages.text(_ONE_OPERATOR)
        return messages.text(GRADE_SENTENCES[name], rivals=messages.join(listed))
    return messages.text(GRADE_SENTENCES[name])
