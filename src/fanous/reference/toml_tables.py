"""Curated TOML files that are one kind of table in a row, such as `[[mechanism]]`.

Decides that nothing else stands in such a file, and gives each table with the way to refuse one of
its values. Leaves reading, closing keys and finding lines to `toml_file`, and what values mean to
whoever declares the keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from fanous.reference.toml_file import Place, TomlFile

__all__ = ["Entry", "toml_tables"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: its values, and the way to refuse one of them."""

    file: TomlFile
    place: Place
    values: dict[str, object]

    def refuse(self, key: str, what: str, remedy: str) -> NoReturn:
        """Raise CuratedFileError at the line of the key, or of the table where `key` is empty."""
        self.file.refuse(self.place, key, what, remedy)

    def sentence(self, key: str) -> str:
        """A value that must be one line of prose."""
        text = self.values[key]
        if not isinstance(text, str) or not _is_sentence(text):
            remedy = "Write one line that begins with a capital and ends with a full stop."
            self.refuse(key, f"{text!r} is no sentence", remedy)
        return text


def toml_tables(
    path: Path, name: str, required: Collection[str], optional: Collection[str] = ()
) -> Iterator[Entry]:
    """The `[[name]]` tables of a file in order, each with every required key and no unknown one.

    Raises CuratedFileError, with path and line, for a file that holds anything else, or nothing.
    """
    file = TomlFile(path)
    tables = file.document.get(name)
    if list(file.document) != [name] or not isinstance(tables, list) or not _are_tables(tables):
        what = f"something other than [[{name}]] tables"
        file.refuse(Place(), "", what, f"Write each {name} as a [[{name}]] table of its own.")
    for number, values in enumerate(tables):
        place = Place(name, number)
        file.close_keys(place, values, required=required, allowed=optional)
        yield Entry(file, place, values)


def _are_tables(values: list[object]) -> bool:
    return all(isinstance(value, dict) for value in values)


def _is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith(".") and text.isprintable()
