"""A reference folder, and the fingerprints that ship with Fanous, as one value with one digest.

Decides which files count (`networks.csv`, `fingerprints_dns.csv`, `fingerprints_http.csv`, Censored
Planet's two signature files, `testlist_*.csv`; each optional; `data/fingerprints/*.csv` always) and
which of them observations lean on: those are in the digest, which is printed on every row, and in
the snapshot that says what the digest stands for. With no folder the probe's own AS numbers serve,
marked. Roots of `trust/*.pem` are only named here: `certificates.trust` reads them, under a digest
of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fanous.errors import CuratedFileError, InputError
from fanous.paths import data_folder
from fanous.reference.fingerprint_tables import FingerprintFile, load_fingerprints
from fanous.reference.fingerprints import DnsFingerprints, Fingerprint, HttpFingerprints
from fanous.reference.networks import Networks, load_networks, open_ip2asn
from fanous.reference.signatures import BLOCKPAGES, FALSE_POSITIVES, load_signatures
from fanous.reference.snapshot import ReferenceFile, digest_of, reference_file, snapshot
from fanous.reference.test_lists import ListedUrl, load_test_list

__all__ = ["Reference", "load_reference"]

ENVIRONMENT = "FANOUS_REFERENCE"
OWN_FINGERPRINTS = "fingerprints"  # of the curated files

_FINGERPRINTS = ("fingerprints_dns.csv", "fingerprints_http.csv")
_SIGNATURES = (BLOCKPAGES, FALSE_POSITIVES)


@dataclass(frozen=True, slots=True)
class Reference:
    """All look-ups, the digest that names them, and the lines that could not be used."""

    digest: str
    networks: Networks = field(default_factory=Networks)
    dns: DnsFingerprints = field(default_factory=DnsFingerprints)
    http: HttpFingerprints = field(default_factory=HttpFingerprints)
    listed: dict[str, ListedUrl] = field(default_factory=dict)
    files: tuple[ReferenceFile, ...] = ()
    refused: tuple[CuratedFileError, ...] = ()
    trust: tuple[Path, ...] = ()  # PEM files of roots that the folder adds

    @property
    def snapshot(self) -> dict[str, object]:
        """What the digest stands for: each file's name, SHA-256, bytes, rows, refused lines."""
        return snapshot(self.files)


def load_reference(folder: Path | None = None, *, ip2asn: Path | None = None) -> Reference:
    """Read a reference folder (default: `FANOUS_REFERENCE`, else none) and an ip2asn file.

    Raises InputError if the folder does not exist, CuratedFileError if a file in it is no table of
    its kind, or a row of networks.csv or of our own is wrong. Fingerprints that can't be used are
    in `refused`; the others serve.
    """
    named = folder or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    if named is not None and not named.is_dir():
        raise InputError(f"{named}: no such folder", remedy="--reference names a folder of tables.")
    files = _files(named) if named else {}
    addresses = open_ip2asn(ip2asn) if ip2asn else None  # before its bytes are asked for a digest
    leant_on = list[ReferenceFile]()
    fingerprints, refused = list[Fingerprint](), list[CuratedFileError]()
    for name, path, found in _fingerprints(files):
        fingerprints += found.rows
        refused += found.refused
        counted = reference_file(name, path, rows=len(found.rows), refused=found.refused)
        leant_on.append(counted)
    networks = load_networks(files["networks.csv"]) if "networks.csv" in files else ()
    if "networks.csv" in files:
        counted = reference_file("networks.csv", files["networks.csv"], rows=len(networks))
        leant_on.append(counted)
    if ip2asn:
        leant_on.append(reference_file("ip2asn", ip2asn))
    distinct = _distinct(fingerprints)
    return Reference(
        digest=digest_of(leant_on),
        networks=Networks(networks, addresses),
        dns=DnsFingerprints(distinct),
        http=HttpFingerprints(distinct),
        listed=_listed(files),
        files=tuple(leant_on),
        refused=tuple(refused),
        trust=_trust(named) if named else (),
    )


def _fingerprints(files: dict[str, Path]) -> Iterator[tuple[str, Path, FingerprintFile]]:
    """Each file of fingerprints: ours, OONI's, then what Censored Planet's add to them."""
    known = list[Fingerprint]()
    for path in sorted((data_folder() / OWN_FINGERPRINTS).glob("*.csv")):
        found = load_fingerprints(path)
        if found.refused:
            raise found.refused[0]
        known += found.rows
        yield f"data/{OWN_FINGERPRINTS}/{path.name}", path, found
    for name in _FINGERPRINTS:
        if name in files:
            found = load_fingerprints(files[name])
            known += found.rows
            yield name, files[name], found
    for name in _SIGNATURES:
        if name in files:
            found = load_signatures(files[name], known)
            known += found.rows
            yield name, files[name], found


def _distinct(rows: Iterable[Fingerprint]) -> tuple[Fingerprint, ...]:
    """The first of rows that look for the same and mean the same: one page, one id."""
    first: dict[tuple[object, ...], Fingerprint] = {}
    for row in rows:
        nowhere = row.kind("")  # what it is worth to a probe of none of its countries
        what = (row.location, row.pattern_type, row.pattern, row.countries, nowhere)
        first.setdefault(what, row)
    return tuple(first.values())


def _listed(files: dict[str, Path]) -> dict[str, ListedUrl]:
    """Listed hosts; the first list of a host counts.

    Lists name categories on pages only, so they are not part of the digest: a new list must not
    have everything read again.
    """
    listed: dict[str, ListedUrl] = {}
    for name, path in files.items():
        if name.startswith("testlist_"):
            listed |= {url.host: url for url in load_test_list(path) if url.host not in listed}
    return listed


def _trust(folder: Path) -> tuple[Path, ...]:
    """PEM files of roots, in order of name."""
    return tuple(sorted((folder / "trust").glob("*.pem")))


def _files(folder: Path) -> dict[str, Path]:
    """The files that count, by name, in order of name."""
    fixed = {"networks.csv", *_FINGERPRINTS, *_SIGNATURES}
    found = {
        path.name: path
        for path in folder.iterdir()
        if path.name in fixed or (path.name.startswith("testlist_") and path.suffix == ".csv")
    }
    found.pop("testlist_categories.csv", None)
    if not found and not _trust(folder):
        raise InputError(
            f"{folder}: no reference tables in this folder",
            remedy="Expected networks.csv, fingerprints_dns.csv, fingerprints_http.csv, "
            f"{BLOCKPAGES}, {FALSE_POSITIVES}, testlist_*.csv or trust/*.pem.",
        )
    return dict(sorted(found.items()))
