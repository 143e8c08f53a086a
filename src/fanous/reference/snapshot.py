"""What a reference digest stands for: each file's name, SHA-256, size, rows.

Decides how what observations lean on is named: SHA-256 over the lines `<sha256>  <name>` of the
files that count, in order. Whoever holds a snapshot can check each file and the digest with
sha256sum. Leaves where snapshots are kept to the store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fanous.errors import CuratedFileError

__all__ = ["ReferenceFile", "digest_of", "reference_file", "snapshot"]


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """One file that observations lean on. `rows` is None where rows are not counted."""

    name: str
    sha256: str
    byte_count: int
    rows: int | None = None
    refused: tuple[str, ...] = ()


def reference_file(
    name: str,
    path: Path,
    *,
    rows: int | None = None,
    refused: Iterable[CuratedFileError] = (),
) -> ReferenceFile:
    """A file by its content; `name` is what it is called wherever it lies.

    Lines that could not be used are told without the folder: a store is for others to read.
    """
    raw = path.read_bytes()
    told = tuple(str(error.what).replace(str(path), name, 1) for error in refused)
    return ReferenceFile(name, hashlib.sha256(raw).hexdigest(), len(raw), rows, told)


def digest_of(files: Iterable[ReferenceFile]) -> str:
    """The one digest that names these files, in hex."""
    lines = "".join(f"{file.sha256}  {file.name}\n" for file in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def snapshot(files: Iterable[ReferenceFile]) -> dict[str, object]:
    """What a digest stands for, as it is written to the store (without the date of loading)."""
    listed = tuple(files)
    return {
        "digest": digest_of(listed),
        "files": [
            {
                "name": file.name,
                "sha256": file.sha256,
                "bytes": file.byte_count,
                "rows": file.rows,
                "refused": list(file.refused),
            }
            for file in listed
        ],
    }
