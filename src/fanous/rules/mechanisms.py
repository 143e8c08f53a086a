"""The mechanisms a verdict may name, read from `data/mechanisms.toml`.

Decides what a well-formed list is: ids are dot paths from a layer down, each below a node that is
declared above it, each with one sentence and its sections of RFC 9505. Leaves *when* a mechanism is
named to the rules. Ids are contracts: the list only grows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fanous.paths import data_folder
from fanous.reference.toml_tables import Entry, toml_tables

__all__ = ["FILE", "Mechanism", "load_mechanisms", "prefixes"]

FILE = "mechanisms.toml"
_ROOTS = ("dns", "ip", "tcp", "tls", "http", "quic")
_KEYS = ("id", "sentence", "rfc9505")
_ID = re.compile(r"[a-z]+(\.[a-z_]+)*")
_SECTION = re.compile(r"[45](\.[1-9]){0,3}")  # 4 identification, 5 interference


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
    found: dict[str, Mechanism] = {}
    for entry in toml_tables(path or data_folder() / FILE, "mechanism", _KEYS):
        mechanism = _mechanism(entry)
        if mechanism.id in found:
            entry.refuse("id", f"{mechanism.id!r} occurs twice", "Ids are unique.")
        missing = [name for name in prefixes(mechanism.id)[:-1] if name not in found]
        if missing:
            what = f"{mechanism.id!r} has no {missing[0]!r} above it"
            entry.refuse("id", what, "Declare every prefix of an id before the id.")
        found[mechanism.id] = mechanism
    return found


def _mechanism(entry: Entry) -> Mechanism:
    """One entry, each of its values checked."""
    mechanism_id, sections = entry.values["id"], entry.values["rfc9505"]
    if not isinstance(mechanism_id, str) or not _is_id(mechanism_id):
        remedy = f"A dot path of lower-case words that begins with {', '.join(_ROOTS)}."
        entry.refuse("id", f"{mechanism_id!r} is no mechanism's id", remedy)
    sentence = entry.sentence("sentence")
    if not isinstance(sections, list) or not sections or not all(map(_is_section, sections)):
        remedy = 'List sections of part 4 or 5 as text, such as ["5.1.1"].'
        entry.refuse("rfc9505", f"{sections!r} are no sections of RFC 9505", remedy)
    return Mechanism(mechanism_id, sentence, tuple(sections))


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None and text.split(".")[0] in _ROOTS


def _is_section(section: object) -> bool:
    return isinstance(section, str) and _SECTION.fullmatch(section) is not None
