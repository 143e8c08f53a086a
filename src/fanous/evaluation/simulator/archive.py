"""The raw archive on disk: gzipped JSON lines under OONI's path layout.

Decides paths, which measurements share a file, and that the same records give the same bytes (no
time stamp or name in the gzip header, fixed order, fixed level).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from fanous.evaluation.simulator.schedule import HOURS_A_BLOCK
from fanous.evaluation.simulator.wire import Json

__all__ = ["archive_path", "write_archive", "write_gzip_lines"]

_GZIP_LEVEL = zlib.Z_DEFAULT_COMPRESSION


def archive_path(*, cc: str, test_name: str, session_started: datetime) -> str:
    """Where a session's measurements lie, below the archive's root."""
    hour = session_started.hour // HOURS_A_BLOCK * HOURS_A_BLOCK
    test = test_name.replace("_", "")
    bucket = f"{session_started:%Y%m%d}{hour:02d}"
    folder = f"raw/{session_started:%Y%m%d}/{hour:02d}/{cc}/{test}"
    return f"{folder}/{bucket}_{cc}_{test}.n1.0.jsonl.gz"


def write_archive(root: Path, measurements: Mapping[str, Iterable[Json]]) -> int:
    """Write each path's measurements; the number of files written."""
    encoder = msgspec.json.Encoder()
    for path, rows in sorted(measurements.items()):
        write_gzip_lines(root / path, (encoder.encode(row) for row in rows))
    return len(measurements)


def write_gzip_lines(path: Path, lines: Iterable[bytes], *, level: int = _GZIP_LEVEL) -> None:
    """Write lines to a gzip file whose bytes depend on nothing but the lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open("wb") as handle,
        gzip.GzipFile(
            filename="", mode="wb", fileobj=handle, mtime=0, compresslevel=level
        ) as packed,
    ):
        for line in lines:
            packed.write(line + b"\n")
