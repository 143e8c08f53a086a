"""How a claim is worded: its hedge is in its words, and its words are our own.

Decides which words keep a distance, when a paraphrase stands too close to its source, and when a
doubt of the source is lost. A hedge that only a field holds is lost as soon as somebody quotes the
sentence. The source's text is needed for the last two, and is never part of the register: a folder
of `<source id>.txt` files, paragraphs being the lines that are not empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from fanous.register.fold import fold, words
from fanous.register.load import Register
from fanous.register.problem import Problem
from fanous.register.schema import Claim

__all__ = ["SourceText", "against_texts", "longest_run", "read_texts", "undistanced"]

MOST_SHARED_WORDS = 6  # in a row; a longer run is a quotation
MOST_SHARED_TRIGRAMS = 0.5  # of the claim's, in one paragraph
_STEM_LETTERS = 6
_FEWEST_TRIGRAMS = 6  # below this a share says nothing

_DISTANCE = re.compile(
    r"\b(according|accounts?|accuse[ds]?|allege[ds]?|allegedly|called|calls|cited|cites|"
    r"claim(s|ed)?|den(y|ies|ied)|describe[ds]?|doubt(s|ed)?|estimate[ds]?|expects?|guess(es|ing)?|"
    r"infers?|lists?|put(s)? at|quote[ds]?|report(s|ed|edly)?|said|say|says|stated|told|warn(s|ed|"
    r"ings?)?|writes)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(reportedly|allegedly|alleged|purported(ly)?|supposed(ly)?|probably|most likely|perhaps|"
    r"emerging signs|rumou?red|cannot be taken for granted|so-called|unconfirmed|are accused|"
    r"have been accused)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_LOCATOR = re.compile(r"para (\d+)(?:-(\d+))?")
_SMALL = frozenset(
    """
    a an and as at be by for from has have in into is it its of on or that the their to was were
    which who with
    """.split()
)


class SourceText:
    """The text of a source, for checking only: its paragraphs, and their folded words."""

    def __init__(self, text: str) -> None:
        self.paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
        self.words = words(text)
        self.places: dict[str, list[int]] = {}
        for at, word in enumerate(self.words):
            self.places.setdefault(word, []).append(at)

    def named(self, locator: str) -> list[str] | None:
        """The paragraphs of `para 7` or `para 7-8`; None if there are none so far down."""
        found = _LOCATOR.fullmatch(locator)
        if found is None:
            return self.paragraphs
        first = int(found[1])
        last = int(found[2] or first)
        fits = 0 < first <= last <= len(self.paragraphs)
        return self.paragraphs[first - 1 : last] if fits else None


def read_texts(folder: Path) -> dict[str, SourceText]:
    """Texts by the id of their source."""
    return {
        path.stem: SourceText(path.read_text(encoding="utf-8", errors="replace"))
        for path in sorted(folder.glob("*.txt"))
    }


def undistanced(register: Register) -> Iterator[Problem]:
    """A claim that is hedged in its field, and stated flatly in its words."""
    for key, claim in register.claims.items():
        if claim.hedge != "asserted" and not _DISTANCE.search(claim.text):
            what = f"text: the hedge is {claim.hedge!r}, and the sentence states it flatly"
            remedy = "Say in the sentence who says it: 'X reported that', 'is said to', 'alleged'."
            yield register.problem("claims", key, ("text",), "hedge-dropped", what, remedy)


def against_texts(register: Register, texts: dict[str, SourceText]) -> Iterator[Problem]:
    """Claims against the text of their source, where it is at hand."""
    names = _names(register)
    for key, claim in register.claims.items():
        text = texts.get(claim.source)
        if text is None:
            continue
        paragraphs = text.named(claim.locator)
        if paragraphs is None:
            what = f"locator: the source has {len(text.paragraphs)} paragraphs, not {claim.locator}"
            remedy = "Count its lines that are not empty, from 1, the title included."
            yield register.problem("claims", key, ("locator",), "locator", what, remedy)
            paragraphs = text.paragraphs
        yield from _too_close(register, key, claim, text, paragraphs, names)
        yield from _dropped(register, key, claim, paragraphs)


def _too_close(
    register: Register,
    key: str,
    claim: Claim,
    text: SourceText,
    paragraphs: list[str],
    names: re.Pattern[str],
) -> Iterator[Problem]:
    said = words(names.sub(" ", fold(claim.text)))
    run = longest_run(said, text)
    remedy = "Say it in other words, and in another order; names and numbers may stay."
    if len(run) > MOST_SHARED_WORDS:
        what = f"text: {len(run)} words in a row are the source's own: {' '.join(run)!r}"
        yield register.problem("claims", key, ("text",), "too-close", what, remedy)
        return
    ours = _trigrams(said)
    for paragraph in paragraphs if len(ours) >= _FEWEST_TRIGRAMS else ():
        shared = len(ours & _trigrams(words(names.sub(" ", fold(paragraph))))) / len(ours)
        if shared > MOST_SHARED_TRIGRAMS:
            what = f"text: {shared:.0%} of its groups of three words are the source's own"
            yield register.problem("claims", key, ("text",), "too-close", what, remedy)


def _trigrams(found: list[str]) -> set[tuple[str, ...]]:
    return set(zip(found, found[1:], found[2:], strict=False))


def longest_run(said: list[str], text: SourceText) -> list[str]:
    """The longest run of words that a claim shares with a source."""
    best: list[str] = []
    for start, word in enumerate(said):
        for place in text.places.get(word, ()):
            length = 0
            while said[start + length : start + length + 1] == (
                text.words[place + length : place + length + 1] or [""]
            ):
                length += 1
            if length > len(best):
                best = said[start : start + length]
    return best


def _names(register: Register) -> re.Pattern[str]:
    """Names of entities, longest first: a name is nobody's wording."""
    entities = register.entities.values()
    found = {fold(name) for item in entities for name in (item.name, *item.aliases)}
    listed = sorted((re.escape(name) for name in found if name), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(listed)})\b") if listed else re.compile(r"(?!)")


def _dropped(
    register: Register, key: str, claim: Claim, paragraphs: Iterable[str]
) -> Iterator[Problem]:
    """A doubt that stands in the sentence of the source, and not in the claim."""
    if claim.hedge != "asserted" or claim.hedge_note:
        return
    sentence = _nearest(claim.text, tuple(paragraphs))
    if found := _DOUBT.search(sentence):
        what = f"hedge: the source says {found[0]!r} here, and the claim is 'asserted'"
        remedy = (
            "Set hedge to reported, alleged or author-doubts; if the word belongs to something "
            "else, say so in hedge_note."
        )
        yield register.problem("claims", key, ("hedge",), "hedge-dropped", what, remedy)


def _stems(text: str) -> set[str]:
    """The beginnings of a text's words, so that `filter` and `filters` are one."""
    return {word[:_STEM_LETTERS] for word in words(text) if word not in _SMALL}


@lru_cache(4096)
def _nearest(text: str, paragraphs: tuple[str, ...]) -> str:
    """The sentence that shares most words with a claim; empty if none shares two."""
    ours = _stems(text)
    scored = [
        (len(ours & _stems(sentence)), sentence)
        for paragraph in paragraphs
        for sentence in _SENTENCE.split(paragraph)
    ]
    best = max(scored, default=(0, ""))
    return best[1] if best[0] > 1 else ""
