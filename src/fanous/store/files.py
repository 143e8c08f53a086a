"""Writing so that a cut at any moment leaves the old or the new, never a half.

Decides the order: write beside, fsync, rename, fsync the folder. A full disk becomes StoreFullError
with what was committed intact.
"""

from __future__ import annotations

import errno
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from fanous.errors import StoreError, StoreFullError

__all__ = ["read_json", "write_atomically", "write_json"]

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`: all of it or none. Raises StoreFullError when there is no room."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):  # where the folder is a file, there is nothing to remove either
            temporary.unlink(missing_ok=True)
        if error.errno in _NO_ROOM:
            raise StoreFullError(
                f"{path.parent}: no room left ({len(data)} bytes wanted)",
                remedy="Free some space and run the same command again; nothing stored was lost.",
            ) from error
        raise StoreError(
            f"{path}: cannot be written ({error.strerror})",
            remedy="Check that the store's folder may be written to.",
        ) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, value: object) -> None:
    """Write JSON with keys in order, so that equal values are equal bytes."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(path, (text + "\n").encode())


def read_json(path: Path) -> Any:
    """Read a JSON file of the store. Raises StoreError if it is damaged."""
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        raise StoreError(
            f"{path}: damaged ({error})",
            remedy="Remove this file and run ingest again: it is rebuilt from the raw source.",
        ) from error
