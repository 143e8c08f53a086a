"""Files and folders to series: open, find the format by content, read, tell what went wrong.

Decides which files of a folder are asked (`.csv`, `.json`, plain or gzipped), that a file nobody
recognises is a problem and not the end, and that two files with the same series are joined: the
later file's points win where both have one. Leaves each format to its module.
"""

from __future__ import annotations

import csv
import gzip
import re
import tomllib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from fanous.errors import InputError
from fanous.model.series import Series
from fanous.sources.find import readable
from fanous.sources.signals.base import DECLARABLE, FormatRefused, Read, SignalFile, SignalProblem
from fanous.sources.signals.registry import SIGNAL_FORMATS

__all__ = ["beside", "joined", "read_file", "read_signals", "read_text"]

_SUFFIXES = (".csv", ".csv.gz", ".json", ".json.gz")
_ENTITY = re.compile(r"^(country:[A-Z]{2}|asn:\d{1,10}|[a-z]+:\S.*)$")
MOST_BYTES = 2_000_000_000
FARTHEST_SECONDS = 31 * 86_400


def read_signals(paths: Iterable[Path], declared: Mapping[str, str] | None = None) -> Read:
    """Everything the named files and folders hold, in the order of their names.

    `declared` holds for every file that does not declare the same itself. Raises InputError for a
    path that does not exist.
    """
    result = Read()
    for path, name in _files(paths):
        read_file(path, name, result, declared or {})
    result.series = joined(result.series)
    return result


def read_file(path: Path, name: str, result: Read, declared: Mapping[str, str]) -> None:
    """Read one file; one that gives nothing is a problem of the result."""
    try:
        read_text(_opened(path, name), result, path=path, declared=declared)
    except FormatRefused as error:
        result.problems.append(SignalProblem(name, error.line, error.detail, error.remedy))


def read_text(
    file: SignalFile,
    result: Read,
    *,
    path: Path | None = None,
    declared: Mapping[str, str] | None = None,
) -> None:
    """Read one file's text. Raises FormatRefused if no format knows it, or its own cannot."""
    lying_beside = beside(path) if path else {}
    file = replace(file, declared={**(declared or {}), **lying_beside, **_head(file)})
    if unknown := sorted(file.declared.keys() - set(DECLARABLE)):
        raise FormatRefused(
            f"{', '.join(unknown)}: nothing that can be declared",
            remedy=f"Use {', '.join(DECLARABLE)}.",
        )
    entity = file.declared.get("entity")
    if entity is not None and not _ENTITY.match(entity):
        raise FormatRefused(
            f"entity {entity!r} is no entity",
            remedy="Write it as country:IR, asn:58224 or region:MM-Bago.",
        )
    for known in SIGNAL_FORMATS.values():
        if known.recognises(file):
            found = Read()
            try:
                known.read(file, found)
            except (csv.Error, RecursionError, OverflowError) as error:
                raise FormatRefused(
                    f"cannot be read as {known.name}: {error}", remedy="Fetch the file again."
                ) from error
            result.series += found.series
            result.reports += found.reports
            result.problems += found.problems
            result.formats.append(known.name)
            return
    raise FormatRefused(
        "no signal format that Fanous knows",
        remedy="See docs/how-to/signals.md; the least is a CSV with a header time_utc,value.",
    )


def _files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            for below in sorted(path.rglob("*")):
                relative = below.relative_to(path)
                hidden = any(part.startswith(".") for part in relative.parts)
                if below.is_file() and below.name.endswith(_SUFFIXES) and not hidden:
                    found.setdefault(below, readable(relative.as_posix()))
        elif path.exists():
            found.setdefault(path, readable(path.name))
        else:
            raise InputError(
                f"{path}: no such file or folder", remedy="Check the path and run again."
            )
    return sorted(found.items(), key=lambda item: (item[1], str(item[0])))


def _opened(path: Path, name: str) -> SignalFile:
    """The file's text. A gzip member may be a bomb: no more than `MOST_BYTES` are read."""
    try:
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            with gzip.open(path) as opened:
                raw = opened.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise FormatRefused("over two gigabytes of text", remedy="Split it by entity or year.")
        return SignalFile(name, raw.decode("utf-8-sig"))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise FormatRefused(
            f"cannot be read: {error}", remedy="Check that it is text, and fetch it again."
        ) from error


def _head(file: SignalFile) -> dict[str, str]:
    """`# key: value` lines at the head; other comments are for people."""
    found = {}
    for line in file.text[:4_000].splitlines():
        if not line.startswith("#"):
            break
        key, colon, value = line.lstrip("# ").partition(":")
        if colon and key.strip().lower() in DECLARABLE and value.strip():
            found[key.strip().lower()] = value.strip()
    return found


def beside(path: Path) -> dict[str, str]:
    """What `<name>.toml` beside a file declares of it; nothing where there is none. Raises
    FormatRefused for one that cannot be read."""
    declaration = path.with_name(path.name + ".toml")
    if not declaration.is_file():
        return {}
    try:
        read = tomllib.loads(declaration.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise FormatRefused(
            f"{declaration.name} beside it cannot be read: {error}",
            remedy="Mend it, or remove it.",
        ) from error
    return {key: str(value) for key, value in read.items()}


def joined(series: Iterable[Series]) -> list[Series]:
    """One series for files that carry on the same one; the first file's name stays.

    Where months lie between them, they stay apart: an array of the time between would be all holes.
    """
    groups: dict[tuple[object, ...], list[Series]] = {}
    for item in series:
        key = (item.entity, item.signal, item.operator, item.unit, item.step, item.scale)
        aligned = item.start % item.step
        normalised = item.source if item.normalised else ""  # each window has its own maximum
        groups.setdefault((*key, aligned, normalised), []).append(item)
    return [_merged(part) for group in groups.values() for part in _near(group)]


def _near(group: list[Series]) -> list[list[Series]]:
    """A series' parts, apart where nothing lies between them for long; files keep their order."""
    spans: list[list[int]] = []
    for item in sorted(group, key=lambda item: item.start):
        if spans and item.start <= spans[-1][1] + FARTHEST_SECONDS:
            spans[-1][1] = max(spans[-1][1], item.end)
        else:
            spans.append([item.start, item.end])
    return [[item for item in group if first <= item.start < last] for first, last in spans]


def _merged(group: list[Series]) -> Series:
    if len(group) == 1:
        return group[0]
    first, step = min(item.start for item in group), group[0].step
    values = np.full((max(item.end for item in group) - first) // step, np.nan)
    for item in group:
        at = (item.start - first) // step
        part = values[at : at + len(item.values)]
        np.copyto(part, item.values, where=~np.isnan(item.values))
    return replace(group[0], start=first, values=values)
