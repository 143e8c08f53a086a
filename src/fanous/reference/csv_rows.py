"""Curated CSV files, read with line numbers and a clear word about what is missing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from fanous.errors import CuratedFileError

__all__ = ["csv_rows"]


def csv_rows(path: Path, *, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row) of a UTF-8 CSV file with a header; BOM and Windows line ends are fine.

    Raises CuratedFileError when the header lacks a required column or the text is not UTF-8.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, restval="")
        try:
            missing = [name for name in required if name not in (reader.fieldnames or ())]
            if missing:
                raise CuratedFileError(
                    path, 1, f"column {missing[0]!r} is missing", remedy="Add it to the header."
                )
            for row in reader:
                yield reader.line_num, {key: value for key, value in row.items() if key}
        except UnicodeDecodeError as error:
            line = _undecodable_line(path)
            raise CuratedFileError(
                path, line, f"not UTF-8 ({error.reason})", remedy="Save it as UTF-8."
            ) from error
        except csv.Error as error:
            raise CuratedFileError(
                path, reader.reader.line_num, str(error), remedy="Check quotes and separators."
            ) from error


def _undecodable_line(path: Path) -> int:
    """The first line that is not UTF-8: text is decoded a block at a time, not a line."""
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 1
