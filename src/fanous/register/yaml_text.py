"""YAML as the register writes it: every scalar is text, and every value has its line.

Decides how a file becomes nested dicts and lists of strings. Files in the plain form (block
mappings, lists, one-line scalars, folded text) are read by a short reader of our own, which is
twenty times as fast; whatever it does not know for sure goes to PyYAML. A test holds the two to the
same result. Anchors, tags and repeated keys are refused: a journalist cannot see what they do.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from fanous.errors import CuratedFileError

__all__ = ["Lines", "Value", "parse", "parse_plain", "parse_slowly"]

Value = str | list["Value"] | dict[str, "Value"]
Lines = dict[tuple[str | int, ...], int]
"""Path to a value (`("links", 0, "test")`) → its line, from 1."""

_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?: +(.*))?")
_SURE = r"[A-Za-z0-9À-ɏ؀-ۿ(/+$€.](?:[^:#]|:(?! |$)|(?<! )#)*(?<! )"
_PLAIN = re.compile(_SURE)
_SIMPLE = re.compile(rf"([A-Za-z_][A-Za-z0-9_-]*): ({_SURE})")
_FLOW = re.compile(r"\[([A-Za-z0-9_./:+-]+(?:, [A-Za-z0-9_./:+-]+)*)?\]")
_QUOTED = re.compile(r'"([^"\\]*)"|\'([^\']*)\'')
_FOLDED = ">-"
_QUOTE = "Look for a missing quote or colon: text with ': ' or ' #' in it needs quotes."
_TAB = "Move lines in with spaces, two a step: a tab is not allowed there."
_UNSURE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^ +#|^ +$|^(?:---|\\.\\.\\.)", re.MULTILINE
)
_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in "str int float bool null timestamp merge value map seq".split()
)


class _NotPlainError(Exception):
    """The short reader is not sure; the long one decides."""


def parse(text: str, path: object) -> Value:
    """A file's content. Raises CuratedFileError with the line of what cannot be read."""
    try:
        return parse_plain(text)
    except _NotPlainError:
        return parse_slowly(text, path)[0]
    except RecursionError:
        raise _too_deep(path) from None


def parse_plain(text: str) -> Value:
    """The plain form only; raises `_NotPlainError` for anything else."""
    if _UNSURE.search(text):
        raise _NotPlainError
    reader = _Reader(text.split("\n"))
    value = reader.mapping(0)
    if reader.at != len(reader.lines) or not value:
        raise _NotPlainError
    return value


class _Reader:
    """Lines still to be read, each with its indent. A note is a line that begins with `#`."""

    def __init__(self, lines: list[str]) -> None:
        while lines and not lines[-1]:
            lines.pop()
        self.lines = [line.lstrip(" ") for line in lines]
        self.indents = [len(line) - len(rest) for line, rest in zip(lines, self.lines, strict=True)]
        self.at = 0

    def mapping(self, indent: int) -> dict[str, Value]:
        made: dict[str, Value] = {}
        lines, indents, count = self.lines, self.indents, len(self.lines)
        while self.at < count:
            line, found = lines[self.at], indents[self.at]
            if not line or (line[0] == "#" and not found):
                self.at += 1
                continue
            if found < indent:
                break
            if found > indent:
                raise _NotPlainError  # deeper than its key: a scalar that goes on, or a slip
            self.at += 1
            if simple := _SIMPLE.fullmatch(line):
                key, value = simple.groups()
            elif match := _KEY.fullmatch(line):
                key, value = match[1], self._value(match[2], indent)
            else:
                raise _NotPlainError
            if key in made:
                raise _NotPlainError
            made[key] = value
        return made

    def _value(self, rest: str | None, indent: int) -> Value:
        if rest == _FOLDED:
            return self._folded(indent)
        if rest:
            flow = _FLOW.fullmatch(rest)
            return _items(flow[1]) if flow else _scalar(rest)
        if self.at == len(self.lines):
            return ""
        line, found = self.lines[self.at], self.indents[self.at]
        if line.startswith("- ") and found >= indent:
            return self._list(found)
        if not line or line[0] == "#":
            raise _NotPlainError
        return self.mapping(found) if found > indent else ""

    def _list(self, indent: int) -> list[Value]:
        made: list[Value] = []
        while self.at < len(self.lines):
            line, found = self.lines[self.at], self.indents[self.at]
            if not line or (line[0] == "#" and not found):
                self.at += 1
                continue
            if found > indent:
                raise _NotPlainError
            if found < indent or not line.startswith("- "):
                break
            rest = line[2:]
            if _KEY.fullmatch(rest):  # a mapping that begins on the dash's line
                self.lines[self.at], self.indents[self.at] = rest, found + 2
                made.append(self.mapping(found + 2))
            else:
                self.at += 1
                made.append(_scalar(rest))
        return made

    def _folded(self, indent: int) -> str:
        start, lines, indents = self.at, self.lines, self.indents
        while self.at < len(lines) and lines[self.at] and indents[self.at] > indent:
            self.at += 1
        parts = lines[start : self.at]
        after = next((n for n in range(self.at, len(lines)) if lines[n]), None)
        goes_on = after is not None and indents[after] > indent  # after a blank line
        if not parts or goes_on or len(set(indents[start : self.at])) > 1:
            raise _NotPlainError
        return " ".join(parts)


