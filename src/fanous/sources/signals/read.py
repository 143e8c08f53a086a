"""Files and folders to series: open, find the format by content, read, tell what went wrong.

Decides which files of a folder are asked (`.csv`, `.json`, plain or gzipped), that a file nobody
recognises is a problem and not the end, and how text is decoded (UTF-8, UTF-16 with its mark;
commas, semicolons, tabs). Leaves each format to its module, and files that carry on a series to
`join`.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import tomllib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from fanous.errors import InputError
from fanous.sources.find import readable
from fanous.sources.signals.base import DECLARABLE, FormatRefused, Read, SignalFile, SignalProblem
from fanous.sources.signals.join import joined
from fanous.sources.signals.registry import SIGNAL_FORMATS

__all__ = ["beside", "read_file", "read_signals", "read_text"]

_SUFFIXES = (".csv", ".csv.gz", ".json", ".json.gz")
_ENTITY = re.compile(r"^(country:[A-Z]{2}|asn:\d{1,10}|[a-z]+:\S.*)$")
MOST_BYTES = 2_000_000_000


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
    told = {**(declared or {}), **(beside(path) if path else {}), **_head(file)}
    try:
        file = replace(file, text=_with_commas(file.text), declared=told)
    except csv.Error as error:
        raise FormatRefused(f"not a table: {error}", remedy="Save it as CSV again.") from error
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
        return SignalFile(name, _decoded(raw))
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


def _with_commas(text: str) -> str:
    """The same table with commas, where a spreadsheet has written semicolons or tabs.

    Lines keep their numbers.
    """
    lines = text.splitlines()
    head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    delimiter = next((mark for mark in ";\t" if mark in head and "," not in head), None)
    if delimiter is None or head.lstrip().startswith(("{", "[")):
        return text
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in lines:
        if not line.strip() or line.startswith("#"):
            out.write(line + "\n")
        else:
            writer.writerow(next(csv.reader([line], delimiter=delimiter)))
    return out.getvalue()


def _decoded(raw: bytes) -> str:
    """Text in UTF-8, or in UTF-16 where its mark says so."""
    is_wide = raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return raw.decode("utf-16" if is_wide else "utf-8-sig")
