"""The seam for signal formats: what a format is given, what it gives, what it states of itself.

Decides the shape of a file, of a declaration and of a problem. A format is a small object that
recognises its files by their content and reads them into series; `registry.py` lists it. What a
file does not say itself (entity, offset of local times, unit) is *declared*, in this order: by
`# key: value` lines at the file's head, by a file `<name>.toml` beside it, by the caller; and for
the entity alone, last, by the file's name. Leaves the grid to `grid.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from fanous.model.series import OutageReport, Series
from fanous.sources.base import SourceManifest

__all__ = [
    "FormatRefused",
    "Read",
    "SignalFile",
    "SignalFormat",
    "SignalProblem",
    "SourceManifest",
    "data_lines",
    "says_yes",
]

DECLARABLE = ("country", "entity", "name", "operator", "scale", "seasonal", "signal", "step",
              "synthetic", "unit", "utc_offset")  # fmt: skip
_COUNTRY_IN_NAME = re.compile(r"(?<![A-Za-z])([A-Z]{2})(?![A-Za-z])")
_ENTITY_IN_NAME = re.compile(r"(?:^|[_-])(country|asn|region)[_-]([A-Za-z0-9]+)(?=[_.-]|$)")
_REGION_IN_NAME = re.compile(r"(?<![A-Za-z])([A-Z]{2})_\d{4}_([A-Z][a-z]+)(?=[_.])")
_NOT_COUNTRIES = {"AS", "IP", "UTC"}


class FormatRefused(Exception):
    """A file that looks like its format cannot be read as it stands."""

    def __init__(self, detail: str, *, line: int = 0, remedy: str = "") -> None:
        super().__init__(detail)
        self.detail, self.line, self.remedy = detail, line, remedy


@dataclass(frozen=True, slots=True)
class SignalProblem:
    """A file, or a row of one, that gave nothing: `line` counts from 1, 0 is the whole file."""

    file: str
    line: int
    detail: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.detail}\n  {self.remedy}"


@dataclass(frozen=True, slots=True)
class SignalFile:
    """A file's text, its name, and what is declared about it."""

    name: str
    text: str
    declared: Mapping[str, str] = field(default_factory=dict)

    def entity(self) -> str:
        """The declared entity, else what the file's name says, else the file itself."""
        if declared := self.declared.get("entity"):
            return declared
        stem = self.name.rsplit("/", 1)[-1]
        if found := _ENTITY_IN_NAME.search(stem):
            kind, code = found.groups()
            if kind == "country":
                return f"country:{code.upper()}"
            if code.isdigit() and kind == "asn":
                return f"asn:{code}"
            if kind == "region":
                return f"region:{code}"
        if found := _REGION_IN_NAME.search(stem):
            return f"region:{found[1]}-{found[2]}"
        country = self.country()
        return country or f"file:{stem.split('.')[0]}"

    def country(self) -> str | None:
        """The country as `country:IR`, declared or in the file's name."""
        if declared := self.declared.get("country"):
            return declared if declared.startswith("country:") else f"country:{declared.upper()}"
        entity = self.declared.get("entity", "")
        if entity.startswith("country:"):
            return entity
        stem = self.name.rsplit("/", 1)[-1]
        codes = [code for code in _COUNTRY_IN_NAME.findall(stem) if code not in _NOT_COUNTRIES]
        return f"country:{codes[0]}" if codes else None


@dataclass(slots=True)
class Read:
    """What a file gave."""

    series: list[Series] = field(default_factory=list)
    reports: list[OutageReport] = field(default_factory=list)
    problems: list[SignalProblem] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)  # of the files, in their order


class SignalFormat(Protocol):
    """A reader of one format."""

    name: str
    manifest: SourceManifest

    def recognises(self, file: SignalFile) -> bool:
        """Whether the content is this format's; looks at the head only, and never raises."""
        ...

    def read(self, file: SignalFile, result: Read) -> None:
        """Append series, reports and row problems. Raises FormatRefused for the whole file."""
        ...


def says_yes(text: str) -> bool:
    """Whether a declaration says yes."""
    return text.strip().lower() not in {"", "no", "false", "0"}


def data_lines(file: SignalFile) -> list[tuple[int, str]]:
    """The lines that are neither empty nor a comment, each with its number."""
    return [
        (number, line)
        for number, line in enumerate(file.text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
