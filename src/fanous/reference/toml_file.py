"""A curated TOML file, and where in it a value stands: TOML readers forget lines.

Decides how such a file is read, how its values are checked, and how it is refused: with its path,
the line of the key (else of its table), what is wrong and what to do. Leaves which keys there are
to who reads it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple, NoReturn

from fanous.errors import CuratedFileError

__all__ = ["Place", "Table", "TomlFile"]

_HEADER = re.compile(r"\s*\[\[\s*([\w.-]+)\s*\]\]")
_AT_LINE = re.compile(r"at line (\d+)")


class Place(NamedTuple):
    """A table of the file: the name in its `[[header]]`, and the how-manieth of that name it is
    from 0. The name is empty for what stands before the first header."""

    name: str = ""
    number: int = 0


Table = Mapping[str, object]


class TomlFile:
    """A file of `[[tables]]`, read once. Whatever checks a value raises CuratedFileError."""

    def __init__(self, path: Path) -> None:
        """Raises CuratedFileError if it cannot be read, is not UTF-8, or not TOML."""
        self.path = path
        self._lines = self._text().splitlines()
        self.document = self._parsed()
        seen: dict[str, int] = {}
        self._headers: dict[Place, int] = {}
        for line, text in enumerate(self._lines, 1):
            if header := _HEADER.match(text):
                name = header[1]
                self._headers[Place(name, seen.setdefault(name, 0))] = line
                seen[name] += 1

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8")
        except OSError as error:
            what = f"cannot be read ({error.strerror})"
            raise CuratedFileError(self.path, 0, what, remedy="Restore the file.") from error
        except UnicodeDecodeError as error:
            what = f"not UTF-8 ({error.reason})"
            raise CuratedFileError(self.path, 1, what, remedy="Save it as UTF-8.") from error

    def _parsed(self) -> dict[str, object]:
        try:
            return tomllib.loads("\n".join(self._lines))
        except tomllib.TOMLDecodeError as error:
            at = _AT_LINE.search(str(error))
            line = int(at[1]) if at else len(self._lines)
            what = f"not TOML ({error})"
            raise CuratedFileError(self.path, line, what, remedy="Mend the line.") from error

    def close_keys(
        self,
        place: Place,
        table: Table,
        *,
        required: Iterable[str],
        allowed: Iterable[str] = (),
    ) -> None:
        """Refuse a table that lacks a key, or holds one that nobody reads."""
        required = tuple(required)
        known = (*required, *allowed)
        for key in required:
            if key not in table:
                self.refuse(place, "", f"{key!r} is missing", f"Give {', '.join(required)}.")
        for key in table:
            if key not in known:
                self.refuse(place, key, f"{key!r} is unknown", f"Known are {', '.join(known)}.")

    def text(self, place: Place, table: Table, key: str, pattern: re.Pattern[str]) -> str:
        """A text that the pattern takes whole."""
        value = table.get(key)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            self.refuse(place, key, f"{value!r} is no {key}", f"It must match {pattern.pattern}")
        return value

    def texts(self, place: Place, table: Table, key: str, pattern: re.Pattern[str]) -> list[str]:
        """A list of texts that the pattern takes whole; not empty."""
        value = table.get(key)
        if not isinstance(value, list) or not value:
            self.refuse(place, key, f"{value!r} is no list of {key}", "List at least one.")
        return [self.text(place, {key: item}, key, pattern) for item in value]

    def choice(self, place: Place, table: Table, key: str, choices: tuple[str, ...]) -> str:
        """One of a few words."""
        value = table.get(key)
        if not isinstance(value, str) or value not in choices:
            self.refuse(place, key, f"{value!r} is no {key}", f"One of {', '.join(choices)}.")
        return value

    def flag(self, place: Place, table: Table, key: str) -> bool:
        """True or false; false where the key is missing."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.refuse(place, key, f"{value!r} is no {key}", "Write true or false.")
        return value

    def day(self, place: Place, table: Table, key: str) -> date:
        """A day."""
        value = table.get(key)
        if type(value) is not date:
            self.refuse(place, key, f"{value!r} is no day", "Write it as 2026-01-31.")
        return value

    def number(self, place: Place, table: Table, key: str, most: int) -> int:
        """A whole number from 1 to `most`."""
        value = table.get(key)
        if type(value) is not int or not 1 <= value <= most:
            self.refuse(place, key, f"{value!r} is no {key}", f"A number from 1 to {most}.")
        return value

    def tables(self, place: Place, table: Table, key: str) -> list[dict[str, object]]:
        """A list of `[[tables]]`; none where the key is missing."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            remedy = f"Write each as a table of its own, under [[{key}]]."
            self.refuse(place, key, f"{key!r} is no list of tables", remedy)
        return value

    def refuse(self, place: Place, key: str, what: str, remedy: str) -> NoReturn:
        """Raise for a table, at the line of the key or else of its header."""
        raise CuratedFileError(self.path, self.line(place, key), what, remedy=remedy)

    def line(self, place: Place, key: str = "") -> int:
        """The line of a key in a table, or of the table's header; 1 for the head of the file."""
        start = self._headers.get(place, 0)
        is_key = re.compile(rf"\s*{re.escape(key)}\s*=") if key else None
        for number, text in enumerate(self._lines[start:], start + 1):
            if _HEADER.match(text):
                break
            if is_key and is_key.match(text):
                return number
        return max(start, 1)
