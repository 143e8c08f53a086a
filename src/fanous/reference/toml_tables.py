"""Curated TOML files: one kind of table in a row, every value checked, errors with their line.

Decides how such a file is read (`[[name]]` tables and nothing else, the keys that are declared and
no others) and where in it a wrong value stands: TOML readers forget lines. Leaves what the values
mean to whoever declares the keys.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from fanous.errors import CuratedFileError

__all__ = ["Entry", "TomlTables"]

_AT_LINE = re.compile(r"at line (\d+)")


class TomlTables:
    """A file of `[[name]]` tables. Raises CuratedFileError, with path and line, if it is not."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._lines = self._text().splitlines()
        header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
        self._headers = [number for number, line in enumerate(self._lines, 1) if header.match(line)]

    def _text(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8")
        except OSError as error:
            what = f"cannot be read ({error.strerror})"
            raise CuratedFileError(self._path, 0, what, remedy="Restore the file.") from error
        except UnicodeDecodeError as error:
            what = f"not UTF-8 ({error.reason})"
            raise CuratedFileError(self._path, 1, what, remedy="Save it as UTF-8.") from error

    def entries(self, required: Collection[str], optional: Collection[str] = ()) -> Iterator[Entry]:
        """The tables in order, each with every required key and no unknown one."""
        known = (*required, *optional)
        for number, values in enumerate(self._tables()):
            entry = Entry(self, number, values)
            for key in (*required, *values):
                if key not in values:
                    entry.refuse("", f"{key!r} is missing", f"Give {', '.join(required)}.")
                if key not in known:
                    entry.refuse(key, f"{key!r} is unknown", f"Give {', '.join(known)}.")
            yield entry

    def _tables(self) -> list[dict[str, object]]:
        try:
            document = tomllib.loads("\n".join(self._lines))
        except tomllib.TOMLDecodeError as error:
            at = _AT_LINE.search(str(error))
            line = int(at.group(1)) if at else len(self._lines)
            raise CuratedFileError(
                self._path, line, f"not TOML ({error})", remedy="Mend the line."
            ) from error
        tables = document.pop(self._name, None)
        if document or not isinstance(tables, list) or len(tables) != len(self._headers):
            raise CuratedFileError(
                self._path,
                1,
                f"something other than [[{self._name}]] tables",
                remedy=f"Write each {self._name} as a [[{self._name}]] table of its own.",
            )
        return tables

    def refuse(self, number: int, key: str, what: str, remedy: str) -> NoReturn:
        """Raise for a table, at the line of the key or else of its header."""
        raise CuratedFileError(self._path, self._line(number, key), what, remedy=remedy)

    def _line(self, number: int, key: str) -> int:
        header = self._headers[number]
        end = self._headers[number + 1] - 1 if number + 1 < len(self._headers) else None
        is_key = re.compile(rf"\s*{re.escape(key)}\s*=") if key else None
        for line, text in enumerate(self._lines[header:end], header + 1):
            if is_key and is_key.match(text):
                return line
        return header


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: its values, and the way to refuse one of them."""

    file: TomlTables
    number: int
    values: dict[str, object]

    def refuse(self, key: str, what: str, remedy: str) -> NoReturn:
        """Raise CuratedFileError at the line of the key, or of the table where `key` is empty."""
        self.file.refuse(self.number, key, what, remedy)

    def sentence(self, key: str) -> str:
        """A value that must be one line of prose."""
        text = self.values[key]
        if not isinstance(text, str) or not _is_sentence(text):
            remedy = "Write one line that begins with a capital and ends with a full stop."
            self.refuse(key, f"{text!r} is no sentence", remedy)
        return text


def _is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith(".") and text.isprintable()
