"""Make `data/trust` from certifi releases that lie in a folder.

    for version in …; do
        pip download --no-deps --only-binary :all: -d RELEASES certifi==$version
    done
    python -m fanous.certificates.update RELEASES

Run by hand, never when Fanous runs, and it fetches nothing itself. Decides the dates of a root:
from the release that first has it (the first release of all is since ever) to the last that has it
in a row (the newest of all is still trusted). A root that left and came back has two rows. Between
the last release with it and the first without, a root counts as not trusted: the doubt is ours.
"""

from __future__ import annotations

import csv
import re
import sys
import zipfile
from base64 import encodebytes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import fill

from fanous.certificates.pem import certificates_of, subject_of
from fanous.certificates.trust import BUNDLE, COLUMNS, TABLE
from fanous.errors import InputError
from fanous.paths import data_folder

__all__ = ["Release", "main", "periods", "read_release", "write_trust"]

NOTICE = "LICENCE.md"
_WHEEL = re.compile(r"certifi-((\d{4})\.(\d+)\.(\d+)(?:\.\d+)?)-")
_MEMBER = "certifi/cacert.pem"


@dataclass(frozen=True, slots=True)
class Release:
    """A release of the list: its day, and DER by SHA-256."""

    day: date
    version: str
    roots: dict[str, bytes]


def read_release(wheel: Path) -> Release:
    """The roots of one downloaded release. Raises InputError for a file that is none."""
    named = _WHEEL.match(wheel.name)
    if named is None:
        raise InputError(f"{wheel}: not a certifi wheel", remedy="Leave only wheels in the folder.")
    try:
        with zipfile.ZipFile(wheel) as archive:
            text = archive.read(_MEMBER).decode("utf-8", errors="replace")
    except (KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"{wheel}: {error}", remedy="Download this release again.") from error
    roots = {sha256: der for _, sha256, der in certificates_of(text, f"{wheel}!{_MEMBER}")}
    return Release(date(int(named[2]), int(named[3]), int(named[4])), named[1], roots)


def periods(releases: Sequence[Release]) -> Iterator[tuple[str, date | None, date | None]]:
    """SHA-256, first and last day of each stretch of releases that have a root."""
    ordered = sorted(releases, key=lambda release: release.day)
    for sha256 in sorted({name for release in ordered for name in release.roots}):
        within = [sha256 in release.roots for release in ordered]
        start: int | None = None
        for place, inside in enumerate([*within, False]):
            if inside and start is None:
                start = place
            elif not inside and start is not None:
                since = ordered[start].day if start else None
                until = ordered[place - 1].day if place < len(ordered) else None
                yield sha256, since, until
                start = None


def write_trust(folder: Path, releases: Sequence[Release]) -> int:
    """Write bundle, table and licence note; the number of roots."""
    folder.mkdir(parents=True, exist_ok=True)
    roots = {name: der for release in releases for name, der in release.roots.items()}
    subjects = {name: subject_of(der) for name, der in roots.items()}
    blocks = (f"# {subjects[name]}\n{_pem(roots[name])}" for name in sorted(roots))
    (folder / BUNDLE).write_text("\n".join(blocks), encoding="utf-8")
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name, since, until in periods(releases):
            writer.writerow((name, subjects[name], since or "", until or ""))
    (folder / NOTICE).write_text(_notice(releases), encoding="utf-8")
    return len(roots)


def _pem(der: bytes) -> str:
    body = encodebytes(der).decode().replace("\n", "")
    lines = (body[start : start + 64] for start in range(0, len(body), 64))
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


def _notice(releases: Sequence[Release]) -> str:
    versions = ", ".join(item.version for item in sorted(releases, key=lambda item: item.day))
    return f"""\
# Roots that Mozilla trusted, over time

`{BUNDLE}` and `{TABLE}` come from Mozilla's root programme, by way of the `cacert.pem` of these
releases of certifi:

{_wrapped(versions)}

They are under the Mozilla Public License 2.0 (https://www.mozilla.org/MPL/2.0/), as certifi is, and
not under the licence of Fanous. The certificates are untouched; which releases held each was
worked out by `python -m fanous.certificates.update`, which makes these files again.
"""


def _wrapped(text: str) -> str:
    return fill(text, 100)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read every wheel of the folder that is named, and write `data/trust`."""
    (named,) = sys.argv[1:] if arguments is None else arguments
    releases = [read_release(path) for path in sorted(Path(named).glob("*.whl"))]
    if not releases:
        raise InputError(f"{named}: no wheels here", remedy="Download some releases of certifi.")
    count = write_trust(data_folder() / "trust", releases)
    print(f"{count} roots of {len(releases)} releases")


if __name__ == "__main__":
    main()
