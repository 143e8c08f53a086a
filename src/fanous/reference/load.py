"""A reference folder as one value with one digest.

Decides which files count (`networks.csv`, `fingerprints_dns.csv`, `fingerprints_http.csv`,
`testlist_*.csv`; each optional) and how what observations lean on is named: SHA-256 over names and
bytes, printed on every row that leans on it. With no folder the digest is that of nothing, and the
probe's own AS numbers serve, marked.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from fanous.errors import InputError
from fanous.reference.fingerprints import (
    DnsFingerprints,
    Fingerprint,
    HttpFingerprints,
    load_fingerprints,
)
from fanous.reference.networks import Networks, load_networks, open_ip2asn
from fanous.reference.test_lists import ListedUrl, load_test_list

__all__ = ["Reference", "load_reference"]

ENVIRONMENT = "FANOUS_REFERENCE"


@dataclass(frozen=True, slots=True)
class Reference:
    """All look-ups, and the digest that names them."""

    digest: str
    networks: Networks = field(default_factory=Networks)
    dns: DnsFingerprints = field(default_factory=DnsFingerprints)
    http: HttpFingerprints = field(default_factory=HttpFingerprints)
    listed: dict[str, ListedUrl] = field(default_factory=dict)


def load_reference(folder: Path | None = None, *, ip2asn: Path | None = None) -> Reference:
    """Read a reference folder (default: `FANOUS_REFERENCE`, else none) and an ip2asn file.

    Raises InputError if the folder does not exist, CuratedFileError if a file in it is wrong.
    """
    named = folder or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    if named is not None and not named.is_dir():
        raise InputError(f"{named}: no such folder", remedy="--reference names a folder of tables.")
    files = _files(named) if named else {}
    addresses = open_ip2asn(ip2asn) if ip2asn else None  # before its bytes are asked for a digest
    networks = load_networks(files["networks.csv"]) if "networks.csv" in files else ()
    listed: dict[str, ListedUrl] = {}
    for name, path in files.items():
        if name.startswith("testlist_"):
            listed |= {url.host: url for url in load_test_list(path) if url.host not in listed}
    return Reference(
        digest=_digest(files, ip2asn),
        networks=Networks(networks, addresses),
        dns=DnsFingerprints(_fingerprints(files, "fingerprints_dns.csv")),
        http=HttpFingerprints(_fingerprints(files, "fingerprints_http.csv")),
        listed=listed,
    )


def _fingerprints(files: dict[str, Path], name: str) -> tuple[Fingerprint, ...]:
    return load_fingerprints(files[name]) if name in files else ()


def _files(folder: Path) -> dict[str, Path]:
    """The files that count, by name, in order of name."""
    fixed = {"networks.csv", "fingerprints_dns.csv", "fingerprints_http.csv"}
    found = {
        path.name: path
        for path in folder.iterdir()
        if path.name in fixed or (path.name.startswith("testlist_") and path.suffix == ".csv")
    }
    found.pop("testlist_categories.csv", None)
    if not found:
        raise InputError(
            f"{folder}: no reference tables in this folder",
            remedy="Expected networks.csv, fingerprints_dns.csv, fingerprints_http.csv or "
            "testlist_*.csv.",
        )
    return dict(sorted(found.items()))


def _digest(files: dict[str, Path], ip2asn: Path | None) -> str:
    """SHA-256 over the name and the content hash of each file that an observation leans on.

    Test lists name categories on pages only: a new list must not have everything read again.
    """
    digest = hashlib.sha256()
    parsed = [(name, path) for name, path in files.items() if not name.startswith("testlist_")]
    for name, path in [*parsed, *([("ip2asn", ip2asn)] if ip2asn else [])]:
        digest.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return digest.hexdigest()
