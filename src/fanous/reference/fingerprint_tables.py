"""Fingerprint tables in the columns of ooni/blocking-fingerprints, ours and others'.

Decides which rows can be used. One that can't (an unknown scope, place or pattern type, a pattern
that fits everything or can't be read) is told by file, line, reason and remedy; the others serve.
A table of ours must have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fanous.errors import CuratedFileError
from fanous.reference.csv_rows import csv_rows
from fanous.reference.fingerprints import SCOPES, Fingerprint
from fanous.reference.patterns import PATTERN_TYPES, matcher

__all__ = ["COLUMNS", "FingerprintFile", "load_fingerprints"]

COLUMNS = ("name", "scope", "location_found", "pattern_type", "pattern", "expected_countries")
_LOCATION = re.compile(r"dns|body|header\.[a-z0-9-]+")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class FingerprintFile:
    """What a file of fingerprints gave: its rows, and the lines that could not be used."""

    rows: tuple[Fingerprint, ...] = ()
    refused: tuple[CuratedFileError, ...] = ()


def load_fingerprints(path: Path) -> FingerprintFile:
    """Read a table. Raises CuratedFileError only if it is no such table at all."""
    rows, refused = list[Fingerprint](), list[CuratedFileError]()
    for line, row in csv_rows(path, required=COLUMNS):
        try:
            rows.append(_fingerprint(path, line, row))
        except CuratedFileError as error:
            refused.append(error)
    return FingerprintFile(tuple(rows), tuple(refused))


def _fingerprint(path: Path, line: int, row: dict[str, str]) -> Fingerprint:
    """One row, each of its values checked."""
    name, scope, pattern_type, pattern = (
        row[key] for key in ("name", "scope", "pattern_type", "pattern")
    )
    location = row["location_found"].lower()
    countries = frozenset(filter(None, re.split(r"[,\s]+", row["expected_countries"].upper())))
    if not name:
        raise CuratedFileError(path, line, "the name is empty", remedy="Give the row an id.")
    if scope not in SCOPES:
        what = f"scope {scope!r} is not one of {', '.join(sorted(SCOPES))}"
        raise CuratedFileError(path, line, what, remedy="Use a scope of the table's documentation.")
    if not _LOCATION.fullmatch(location):
        what = f"location_found {row['location_found']!r} is unknown"
        raise CuratedFileError(path, line, what, remedy="Use dns, body or header.<name>.")
    if strange := sorted(code for code in countries if not _COUNTRY.fullmatch(code)):
        what = f"{strange[0]!r} is no country code"
        remedy = "Use two-letter codes (ISO 3166-1), separated by commas."
        raise CuratedFileError(path, line, what, remedy=remedy)
    try:
        matcher(pattern_type, pattern)
    except ValueError as error:
        remedy = f"Use {', '.join(PATTERN_TYPES)}; an expression in RE2's syntax that holds a word."
        raise CuratedFileError(path, line, f"pattern: {error}", remedy=remedy) from error
    return Fingerprint(name, scope, location, pattern_type, pattern, countries)
