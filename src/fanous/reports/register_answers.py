"""Five questions, answered in a line each, for a claim or for many claims together.

Who says so? How do they know? Did anyone else find it on their own? Do measurements fit? What would
change this? Decides what is counted for each answer. There is no sum of the answers: nothing and
nobody gets a score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fanous.i18n import N_, Phrase
from fanous.register.grading.grade import GRADES
from fanous.reports.register_desk import Desk
from fanous.reports.register_words import GRADE_WORDS, HEDGE_WORDS

__all__ = ["QUESTIONS", "Answer", "answers"]

QUESTIONS = (
    ("who", N_("Who says so?")),
    ("know", N_("How do they know?")),
    ("else", N_("Did anyone else find it on their own?")),
    ("fit", N_("Do measurements fit?")),
    ("change", N_("What would change this?")),
)


class Answer(NamedTuple):
    """A question, its place on the page (empty: none), and its answer."""

    anchor: str
    question: Phrase
    answer: Phrase


def answers(desk: Desk, claims: Sequence[str], *, anchors: bool = False) -> list[Answer]:
    """The five questions about some claims; none if there are no claims."""
    if not claims:
        return []
    given = (
        _who(desk, claims),
        _know(desk, claims),
        _else(desk, claims),
        _fit(desk, claims),
        _change(desk, claims),
    )
    return [
        Answer(name if anchors else "", desk.spoken.text(question), answer)
        for (name, question), answer in zip(QUESTIONS, given, strict=True)
    ]


def _who(desk: Desk, claims: Sequence[str]) -> Phrase:
    spoken, register = desk.spoken, desk.register
    if len(claims) == 1:
        claim = register.claims[claims[0]]
        own = spoken.text(HEDGE_WORDS[claim.hedge])
        weakest = spoken.text(HEDGE_WORDS[desk.shelf.standings[claim.id].hedge])
        who = spoken.text("%(who)s (%(hedge)s)", who=claim.attribution.words, hedge=own)
        if own == weakest:
            return who
        also = spoken.text("the weakest hedge among all who say it:")
        return spoken.join([who, f"{also} {weakest}"])
    sources = {register.claims[key].source for key in claims}
    return spoken.text(
        "%(claims)s from %(sources)s.",
        claims=spoken.count("%(n)s claim", "%(n)s claims", len(claims)),
        sources=spoken.count("%(n)s source", "%(n)s sources", len(sources)),
    )


def _know(desk: Desk, claims: Sequence[str]) -> Phrase:
    spoken = desk.spoken
    roots = {root for key in claims for root in desk.shelf.standings[key].roots}
    cited = sum(
        source.seen == "cited" for root in roots if (source := desk.register.sources.get(root))
    )
    said = spoken.count("%(n)s independent root.", "%(n)s independent roots.", len(roots))
    if not cited:
        return said
    if cited == len(roots):
        return spoken.count(
            "%(n)s independent root, known only through others: nobody here has read it.",
            "%(n)s independent roots, all known only through others: nobody here has read them.",
            cited,
        )
    unread = spoken.count(
        "%(n)s of them is known only through others: nobody here has read it.",
        "%(n)s of them are known only through others: nobody here has read them.",
        cited,
    )
    return Phrase(f"{said} {unread}")


def _else(desk: Desk, claims: Sequence[str]) -> Phrase:
    spoken, stand = desk.spoken, desk.shelf.standings
    shared = sum(len(stand[key].roots) > 1 for key in claims)
    if len(claims) > 1:
        return spoken.text(
            "%(k)s of %(n)s claims rest on more than one root.", k=shared, n=len(claims)
        )
    if shared:
        return spoken.count(
            "Yes: it is said on %(n)s ground.",
            "Yes: it is said on %(n)s grounds that do not rest on one another.",
            len(stand[claims[0]].roots),
        )
    return spoken.text("Nobody that the register knows of: all who say it rest on one root.")


def _fit(desk: Desk, claims: Sequence[str]) -> Phrase:
    counted = Counter(
        str(grade["grade"]) for key in claims for grade in desk.shelf.grades.get(key, ())
    )
    return desk.spoken.join(_tally(desk, counted)) if counted else desk.spoken.text("Not graded.")


def _tally(desk: Desk, counted: Counter[str]) -> Iterable[Phrase]:
    for name in GRADES:
        if counted[name]:
            word = desk.spoken.text(GRADE_WORDS[name])
            yield desk.spoken.text("%(what)s: %(n)s", what=word, n=counted[name])


def _change(desk: Desk, claims: Sequence[str]) -> Phrase:
    spoken = desk.spoken
    needs = sum(
        bool(grade.get("needs")) and grade["grade"] != "corroborated"
        for key in claims
        for grade in desk.shelf.grades.get(key, ())
    )
    if not needs:
        return spoken.text("Another source that found it on its own; no measurement is known.")
    return (
        spoken.count(
            "%(n)s measurement that is named below, or another source that found it on its own.",
            "%(n)s measurements that are named below, or another source that found it on its own.",
            needs,
        )
        if len(claims) == 1
        else spoken.count(
            "%(n)s measurement that is named on the page of its claim.",
            "%(n)s measurements that are named on the pages of their claims.",
            needs,
        )
    )
