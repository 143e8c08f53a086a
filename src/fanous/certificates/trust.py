"""Which roots were trusted on a day: Mozilla's over time, and those of a reference folder.

Decides what is a root and between which dates. `data/trust` holds the union of Mozilla's roots
(`certificates.update` made it from the certifi releases); a reference folder may add roots of its
own in `trust/*.pem`, trusted on every day and marked. A wrong file stops with its line. Leaves to
`certificates.validate` what a chain to a root means.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fanous.certificates.pem import certificates_of, read_text, subject_of
from fanous.errors import CuratedFileError
from fanous.paths import data_folder

__all__ = ["BUNDLE", "COLUMNS", "MOZILLA", "OWN", "TABLE", "Root", "TrustStore", "load_trust"]

BUNDLE, TABLE = "roots.pem", "roots.csv"
COLUMNS = ("sha256", "subject", "from", "until")
MOZILLA, OWN = "mozilla", "reference"

_UPDATE = "Make the folder again: python -m fanous.certificates.update."


@dataclass(frozen=True, slots=True)
class Root:
    """A root, from its first to its last day in the store; None is since ever, or still."""

    sha256: str
    der: bytes
    since: date | None
    until: date | None
    origin: str  # MOZILLA, or OWN for a root of a reference folder

    def trusted(self, day: date) -> bool:
        """Whether the root was in the store on this day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Every root that was ever trusted, in order of hash, and the digest of it all."""

    roots: tuple[Root, ...]
    digest: str

    def era(self, day: date) -> tuple[int, ...]:
        """The places in `roots` of those that were trusted on a day."""
        return tuple(place for place, root in enumerate(self.roots) if root.trusted(day))


def load_trust(own: Iterable[Path] = (), *, folder: Path | None = None) -> TrustStore:
    """The store that ships with Fanous, and the roots of `own`: PEM files of a reference folder.

    Raises CuratedFileError, with file and line, for a file that is wrong.
    """
    bundled = _bundled(folder or data_folder() / "trust")
    added = [root for path in own for root in _own(path)]
    return _store([*bundled, *added])


def _store(roots: Iterable[Root]) -> TrustStore:
    """Roots in an order of their own, each row once."""
    ordered = sorted(set(roots), key=lambda root: (root.sha256, root.origin, str(root.since)))
    lines = (
        f"{root.sha256},{root.since or ''},{root.until or ''},{root.origin}\n" for root in ordered
    )
    return TrustStore(tuple(ordered), hashlib.sha256("".join(lines).encode()).hexdigest())


def _bundled(folder: Path) -> list[Root]:
    """The roots of the bundle with the dates of the table; each must have the other."""
    bundle, table = folder / BUNDLE, folder / TABLE
    found = {
        sha256: (line, der) for line, sha256, der in certificates_of(read_text(bundle), bundle)
    }
    roots, dated = [], set()
    for line, row in _rows(table):
        sha256 = row["sha256"]
        if sha256 not in found:
            raise CuratedFileError(
                table, line, f"no root of {BUNDLE} has SHA-256 {sha256!r}", remedy=_UPDATE
            )
        since, until = _day(table, line, row["from"]), _day(table, line, row["until"])
        if since and until and until < since:
            raise CuratedFileError(
                table, line, f"until {until} is before from {since}", remedy=_UPDATE
            )
        roots.append(Root(sha256, found[sha256][1], since, until, MOZILLA))
        dated.add(sha256)
    for sha256, (line, _) in found.items():
        if sha256 not in dated:
            raise CuratedFileError(bundle, line, f"this root has no row in {TABLE}", remedy=_UPDATE)
    return roots


def _own(path: Path) -> Iterator[Root]:
    """The roots of a file that somebody adds: each must be readable."""
    for line, sha256, der in certificates_of(read_text(path), path):
        try:
            subject_of(der)
        except ValueError as error:
            raise CuratedFileError(
                path, line, f"not a certificate ({error})", remedy="Replace it, or remove it."
            ) from error
        yield Root(sha256, der, None, None, OWN)


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The table's rows with their lines."""
    reader = csv.DictReader(read_text(table).splitlines(), restval="")
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise CuratedFileError(table, 1, f"the columns must be {','.join(COLUMNS)}", remedy=_UPDATE)
    for row in reader:
        yield reader.line_num, row


def _day(path: Path, line: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CuratedFileError(
            path, line, f"{text!r} is no date", remedy="Write YYYY-MM-DD, or leave it empty."
        ) from None
