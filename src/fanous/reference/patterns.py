"""One pattern over one text: whole, at the start, anywhere, or as an expression.

Decides what each pattern type means and where in a text it holds. An expression can't run away: it
is tried only where the literals it demands occur in order, and then by RE2, whose time is linear
in the text; one that RE2 doesn't know, or that demands no literal, is refused. Its `.` fits line
ends too, as the tables that are read here were written for. Leaves what a match is worth to
`fingerprints`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["PATTERN_TYPES", "Expression", "Span", "matcher"]

PATTERN_TYPES = ("full", "prefix", "contains", "regexp")

Span = tuple[int, int]  # from character, to character (exclusive), as Python slices
Matcher = Callable[[str], Span | None]

_LITERAL_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_CLASS_ESCAPES = frozenset("dDwWsSbB")
_COUNT = re.compile(r"\{\d+(,\d*)?\}")
_FLAGS = re.compile(r"\(\?[a-zA-Z-]*[a-zA-Z][a-zA-Z-]*[:)]")


def matcher(pattern_type: str, pattern: str) -> Matcher:
    """What finds a pattern in a text. Raises ValueError, with the reason, for one it can't use."""
    if not pattern:
        raise ValueError("the pattern is empty, which fits everything")
    match pattern_type:
        case "full":
            return lambda text: (0, len(pattern)) if text == pattern else None
        case "prefix":
            return lambda text: (0, len(pattern)) if text.startswith(pattern) else None
        case "contains":
            return lambda text: _contained(pattern, text)
        case "regexp":
            return Expression(pattern).find
    raise ValueError(f"pattern_type {pattern_type!r} is unknown")


def _contained(pattern: str, text: str) -> Span | None:
    start = text.find(pattern)
    return None if start < 0 else (start, start + len(pattern))


class Expression:
    """A regular expression in RE2's syntax. `literals` occur in every match, in this order."""

    def __init__(self, pattern: str) -> None:
        self.literals, self._is_exact = _demanded(pattern)
        if not self.literals:
            raise ValueError("no literal text that every match contains")
        self._pattern = f"(?s){pattern}"
        if not self._is_exact:
            self._offset("")  # tells a bad expression now

    @property
    def gate(self) -> str:
        """The longest of the literals: without it there is no match."""
        return max(self.literals, key=len)

    def find(self, text: str) -> Span | None:
        """Where the first match is (the shortest, where only `.*` stands between literals)."""
        start, end = -1, 0
        for literal in self.literals:
            at = text.find(literal, end)
            if at < 0:
                return None
            start, end = at if start < 0 else start, at + len(literal)
        return (start, end) if self._is_exact else self._by_re2(text)

    def _by_re2(self, text: str) -> Span | None:
        offset = self._offset(text)
        if offset < 0:
            return None
        import pyarrow as pa
        import pyarrow.compute as pc

        whole = f"(?s)^(.*?)({self._pattern}).*$"
        found = pc.replace_substring_regex(pa.scalar(text), pattern=whole, replacement=r"\2")
        start = len(text.encode()[:offset].decode())
        return start, start + len(str(found.as_py()))

    def _offset(self, text: str) -> int:
        """Bytes before the first match, -1 if there is none."""
        import pyarrow as pa
        import pyarrow.compute as pc

        try:
            found = pc.find_substring_regex(pa.scalar(text), pattern=self._pattern)
        except pa.ArrowInvalid as error:
            raise ValueError(f"not a regular expression of RE2: {error}") from error
        return int(found.as_py())


def _demanded(pattern: str) -> tuple[tuple[str, ...], bool]:
    """The literals that a match contains in order, and whether only `.*` stands between them."""
    if flags := _FLAGS.search(pattern):
        raise ValueError(f"flags {flags[0]!r} change what a literal fits")
    literals, current, is_exact, at = list[str](), "", True, 0
    while at < len(pattern):
        literal, length, is_gap = _token(pattern, at)
        at += length
        if literal is not None:
            current += literal
            continue
        if length and pattern[at - length] in "*?{":
            current = current[:-1]  # what is repeated may be absent
        literals.append(current)
        current, is_exact = "", is_exact and is_gap
    return tuple(text for text in (*literals, current) if text), is_exact


def _token(pattern: str, at: int) -> tuple[str | None, int, bool]:
    """What stands at a place: the literal (or None), its length, and whether it is `.*`."""
    char = pattern[at]
    if char == "\\":
        return _escape(pattern, at)
    if char == "|":
        raise ValueError("alternatives outside a group: write a row for each")
    if char == "." and pattern.startswith("*", at + 1):
        return None, 3 if pattern.startswith("?", at + 2) else 2, True
    if char == "[":
        return None, _class_length(pattern, at), False
    if char == "(":
        return None, _group_length(pattern, at), False
    if char == "{":
        count = _COUNT.match(pattern, at)
        return (None, len(count[0]), False) if count else ("{", 1, False)
    return (None, 1, False) if char in ".*+?^$" else (char, 1, False)


def _escape(pattern: str, at: int) -> tuple[str | None, int, bool]:
    escaped = pattern[at + 1 : at + 2]
    if escaped in _LITERAL_ESCAPES:
        return _LITERAL_ESCAPES[escaped], 2, False
    if escaped in _CLASS_ESCAPES and escaped:
        return None, 2, False
    if not escaped or escaped.isalnum():
        raise ValueError(f"the escape {pattern[at : at + 2]!r} has no meaning here")
    return escaped, 2, False


def _class_length(pattern: str, at: int) -> int:
    end = at + 2 if pattern.startswith("^", at + 1) else at + 1
    end += 1  # a bracket that comes first is a member
    while end < len(pattern) and pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return min(end + 1, len(pattern)) - at


def _group_length(pattern: str, at: int) -> int:
    """To the bracket that closes the group, or to the end: RE2 then tells that it is missing."""
    depth, end = 0, at
    while end < len(pattern):
        if pattern[end] == "[":
            end += _class_length(pattern, end)
            continue
        depth += {"(": 1, ")": -1}.get(pattern[end], 0)
        end += 2 if pattern[end] == "\\" else 1
        if depth == 0:
            break
    return min(end, len(pattern)) - at
