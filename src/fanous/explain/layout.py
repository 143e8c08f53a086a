"""Plain text in lines that fit a terminal: paragraphs, hanging lists, headings.

Decides how wide text is (letters that join or stand above others take no cell, wide ones take two)
and that words are never cut: an address must stay whole to be copied. No colour: what is said is
said in words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Layout", "cells"]

NARROWEST, WIDEST = 40, 100
_NO_CELL = {"Mn", "Me", "Cf"}  # marks above letters, and invisible joiners and isolates


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(
        0
        if unicodedata.category(letter) in _NO_CELL
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )


@dataclass
class Layout:
    """Lines of at most `width` cells, unless a single word is longer."""

    width: int
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.width = max(NARROWEST, min(WIDEST, self.width))

    def heading(self, text: str) -> None:
        """A heading, with space before it and a rule below it."""
        if self.lines:
            self.lines.append("")
        self.lines += [*self._wrapped(text, "", ""), "-" * min(cells(text), self.width)]

    def paragraph(self, text: str, *, indent: int = 0) -> None:
        """A paragraph; nothing for an empty text."""
        if text:
            self.lines += self._wrapped(text, " " * indent, " " * indent)

    def item(self, mark: str, text: str, *, indent: int = 0) -> None:
        """A list's item: its mark, and lines that hang beside it."""
        first = " " * indent + mark + " "
        self.lines += self._wrapped(text, first, " " * cells(first))

    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def _wrapped(self, text: str, first: str, later: str) -> Iterator[str]:
        line, empty = first, True
        for word in text.split():
            if not empty and cells(line) + 1 + cells(word) > self.width:
                yield line.rstrip()
                line, empty = later, True
            line += word if empty else f" {word}"
            empty = False
        yield line.rstrip()
