"""Labels: what is true of a measurement, and which verdicts of it a reader should accept.

Decides the form of the file. A CSV with a row a situation: `name`, `truth_overall`, `truth_dns`,
`truth_tcp`, `truth_tls`, `truth_http`, `mechanisms` (joined by `;`), `layers_acceptable` (sets
joined by `+`, alternatives by `|`, nothing before or after a `|` meaning none) and
`acceptable_overall` (alternatives by `|`). `family`, `input` and other judges' opinions may be
there; any other column is for its readers and left alone.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from fanous.errors import CuratedFileError, InputError
from fanous.evaluation.verdicts.opinions import OTHER_JUDGES, VERDICTS, Opinion
from fanous.model.outcome import LAYERS
from fanous.reference.csv_rows import csv_rows
from fanous.rules.mechanisms import load_mechanisms

__all__ = ["COLUMNS", "Label", "read_labels"]

_TRUTHS = tuple(f"truth_{layer}" for layer in LAYERS)
COLUMNS = (
    "name",
    "truth_overall",
    *_TRUTHS,
    "mechanisms",
    "layers_acceptable",
    "acceptable_overall",
)


@dataclass(frozen=True, slots=True)
class Label:
    """One situation. `truth` holds `overall` and every layer; the empty string is *not known*."""

    name: str
    line: int
    family: str
    input: str
    truth: dict[str, str]
    mechanisms: tuple[str, ...]
    layers: tuple[frozenset[str], ...]
    acceptable: tuple[str, ...]
    opinions: dict[str, Opinion] = field(default_factory=dict)

    @property
    def is_blocked(self) -> bool:
        """Whether the target truly was blocked."""
        return self.truth["overall"] == "blocked"


def read_labels(path: Path) -> dict[str, Label]:
    """Labels by name, in the order of the file.

    Raises InputError if there is no such file, CuratedFileError (file, line, reason, remedy) for
    anything in it that is not as declared above.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file", remedy="Name the CSV file of labels.")
    mechanisms = load_mechanisms()
    found: dict[str, Label] = {}
    for line, row in csv_rows(path, required=COLUMNS):
        label = _Row(path, line, row).label(mechanisms)
        if label.name in found:
            raise CuratedFileError(
                path,
                line,
                f"{label.name!r} is labelled a second time, first in line {found[label.name].line}",
                remedy="Keep one row a name.",
            )
        found[label.name] = label
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the file, and where it stands."""

    path: Path
    line: int
    row: dict[str, str]

    def label(self, mechanisms: Container[str]) -> Label:
        name = self.row["name"].strip()
        if not name:
            self.refuse("no name", "Give the name of the measurement's file, without its ending.")
        truth = {"overall": self.word("truth_overall")}
        truth |= {layer: self.word(f"truth_{layer}", optional=True) for layer in LAYERS}
        return Label(
            name=name,
            line=self.line,
            family=self.row.get("family", "").strip() or _family(truth),
            input=self.row.get("input", "").strip(),
            truth=truth,
            mechanisms=self.mechanisms(mechanisms),
            layers=self.layers(),
            acceptable=self.acceptable(),
            opinions=self.opinions(),
        )

    def word(self, column: str, *, optional: bool = False) -> str:
        value = self.row[column].strip()
        if value not in VERDICTS and (value or not optional):
            self.refuse_word(column, value, VERDICTS)
        return value

    def mechanisms(self, known: Container[str]) -> tuple[str, ...]:
        named = tuple(filter(None, (part.strip() for part in self.row["mechanisms"].split(";"))))
        for mechanism in named:
            if mechanism not in known:
                self.refuse(
                    f"mechanisms: {mechanism!r} is none that Fanous knows",
                    "Use one of data/mechanisms.toml; several are joined by a semicolon.",
                )
        return named

    def layers(self) -> tuple[frozenset[str], ...]:
        alternatives = []
        for text in self.row["layers_acceptable"].split("|"):
            layers = frozenset(filter(None, (part.strip() for part in text.split("+"))))
            for layer in sorted(layers - set(LAYERS)):
                self.refuse_word("layers_acceptable", layer, LAYERS)
            alternatives.append(layers)
        return tuple(alternatives)

    def acceptable(self) -> tuple[str, ...]:
        words = tuple(part.strip() for part in self.row["acceptable_overall"].split("|"))
        for word in words:
            if word not in VERDICTS:
                self.refuse_word("acceptable_overall", word, VERDICTS)
        return words

    def opinions(self) -> dict[str, Opinion]:
        """What other judges said, where the label carries it."""
        found = {}
        for judge, read in OTHER_JUDGES.items():
            try:
                opinion = read(self.row)
            except ValueError as error:
                self.refuse(str(error), "Write it as it was measured, or leave it empty.")
            if opinion is not None:
                found[judge] = opinion
        return found

    def refuse_word(self, column: str, value: str, known: tuple[str, ...]) -> NoReturn:
        self.refuse(f"{column}: {value!r} is none of the words", f"Use {', '.join(known)}.")

    def refuse(self, what: str, remedy: str) -> NoReturn:
        raise CuratedFileError(self.path, self.line, what, remedy=remedy)


def _family(truth: dict[str, str]) -> str:
    """Situations of one kind: the layers where somebody interfered, else whether the site works."""
    layers = "+".join(layer for layer in LAYERS if truth[layer] == "blocked")
    return layers or {"blocked": "blocked", "down": "down", "ok": "none"}.get(
        truth["overall"], "not known"
    )
