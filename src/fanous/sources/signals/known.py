"""Which files of a folder are signals: told by their head, before anybody reads them whole.

Decides that a table of `time,value` among other files is one only where its head, its name or a
declaration beside it says whose it is: folders hold many tables with a date in front. A record of
OONI's is never one. Leaves reading to `read`.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from fanous.sources.signals.base import SignalFile
from fanous.sources.signals.registry import SIGNAL_FORMATS

__all__ = ["SUFFIXES", "is_signal_file"]

SUFFIXES = (".csv", ".csv.gz", ".json", ".json.gz")
_HEAD_BYTES = 65_536
_OF_OONI = '"test_keys"'
_DECLARED = "# entity:"


def is_signal_file(path: Path, *, named: bool = False) -> bool:
    """Whether a file is a signal's by name and head. `named` ones may leave it to the caller to
    declare whose they are. Raises nothing for what the file holds."""
    if not path.name.endswith(SUFFIXES):
        return False
    head = _head(path)
    if not head.strip() or _OF_OONI in head:
        return False
    file = SignalFile(path.name, head)
    known = next((each.name for each in SIGNAL_FORMATS.values() if each.recognises(file)), None)
    if known != "plain":
        return known is not None
    lies_beside = path.with_name(path.name + ".toml").is_file()
    return named or lies_beside or _DECLARED in head or not file.entity().startswith("file:")


def _head(path: Path) -> str:
    """The first characters of a file, empty if it cannot be read."""
    try:
        with path.open("rb") as plain:
            head = plain.read(_HEAD_BYTES)
        if head[:2] == b"\x1f\x8b":
            with gzip.open(path) as opened:
                head = opened.read(_HEAD_BYTES)
    except (OSError, EOFError, zlib.error):
        return ""
    return head.decode("utf-8", "ignore").removeprefix("\ufeff")
