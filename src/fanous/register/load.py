"""The register read from its files.

Decides how a file becomes a record: bytes that are plain UTF-8 text, YAML in which all is text, the
types of `schema`, and an id that is the file's name. What is wrong becomes a problem, and the other
files are still read. Leaves what must hold between records to `check`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import msgspec

from fanous.errors import CuratedFileError
from fanous.paths import data_folder
from fanous.register.problem import Problem
from fanous.register.schema import (
    RECORDS,
    Claim,
    Entity,
    Links,
    Predicate,
    Source,
    Tombstone,
)
from fanous.register.typed import Misfit, typed
from fanous.register.yaml_text import Lines, parse, parse_slowly

__all__ = ["LEDGER", "Register", "Where", "load_register", "register_folder"]

LEDGER = "ids.txt"
"""Every id that was ever given, one a line, sorted: what an id that vanished is missed by."""

_LINE_END = b"\n"
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Where:
    """The file of a record. Lines are looked up when one is asked for: most files are right."""

    path: str
    text: str
    _lines: Lines | None = None

    def line(self, *at: str | int) -> int:
        """The line of a value, else of the nearest thing around it."""
        if self._lines is None:
            self._lines = parse_slowly(self.text, self.path)[1]
        for end in range(len(at), 0, -1):
            if (found := self._lines.get(at[:end])) is not None:
                return found
        return 1


@dataclass(slots=True)
class Register:
    """Every record by its id, where it stands, and what could not be read."""

    folder: Path
    sources: dict[str, Source] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)
    predicates: dict[str, Predicate] = field(default_factory=dict)
    tombstones: dict[str, Tombstone] = field(default_factory=dict)
    where: dict[tuple[str, str], Where] = field(default_factory=dict)
    ledger: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[tuple[str, str]] = field(default_factory=set)
    """Folder and name of files that could not be read: their ids are not gone, only unread."""

    def place(self, folder: str, key: str) -> Where:
        """Where a record stands."""
        return self.where[folder, key]

    def problem(
        self, folder: str, key: str, at: tuple[str | int, ...], code: str, what: str, remedy: str
    ) -> Problem:
        """A problem at a value of a record."""
        place = self.place(folder, key)
        return Problem(place.path, place.line(*at), code, what, remedy)

    @property
    def systems(self) -> dict[str, Entity]:
        """The entities that are systems."""
        return {key: item for key, item in self.entities.items() if item.kind == "system"}


def register_folder() -> Path:
    """The register that ships with Fanous."""
    return data_folder() / "register"


def load_register(folder: Path | None = None) -> Register:
    """Read a register. Raises CuratedFileError if the folder is not there; else never stops."""
    register = Register(folder or register_folder())
    if not register.folder.is_dir():
        raise CuratedFileError(
            register.folder, 0, "no such folder", remedy="Name a register with --register."
        )
    for name, kind in RECORDS.items():
        for path, relative in _files(str(register.folder / name), name):
            _read(register, name, kind, path, relative)
    ledger = register.folder / LEDGER
    if ledger.is_file():
        lines = ledger.read_text(encoding="utf-8").splitlines()
        register.ledger = {key.strip(): n for n, key in enumerate(lines, 1) if key.strip()}
    return register


def _files(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """The record files below a folder, in order, with their names inside the register."""
    if not os.path.isdir(folder):  # noqa: PTH112 - five thousand Path objects take half a second
        return
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        relative = f"{prefix}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry.path, relative)
        elif not entry.name.startswith("."):
            yield entry.path, relative


def _read(
    register: Register, name: str, kind: type[msgspec.Struct], path: str, relative: str
) -> None:
    try:
        where = Where(relative, _text(path, relative, register.problems))
        try:
            record = typed(parse(where.text, relative), kind)
        except Misfit as error:
            line = where.line(*error.at)
            raise CuratedFileError(relative, line, error.what, remedy=error.remedy) from error
    except CuratedFileError as error:
        what = error.what.removeprefix(f"{relative}:{error.line}: ")
        register.problems.append(Problem(relative, error.line, "unreadable", what, error.remedy))
        register.unread.add((name, _stem(relative)))
        return
    _keep(register, name, record, where)


def _text(path: str, relative: str, problems: list[Problem]) -> str:
    """A file's text; a mark or line ends that hinder others are told, and read over."""
    if not path.endswith(".yaml"):
        raise CuratedFileError(
            relative, 1, "not a .yaml file", remedy="Move it away, or end its name in .yaml."
        )
    with open(path, "rb") as handle:  # noqa: PTH123 - as above
        data = handle.read()
    if data.startswith(_BOM):
        what = "the file begins with a byte order mark (BOM), which nobody can see"
        remedy = "Save it as 'UTF-8', not as 'UTF-8 with BOM'."
        problems.append(Problem(relative, 1, "byte-order-mark", what, remedy))
        data = data.removeprefix(_BOM)
    if b"\r" in data:
        line = _line_at(data, data.index(b"\r"))
        what = "the file has Windows line ends (CR LF)"
        remedy = "Save it with Unix line ends (LF): editors show this at the foot of the window."
        problems.append(Problem(relative, line, "line-ends", what, remedy))
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_at(data, error.start)
        raise CuratedFileError(
            relative, line, "not UTF-8 text", remedy="Save it as UTF-8."
        ) from error


def _line_at(data: bytes, at: int) -> int:
    return len(data[:at].split(_LINE_END))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _keep(register: Register, name: str, record: Any, where: Where) -> None:
    key = record.claim if isinstance(record, Links) else record.id
    records = cast(dict[str, Any], getattr(register, name))
    stem = _stem(where.path)
    if stem != key:
        at = where.line("claim" if isinstance(record, Links) else "id")
        what = f"the file is named {stem!r}, and its id is {key!r}"
        remedy = f"Name the file {key}.yaml, or mend the id."
        register.problems.append(Problem(where.path, at, "file-name", what, remedy))
    if (name, key) in register.where:
        other = register.place(name, key).path
        what = f"the id {key!r} is taken: {other} has it too"
        remedy = "Give the newer file an id of its own; never reuse one."
        register.problems.append(Problem(where.path, where.line("id"), "same-id", what, remedy))
        return
    register.where[name, key] = where
    records[key] = record
