"""`fanous register import`: a list read, and its incidents written as JSON Lines.

Decides how a file is opened and refused, and that a row with a date that cannot be is kept, counted
and told. The file that is written is for finding what to look at; nothing of it enters the
register's own files, and no grade ever rests on it.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from fanous.errors import InputError
from fanous.register.exports.flat import json_lines
from fanous.register.imports.incident import Incident, Read, merged
from fanous.register.imports.lists import COLUMNS, LISTS, MANIFESTS

__all__ = ["INCIDENTS", "import_list", "read_list"]

INCIDENTS = "incidents.jsonl"
_LONGEST_CELL = 10_000_000  # a row of a list holds dozens of links


def import_list(name: str, path: Path, out: Path) -> Read:
    """Read a list, and write its incidents to a folder."""
    found = read_list(name, path)
    out.mkdir(parents=True, exist_ok=True)
    lines = ({"id": item.id, **asdict(item)} for item in found.incidents)
    (out / f"{name}.{INCIDENTS}").write_bytes(json_lines(lines))
    return found


def read_list(name: str, path: Path) -> Read:
    """Read a list. Raises InputError if the file cannot be read, or is another list."""
    incidents: list[Incident] = []
    problems: list[str] = []
    count = 0
    for line, row in _rows(name, path):
        count += 1
        for incident, wrong in LISTS[name](row):
            incidents.append(replace(incident, rows=(line,)))
            problems += (f"{path.name}:{line}: {text}" for text in wrong)
    return Read(merged(incidents), list(dict.fromkeys(problems)), count)


def _rows(name: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their number; the header is row 1. Empty cells of a short row are empty text."""
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise InputError(
            f"{path}: cannot be read ({error})", remedy="Name a CSV file, or one in gzip."
        ) from error
    header, rows = _parsed(data.decode("utf-8-sig", "replace"))
    missing = [column for column in COLUMNS[name] if column not in header]
    if missing:
        raise InputError(
            f"{path}: this is no {name} list: the column {missing[0]!r} is missing",
            remedy=f"The list is {MANIFESTS[name]}. Name its CSV file.",
        )
    for number, row in enumerate(rows, 2):
        kept = {key: value or "" for key, value in row.items() if isinstance(key, str)}
        if any(value.strip() for value in kept.values()):
            yield number, kept


def _parsed(text: str) -> tuple[Sequence[str], list[dict[str, str]]]:
    """Header and rows. The limit of a cell is the whole process's: it is put back."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        return reader.fieldnames or (), list(reader)
    finally:
        csv.field_size_limit(before)
