"""The mechanisms a verdict may name, read from `data/mechanisms.toml`.

Decides what a well-formed list is: ids are dot paths from a layer down, each below a node that is
declared above it, each with one sentence and its sections of RFC 9505. Leaves *when* a mechanism is
named to the rules. Ids are contracts: the list only grows.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from fanous.errors import CuratedFileError
from fanous.paths import data_folder

__all__ = ["FILE", "Mechanism", "load_mechanisms", "prefixes"]

FILE = "mechanisms.toml"
_ROOTS = ("dns", "ip", "tcp", "tls", "http", "quic")
_KEYS = ("id", "sentence", "rfc9505")
_ID = re.compile(r"[a-z]+(\.[a-z_]+)*")
_SECTION = re.compile(r"[45](\.[1-9]){0,3}")  # 4 identification, 5 interference
_HEADER = re.compile(r"\s*\[\[\s*mechanism\s*\]\]")
_AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One node: what is done, in a sentence, and where RFC 9505 speaks of it."""

    id: str
    sentence: str
    rfc9505: tuple[str, ...]


def prefixes(mechanism: str) -> tuple[str, ...]:
    """A mechanism's ancestors and itself, from the layer down: each may be named in its place."""
    parts = mechanism.split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)))


def load_mechanisms(path: Path | None = None) -> dict[str, Mechanism]:
    """Every mechanism by id, in the order of the file (default: the one that ships).

    Raises CuratedFileError, with path and line, for anything that is not as declared above.
    """
    file = _File(path or data_folder() / FILE)
    found: dict[str, Mechanism] = {}
    for number, entry in enumerate(file.entries()):
        mechanism = file.mechanism(number, entry)
        if mechanism.id in found:
            file.refuse(number, "id", f"{mechanism.id!r} occurs twice", "Ids are unique.")
        missing = [name for name in prefixes(mechanism.id)[:-1] if name not in found]
        if missing:
            what = f"{mechanism.id!r} has no {missing[0]!r} above it"
            file.refuse(number, "id", what, "Declare every prefix of an id before the id.")
        found[mechanism.id] = mechanism
    return found


class _File:
    """The text of the file, and where in it an entry stands: TOML readers forget lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = self._text().splitlines()
        self._headers = [
            number for number, line in enumerate(self._lines, 1) if _HEADER.match(line)
        ]

    def _text(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8")
        except OSError as error:
            what = f"cannot be read ({error.strerror})"
            raise CuratedFileError(self._path, 0, what, remedy="Restore the file.") from error
        except UnicodeDecodeError as error:
            what = f"not UTF-8 ({error.reason})"
            raise CuratedFileError(self._path, 1, what, remedy="Save it as UTF-8.") from error

    def entries(self) -> list[dict[str, object]]:
        """The `[[mechanism]]` tables as they stand, in order."""
        try:
            document = tomllib.loads("\n".join(self._lines))
        except tomllib.TOMLDecodeError as error:
            at = _AT_LINE.search(str(error))
            line = int(at.group(1)) if at else len(self._lines)
            raise CuratedFileError(
                self._path, line, f"not TOML ({error})", remedy="Mend the line."
            ) from error
        entries = document.pop("mechanism", None)
        if document or not isinstance(entries, list) or len(entries) != len(self._headers):
            raise CuratedFileError(
                self._path,
                1,
                "something other than [[mechanism]] tables",
                remedy="Write each mechanism as a [[mechanism]] table of its own.",
            )
        return entries

    def mechanism(self, number: int, entry: dict[str, object]) -> Mechanism:
        """One entry, each of its values checked."""
        for key in (*_KEYS, *entry):
            if key not in entry:
                self.refuse(number, "", f"{key!r} is missing", f"Give {', '.join(_KEYS)}.")
            if key not in _KEYS:
                self.refuse(number, key, f"{key!r} is unknown", f"Give {', '.join(_KEYS)}.")
        mechanism_id, sentence, sections = (entry[key] for key in _KEYS)
        if not isinstance(mechanism_id, str) or not _is_id(mechanism_id):
            remedy = f"A dot path of lower-case words that begins with {', '.join(_ROOTS)}."
            self.refuse(number, "id", f"{mechanism_id!r} is no mechanism's id", remedy)
        if not isinstance(sentence, str) or not _is_sentence(sentence):
            remedy = "Write one line that begins with a capital and ends with a full stop."
            self.refuse(number, "sentence", f"{sentence!r} is no sentence", remedy)
        if not isinstance(sections, list) or not sections or not all(map(_is_section, sections)):
            remedy = 'List sections of part 4 or 5 as text, such as ["5.1.1"].'
            self.refuse(number, "rfc9505", f"{sections!r} are no sections of RFC 9505", remedy)
        return Mechanism(mechanism_id, sentence, tuple(sections))

    def refuse(self, number: int, key: str, what: str, remedy: str) -> NoReturn:
        """Raise for an entry, at the line of the key or else of its header."""
        raise CuratedFileError(self._path, self._line(number, key), what, remedy=remedy)

    def _line(self, number: int, key: str) -> int:
        header = self._headers[number]
        end = self._headers[number + 1] - 1 if number + 1 < len(self._headers) else None
        is_key = re.compile(rf"\s*{re.escape(key)}\s*=") if key else None
        for line, text in enumerate(self._lines[header:end], header + 1):
            if is_key and is_key.match(text):
                return line
        return header


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None and text.split(".")[0] in _ROOTS


def _is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith(".") and text.isprintable()


def _is_section(section: object) -> bool:
    return isinstance(section, str) and _SECTION.fullmatch(section) is not None
