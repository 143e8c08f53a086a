"""Many patterns over one text in one pass, whatever their number.

Decides how: the first characters of every literal, and the longest literal that an expression
demands, go into one automaton; only what it meets is compared in full. A pattern too short to be
rare costs a comparison of its own. Leaves what a pattern means to `patterns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fanous.reference.patterns import Expression, Matcher, Span, matcher

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

__all__ = ["TextSearch"]

# Longer gates make the automaton larger than the processor's cache, shorter ones are met too often.
_GATE_CHARACTERS = 20
_LEAST_GATE_CHARACTERS = 3


class TextSearch:
    """Searches texts for `patterns`, each a (type, pattern); a match is told by its index there."""

    def __init__(self, patterns: Sequence[tuple[str, str]]) -> None:
        self._patterns = tuple(patterns)
        self._matchers: dict[int, Matcher] = {}
        self._direct: list[int] = []
        gates: dict[str, list[int]] = {}
        for index, (kind, pattern) in enumerate(patterns):
            gate = Expression(pattern).gate if kind == "regexp" else pattern
            if len(gate) < _LEAST_GATE_CHARACTERS:
                self._direct.append(index)
            else:
                gates.setdefault(gate[:_GATE_CHARACTERS], []).append(index)
            if len(gate) < _LEAST_GATE_CHARACTERS or kind != "contains":
                self._matchers[index] = matcher(kind, pattern)
        self._behind = list(gates.values())
        self._automaton = _automaton(list(gates)) if gates else None
        self._any = _any_of(list(gates)) if gates else None

    def find(self, text: str, encoded: bytes | None = None) -> dict[int, Span]:
        """Where each pattern that holds is first found, by its index.

        `encoded` is the text in UTF-8, where the caller has it: whether anything occurs at all is
        asked of bytes, twenty times faster than where it does.
        """
        found: dict[int, Span] = {}
        for index in self._direct:
            self._try(index, text, found)
        if self._automaton is None or self._any is None or not text:
            return found
        raw = text.encode("utf-8", "surrogatepass") if encoded is None else encoded
        if not self._any.find_matches_as_indexes(raw):
            return found
        tried: set[int] = set()
        for gate, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for index in self._behind[gate]:
                if index in found or index in tried:
                    continue
                kind, pattern = self._patterns[index]
                if kind != "contains":
                    tried.add(index)
                    self._try(index, text, found)
                elif text.startswith(pattern, start):
                    found[index] = start, start + len(pattern)
        return found

    def _try(self, index: int, text: str, found: dict[int, Span]) -> None:
        if (span := self._matchers[index](text)) is not None:
            found[index] = span


def _any_of(gates: list[str]) -> BytesAhoCorasick:
    """Finds some gate wherever there is one: leftmost matching lets it skip, by whole vectors."""
    from ahocorasick_rs import BytesAhoCorasick, MatchKind

    patterns = [gate.encode("utf-8", "surrogatepass") for gate in gates]
    return BytesAhoCorasick(patterns, matchkind=MatchKind.LeftmostFirst)


def _automaton(gates: list[str]) -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick, Implementation

    return AhoCorasick(gates, implementation=Implementation.DFA)