def _items(inner: str | None) -> list[Value]:
    items: list[Value] = list(inner.split(", ")) if inner else []
    if any(str(item).endswith(":") for item in items):
        raise _NotPlainError
    return items


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1] if quoted[1] is not None else quoted[2]
    raise _NotPlainError


def _too_deep(path: object) -> CuratedFileError:
    what = "values are nested in each other hundreds of times"
    return CuratedFileError(path, 1, what, remedy="Write it flat; no record needs more than four.")


def parse_slowly(text: str, path: object) -> tuple[Value, Lines]:
    """Any YAML of one document, by PyYAML, and the line of every value in it."""
    lines: Lines = {}
    try:
        loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        node = yaml.compose(text, Loader=loader)
    except RecursionError:
        raise _too_deep(path) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        what = f"not YAML: {error.problem or error.context}"
        raise CuratedFileError(
            path,
            mark.line + 1 if mark else 1,
            what,
            remedy=_TAB if "\\t" in what or "tab" in what else _QUOTE,
        ) from error
    except yaml.YAMLError as error:
        raise CuratedFileError(
            path, 1, f"not YAML: {error}", remedy="Remove characters that do not print."
        ) from error
    if node is None:
        raise CuratedFileError(path, 1, "the file is empty", remedy="Fill it in, or remove it.")
    try:
        return _Builder(path, lines, set()).value(node, ()), lines
    except RecursionError:
        raise _too_deep(path) from None


class _Builder:
    """Values out of PyYAML's nodes."""

    def __init__(self, path: object, lines: Lines, seen: set[int]) -> None:
        self.path, self.lines, self.seen = path, lines, seen

    def value(self, node: yaml.Node, at: tuple[str | int, ...]) -> Value:
        line = node.start_mark.line + 1
        self.lines.setdefault(at, line)
        if id(node) in self.seen:
            raise self._refused(line, "an alias (*) repeats another value", "Write it out.")
        if node.tag not in _CORE_TAGS:
            raise self._refused(line, f"a tag ({node.tag})", "Remove it: every value is text.")
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*at, number)) for number, item in enumerate(node.value)]
        return self._mapping(node, at)

    def _mapping(self, node: yaml.Node, at: tuple[str | int, ...]) -> Value:
        made: dict[str, Value] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise self._refused(line, "a key is not a word", "Write `key: value`.")
            if name in made:
                raise self._refused(line, f"the key {name!r} stands here twice", "Keep one.")
            self.lines[(*at, name)] = line
            made[name] = self.value(value, (*at, name))
        return made

    def _refused(self, line: int, what: str, remedy: str) -> CuratedFileError:
        return CuratedFileError(self.path, line, what, remedy=remedy)
