"""The truth of a scenario as a JSON file, and back.

Decides its spelling: one object, times in RFC 3339 UTC, null where an event is open. Leaves what is
true to `truth`.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from fanous.errors import CuratedFileError
from fanous.evaluation.countries.truth import Truth

__all__ = ["read_truth_file", "write_truth_file"]


def write_truth_file(path: Path, truth: Truth) -> None:
    """Write truth.json: readable, equal bytes for equal truth."""
    packed = msgspec.json.format(msgspec.json.encode(truth), indent=1)
    path.write_bytes(packed + b"\n")


def read_truth_file(path: Path) -> Truth:
    """The truth that was written. Raises CuratedFileError for anything else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Truth)
    except (OSError, msgspec.MsgspecError) as error:
        remedy = "Name a truth.json that `fanous simulate --scenario` wrote."
        raise CuratedFileError(
            path, 1, f"no truth of a scenario ({error})", remedy=remedy
        ) from error
