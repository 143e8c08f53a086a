"""Plain words for the vocabularies of reports: states of targets, categories, banners, services.

Decides the word a reader sees and the one sentence that explains it; the code stays in the tables.
Words are marked for the catalogue here and translated where they are shown. Those of one
measurement (states, layers, outcomes, facts) are of `explain.words`, and can be had from here too.
"""

from __future__ import annotations

from functools import lru_cache

import idna

from fanous.explain.words import FACTS, LAYER_WORDS, OUTCOME_WORDS, STATE_WORDS, Word
from fanous.i18n import N_, Messages, Phrase
from fanous.reference.defects import defects
from fanous.reference.services import load_services

__all__ = ["CATEGORIES", "FACTS", "LAYER_WORDS", "LOCUS_WORDS", "OUTCOME_WORDS", "STATE_WORDS",
           "TARGET_STATE_WORDS", "VALIDITY_WORDS", "Word", "is_invented", "layer_word",
           "target_name", "target_title", "unicode_name", "validity_words"]  # fmt: skip

INTERNAL = N_("internal — not for publication")
SYNTHETIC = N_("synthetic data — made by a simulator, no real country")
PARTLY_SYNTHETIC = N_(
    "synthetic data — %(n)s of %(all)s measurements and series were made by a simulator, no real "
    "country"
)
SYNTHETIC_BESIDE = N_(
    "synthetic measurements — made by a simulator; the claims are those of real sources"
)
TARGET_STATE_WORDS: dict[str, Word] = {
    "blocked": Word(
        N_("blocked"),
        N_(
            "On at least one network, most conclusive measurements were blocked, at least two of "
            "them, in separate sessions, with something that settles it alone."
        ),
    ),
    "likely_blocked": Word(
        N_("likely blocked"),
        N_(
            "On at least one network, or on all together, most conclusive measurements were "
            "blocked or likely blocked, at least two of them, in separate sessions."
        ),
    ),
    "blocked_at_times": Word(
        N_("likely blocked at times"),
        N_(
            "Not in most, but on at least one network at least five conclusive measurements in a "
            "row, in separate sessions, were blocked or likely blocked."
        ),
    ),
    "signs_of_blocking": Word(
        N_("signs of blocking"),
        N_(
            "At least two measurements in separate sessions were blocked or likely blocked, but "
            "neither most nor many in a row: for moments, or by mistake."
        ),
    ),
    "impaired": Word(
        N_("impaired"), N_("It often did not work, and what was seen does not tell why.")
    ),
    "down": Word(
        N_("down"), N_("In most measurements it did not work for the control elsewhere either.")
    ),
    "insufficient": Word(
        N_("insufficient data"), N_("Fewer than three measurements in which something was seen.")
    ),
    "ok": Word(N_("accessible"), N_("In most measurements it was seen to work.")),
}
# Who acted, as far as a contrast shows it (docs/explanation/verdicts.md).
LOCUS_WORDS: dict[str, str] = {
    "resolver": N_("at a resolver: one lied where another, asked in cleartext too, did not"),
    "path": N_("on the path: between the probe and an address that is the server's own"),
    "server": N_("at the server"),
    "unknown": N_("no contrast shows where"),
}
# What is unsound in a record itself; of `defect:<id>`, the defect's own sentence is shown.
VALIDITY_WORDS: dict[str, str] = {
    "clock": N_("It was received before it says that it began: a clock is wrong."),
    "malformed": N_("Some of its fields were of a wrong type and were set right."),
    "helper_failed": N_("Its test helper could not be used."),
    "broken_ipv6": N_("IPv6 did not work on the probe."),
    "forged_signs": N_(
        "It says that a certificate was accepted which cannot have been: it is damaged or forged."
    ),
}
_DEFECT, _SERVICE = "defect:", "service:"
# The categories of the Citizen Lab's test lists.
CATEGORIES: dict[str, str] = {
    "ALDR": N_("alcohol and drugs"),
    "REL": N_("religion"),
    "PORN": N_("pornography"),
    "PROV": N_("provocative attire"),
    "POLR": N_("political criticism"),
    "HUMR": N_("human rights"),
    "ENV": N_("environment"),
    "MILX": N_("terrorism and militants"),
    "HATE": N_("hate speech"),
    "NEWS": N_("news media"),
    "XED": N_("sex education"),
    "PUBH": N_("public health"),
    "GMB": N_("gambling"),
    "ANON": N_("anonymisation and circumvention"),
    "DATE": N_("online dating"),
    "GRP": N_("social networking"),
    "LGBT": N_("LGBT"),
    "FILE": N_("file sharing"),
    "HACK": N_("hacking tools"),
    "COMT": N_("communication tools"),
    "MMED": N_("media sharing"),
    "HOST": N_("hosting and blogging"),
    "SRCH": N_("search engines"),
    "GAME": N_("gaming"),
    "CULTR": N_("culture"),
    "ECON": N_("economics"),
    "GOVT": N_("government"),
    "COMM": N_("e-commerce"),
    "CTRL": N_("control content"),
    "IGO": N_("intergovernmental organisations"),
    "MISC": N_("miscellaneous"),
}


def is_invented(cc: str) -> bool:
    """Whether a country code is user-assigned (XA to XZ): no country has it."""
    return len(cc) == 2 and cc[0] == "X" and "A" <= cc[1] <= "Z" and cc != "XK"


def unicode_name(host: str) -> str:
    """A punycode host as people write it, the empty string where that says nothing new."""
    if "xn--" not in host:
        return ""
    try:
        return idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        return ""


def target_name(messages: Messages, target: str) -> str:
    """What a target is called in a sentence: its host, the service's name, or the test."""
    kind, _, name = target.partition(":")
    if found := _services().get(target):
        return Phrase(found[messages.language])
    return name if kind == "domain" else messages.text("the test %(name)s", name=name or target)


def target_title(messages: Messages, target: str) -> str:
    """What a target is called where it stands alone: host, service, or the target as it is."""
    known = target in _services()
    return target_name(messages, target) if known else target.removeprefix("domain:")


@lru_cache(1)
def _services() -> dict[str, dict[str, str]]:
    """Names of services by target and language, as `data/services` has them."""
    return {f"{_SERVICE}{service.id}": service.names for service in load_services().values()}


def validity_words(messages: Messages, validity: tuple[str, ...]) -> tuple[str, ...]:
    """Each word of `validity` as a sentence; the code itself where this version has none."""
    said = VALIDITY_WORDS | _defects()
    return tuple(messages.text(said[code]) if code in said else code for code in validity)


@lru_cache(1)
def _defects() -> dict[str, str]:
    return {f"{_DEFECT}{defect.id}": defect.sentence for defect in defects()}


def layer_word(messages: Messages, layer: str) -> Phrase:
    """A layer's word; its code where there is none."""
    word = LAYER_WORDS.get(layer)
    return messages.text(word.word) if word else Phrase(layer)
