"""The folder a site is written into: never a stranger's, and usable at every moment.

    FANOUS_SITE.json    says that the folder is ours; `complete` is false while a run writes.
                        Then `key` names the inputs that it was made of (see `inputs`), `files` is
                        a digest of all names and sizes, `counts` what was written
    index.html  index~*.csv  fa/  cc/  m/  static/

Decides that each file is replaced whole, that files of an earlier run are removed only after the
new ones are there, and which files are ours: those with our suffixes in our folders. A cut leaves
pages of two runs side by side, each whole; the next run puts that right. Files are not fsynced one
by one: a site is made again from its store in seconds, and thousands of fsyncs take minutes. A site
is whole if each file is there in the size it was written in; what somebody changed within a file
without a change of its size is not noticed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from fanous import __version__
from fanous.errors import StoreError, StoreFullError, UsageError

__all__ = ["MARKER", "SiteFolder", "finished"]

MARKER = "FANOUS_SITE.json"
FORMAT = 1
NOTHING: Mapping[str, int] = MappingProxyType({})
_OUR_FOLDERS = ("cc", "event", "m", "fa", "static", "register")
_OUR_FILES = ("index*", "events.*", "connectivity.csv")
_OUR_SUFFIXES = {".html", ".csv", ".css", ".ics", ".atom", ".tmp"}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class SiteFolder:
    """A site being written. Raises UsageError for a folder that holds something else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: set[str] = set()
        self._made: set[Path] = set()
        self._refuse_strangers()
        self._mark(complete=False)

    def _refuse_strangers(self) -> None:
        if not self.folder.exists() or (self.folder / MARKER).is_file():
            return
        if not self.folder.is_dir() or any(
            not path.name.startswith(".") for path in self.folder.iterdir()
        ):
            raise UsageError(
                f"{self.folder}: not empty and not a Fanous report",
                remedy="Name an empty or new folder for --out. Nothing was changed.",
            )

    def _mark(self, *, complete: bool, **more: object) -> None:
        made_by = f"Fanous {__version__}"
        marker = {"format": FORMAT, "made_by": made_by, "complete": complete, **more}
        self._replace(MARKER, (json.dumps(marker, indent=1) + "\n").encode())

    def write(self, path: str, content: bytes) -> None:
        """Put a file at a path within the site, whole or not at all."""
        self._replace(path, content)
        self.written.add(path)

    def _replace(self, path: str, content: bytes) -> None:
        goal = self.folder / path
        temporary = goal.with_name(f".{os.getpid()}.{goal.name[:80]}.tmp")
        try:
            self._make(goal.parent)
            temporary.write_bytes(content)
            temporary.replace(goal)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            if error.errno in _NO_ROOM:
                raise StoreFullError(
                    f"{self.folder}: no room left for the report",
                    remedy="Free some space and run the same command again; the store is intact.",
                ) from error
            raise StoreError(
                f"{goal}: cannot be written ({error.strerror})",
                remedy="Check that the report's folder may be written to.",
            ) from error

    def _make(self, parent: Path) -> None:
        """Make a folder once; a link in its place would lead out of the site."""
        if parent in self._made:
            return
        parent.mkdir(parents=True, exist_ok=True)
        if parent != self.folder and not parent.resolve().is_relative_to(self.folder.resolve()):
            raise UsageError(
                f"{parent}: a link that leads out of the report",
                remedy="Remove the link, or name another folder for --out.",
            )
        self._made.add(parent)

    def finish(self, key: str = "", counts: Mapping[str, int] = NOTHING) -> int:
        """Remove what earlier runs left, and say that the site is whole; how many were removed.

        `key` and `counts` are kept for `finished`.
        """
        removed = 0
        for path in _ours(self.folder):
            if path.relative_to(self.folder).as_posix() not in self.written:
                path.unlink(missing_ok=True)
                removed += 1
        self._remove_empty()
        files = _files(self.folder)
        self._mark(complete=True, key=key, files=files, counts=dict(counts))
        return removed

    def _remove_empty(self) -> None:
        for name in _OUR_FOLDERS:
            ours = self.folder / name
            for path in sorted([ours, *ours.rglob("*")], reverse=True):
                if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
                    path.rmdir()

    def counts(self) -> Counter[str]:
        """Files written, by suffix."""
        return Counter(Path(path).suffix for path in self.written)


def finished(folder: Path, key: str) -> Mapping[str, int] | None:
    """The counts of a whole site that was made of the inputs of this key, else None."""
    try:
        marker = json.loads((folder / MARKER).read_bytes())
        made = (marker["format"], marker["complete"], marker["key"])
        if made != (FORMAT, True, key) or marker["files"] != _files(folder):
            return None
        return {str(name): int(count) for name, count in marker["counts"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # an older or a damaged marker: the site is made again


def _ours(folder: Path) -> list[Path]:
    found = [path for name in _OUR_FILES for path in folder.glob(name) if path.is_file()]
    found += folder.glob(".*.tmp")
    for name in _OUR_FOLDERS:
        if not (folder / name).is_symlink():
            found += (path for path in (folder / name).rglob("*") if path.is_file())
    return sorted(path for path in found if path.suffix in _OUR_SUFFIXES)


def _files(folder: Path) -> str:
    """SHA-256 of the names and sizes of a site's files, in hex."""
    listed = (
        f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\n" for path in _ours(folder)
    )
    return hashlib.sha256("".join(listed).encode()).hexdigest()
