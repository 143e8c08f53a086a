"""Text folded for search and comparison: English and Persian, with diacritics away.

Decides which spellings count as one: Arabic yeh and kaf as Persian ones, digits of any script as
ASCII, no diacritics, no short vowels, the zero-width non-joiner as a space, small letters.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["ARABIC_LETTERS", "fold", "words"]

ARABIC_LETTERS = {"ي": "ی", "ى": "ی", "ك": "ک"}
"""Letters that look like a Persian one, and are another character."""
_SAME = {**ARABIC_LETTERS, "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ی"}
_TABLE = str.maketrans({**_SAME, "\u200c": " ", "\u200d": "", "ـ": "", "ı": "i", "ß": "ss"})
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """A spelling that search compares; the text itself is never changed."""
    composed = unicodedata.normalize("NFKC", text).translate(_TABLE)
    kept = []
    for character in unicodedata.normalize("NFKD", composed):
        if unicodedata.combining(character):
            continue
        digit = unicodedata.digit(character, None)
        kept.append(character if digit is None else str(digit))
    return "".join(kept).casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))
