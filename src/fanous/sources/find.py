"""Which files of the named paths are sources, in a fixed order, and what each is called.

Decides that a folder is walked for files with a source's ending (and for tables, if their header is
one that is read: folders hold many others), that files of signals are told apart by their head and
go another way, that others are counted and left, and that a source is called by its path below what
was named: never by a path of this machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fanous.errors import InputError
from fanous.sources.lines import SUFFIXES
from fanous.sources.signals.known import is_signal_file
from fanous.sources.tables.known import is_known_table, is_table_name

__all__ = ["Found", "SourceFile", "find_sources", "readable"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read; `name` is what messages and manifests call it.

    `byte_count` is its size when it was found, 0 if it is gone since: whoever reads it will say so.
    """

    path: Path
    name: str
    byte_count: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The sources of measurements, the files in named folders that are none, and the signals."""

    sources: tuple[SourceFile, ...]
    ignored: tuple[str, ...]
    signals: tuple[SourceFile, ...] = ()


def find_sources(paths: Iterable[Path]) -> Found:
    """Sources below `paths`, sorted by name. Raises InputError for a path that does not exist."""
    sources: dict[Path, str] = {}
    signals: dict[Path, str] = {}
    ignored: list[str] = []
    for path in paths:
        if path.is_dir():
            _walk(path, sources, signals, ignored)
        elif path.exists():
            is_signal = not _is_table(path) and is_signal_file(path, named=True)
            kind = signals if is_signal else sources
            kind.setdefault(path, readable(path.name))
        else:
            raise InputError(
                f"{path}: no such file or folder", remedy="Check the path and run again."
            )
    return Found(_ordered(sources), tuple(sorted(ignored)), _ordered(signals))


def _is_table(path: Path) -> bool:
    """Whether a file is a table of measurements."""
    return is_table_name(path.name) and is_known_table(path)


def _ordered(named: dict[Path, str]) -> tuple[SourceFile, ...]:
    found = (SourceFile(path, name, _size(path)) for path, name in named.items())
    return tuple(sorted(found, key=lambda source: (source.name, str(source.path))))


def _size(path: Path) -> int:
    """Bytes of a file; 0 for one that was removed meanwhile, or may not be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _walk(
    folder: Path, sources: dict[Path, str], signals: dict[Path, str], ignored: list[str]
) -> None:
    """Every file below a folder that has a source's ending; hidden ones are passed over."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if not path.is_file() or any(part.startswith(".") for part in relative.parts):
            continue
        if _is_table(path):
            sources.setdefault(path, readable(relative.as_posix()))
        elif is_signal_file(path):
            signals.setdefault(path, readable(relative.as_posix()))
        elif path.name.endswith(SUFFIXES):
            sources.setdefault(path, readable(relative.as_posix()))
        else:
            ignored.append(readable(relative.as_posix()))


def readable(name: str) -> str:
    """A file's name as text: bytes that are not UTF-8 become U+FFFD, for a table or a terminal."""
    return os.fsencode(name).decode("utf-8", "replace")
