"""YAML as the register writes it: every scalar is text, and every key has its line.

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

_KEY = re.compile(r"( *)([A-Za-z_][A-Za-z0-9_-]*):(?: +(.*))?")
_PLAIN = re.compile(r"[A-Za-z0-9À-ɏ؀-ۿ\u200c(/+$€.][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")
_FLOW = re.compile(r"\[([A-Za-z0-9_./:+-]+(?:, [A-Za-z0-9_./:+-]+)*)?\]")
_QUOTED = re.compile(r'"([^"\\]*)"|\'([^\']*)\'')
_FOLDED = ">-"
_UNSURE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in "str int float bool null timestamp merge value map seq".split()
)


class _NotPlainError(Exception):
    """The short reader is not sure; the long one decides."""


def parse(text: str, path: object) -> tuple[Value, Lines]:
    """A file's content. Raises CuratedFileError with the line of what cannot be read."""
    try:
        return parse_plain(text)
    except _NotPlainError:
        return parse_slowly(text, path)


def parse_plain(text: str) -> tuple[Value, Lines]:
    """The plain form only; raises `_NotPlainError` for anything else."""
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.lstrip(" ")
        if (line and not stripped) or (stripped[:1] == "#" != line[0]):
            raise _NotPlainError  # inside folded text these would be text
        if stripped[:1] != "#":
            rows.append((number, len(line) - len(stripped), line))
    while rows and not rows[-1][2]:
        rows.pop()
    reader = _Reader(rows)
    value = reader.mapping(0, ())
    if reader.at != len(rows) or not value:
        raise _NotPlainError
    return value, reader.lines


class _Reader:
    """Rows still to be read, and where the values stood. Blank rows matter inside text only."""

    def __init__(self, rows: list[tuple[int, int, str]]) -> None:
        self.rows = rows
        self.at = 0
        self.lines: Lines = {}

    def mapping(self, indent: int, path: tuple[str | int, ...]) -> dict[str, Value]:
        made: dict[str, Value] = {}
        while self.at < len(self.rows):
            number, found, line = self.rows[self.at]
            if not line:
                self.at += 1
                continue
            if found < indent:
                break
            match = _KEY.fullmatch(line)
            if found > indent or match is None or match[2] in made:
                raise _NotPlainError
            self.at += 1
            inner = (*path, match[2])
            self.lines[inner] = number
            made[match[2]] = self._value(match[3], indent, inner)
        return made

    def _value(self, rest: str | None, indent: int, path: tuple[str | int, ...]) -> Value:
        if rest == _FOLDED:
            return self._folded(indent)
        if rest:
            value = self._inline(rest, path)
            if self.at < len(self.rows) and self.rows[self.at][1] > indent:
                raise _NotPlainError  # a scalar that goes on in the next line
            return value
        if self.at == len(self.rows):
            return ""
        _, found, line = self.rows[self.at]
        if line.startswith("- ", found) and found >= indent:
            return self._list(found, path)
        if found > indent:
            return self.mapping(found, path)
        if not line:
            raise _NotPlainError
        return ""

    def _inline(self, text: str, path: tuple[str | int, ...]) -> Value:
        if flow := _FLOW.fullmatch(text):
            items: list[Value] = list(flow[1].split(", ")) if flow[1] else []
            if any(isinstance(item, str) and item.endswith(":") for item in items):
                raise _NotPlainError
            self.lines.update({(*path, at): self.lines[path] for at in range(len(items))})
            return items
        return _scalar(text)

    def _list(self, indent: int, path: tuple[str | int, ...]) -> list[Value]:
        made: list[Value] = []
        while self.at < len(self.rows):
            number, found, line = self.rows[self.at]
            if not line:
                self.at += 1
                continue
            if found != indent or not line.startswith("- ", found):
                if found > indent:
                    raise _NotPlainError
                break
            inner = (*path, len(made))
            self.lines[inner] = number
            rest = line[found + 2 :]
            if _KEY.fullmatch(rest):  # a mapping that begins on the dash's line
                self.rows[self.at] = (number, found + 2, " " * (found + 2) + rest)
                made.append(self.mapping(found + 2, inner))
            else:
                self.at += 1
                made.append(_scalar(rest))
                if self.at < len(self.rows) and self.rows[self.at][1] > found:
                    raise _NotPlainError
        return made

    def _folded(self, indent: int) -> str:
        parts: list[str] = []
        depth = 0
        last = self.rows[self.at - 1][0]
        while self.at < len(self.rows):
            number, found, line = self.rows[self.at]
            if not line or found <= indent:
                break
            depth = depth or found
            if found != depth or number != last + 1:  # deeper, or a comment inside the text
                raise _NotPlainError
            last = number
            parts.append(line[found:])
            self.at += 1
        if not parts or any(map(_UNSURE.search, parts)):
            raise _NotPlainError
        if self.at < len(self.rows) and not self.rows[self.at][2]:
            following = (row for row in self.rows[self.at :] if row[2])
            if next(following, (0, 0, ""))[1] > indent:
                raise _NotPlainError
        return " ".join(parts)


def _scalar(text: str) -> str:
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1] if quoted[1] is not None else quoted[2]
    sure = _PLAIN.fullmatch(text) and ": " not in text and " #" not in text
    if not sure or text[-1] in ": \t" or text.startswith(("...", "---")):
        raise _NotPlainError
    return text


def parse_slowly(text: str, path: object) -> tuple[Value, Lines]:
    """Any YAML of one document, by PyYAML."""
    lines: Lines = {}
    try:
        loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        what = f"not YAML: {error.problem or error.context}"
        raise CuratedFileError(
            path,
            mark.line + 1 if mark else 1,
            what,
            remedy="Look for a missing quote or colon: text with ': ' or ' #' in it needs quotes.",
        ) from error
    except yaml.YAMLError as error:
        raise CuratedFileError(
            path, 1, f"not YAML: {error}", remedy="Remove characters that do not print."
        ) from error
    if node is None:
        raise CuratedFileError(path, 1, "the file is empty", remedy="Fill it in, or remove it.")
    return _Builder(path, lines, set()).value(node, ()), lines


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
