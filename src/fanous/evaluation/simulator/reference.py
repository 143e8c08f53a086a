"""The reference folder of a simulated world: networks, fingerprints, test lists, a trust anchor.

Decides file names and columns, which are those of the real tables. `global` in networks.csv says
that a documentation prefix is ordinary public space in this world; 10.0.0.0/8 is not listed and so
stays a bogon.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from fanous.evaluation.simulator.scenario import FingerprintRow, Scenario, Site

__all__ = ["write_reference"]

_NETWORK_COLUMNS = ("prefix", "asn", "name", "cc", "global")
_FINGERPRINT_COLUMNS = (
    "name",
    "scope",
    "other_names",
    "location_found",
    "pattern_type",
    "pattern",
    "confidence_no_fp",
    "expected_countries",
    "source",
    "exp_url",
    "notes",
)
_TEST_LIST_COLUMNS = (
    "url",
    "category_code",
    "category_description",
    "date_added",
    "source",
    "notes",
)
_CATEGORIES = {
    "COMM": "E-commerce",
    "COMT": "Communication Tools",
    "CULTR": "Culture",
    "GRP": "Social Networking",
    "HUMR": "Human Rights Issues",
    "MMED": "Media sharing",
    "NEWS": "News Media",
    "PUBH": "Public Health",
}
_SOURCE = "fanous-simulator"
_CONFIDENCE = 5
_README = """\
All synthetic: written by Fanous's simulator. No network, site, list or page here exists.

networks.csv          who announces which prefix; global = ordinary public space in this world
fingerprints_*.csv    block pages and forged answers of the invented countries
testlist_*.csv        which sites are tested, everywhere (global) and in one country
trust/*.pem           the root that every simulated certificate chain leads to
"""


def write_reference(folder: Path, scenario: Scenario, *, root_pem: bytes, added: date) -> None:
    """Write every table. `added` is the date that the test lists give for their rows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README").write_text(_README, encoding="utf-8")
    (folder / "trust").mkdir(exist_ok=True)
    (folder / "trust" / "simulated_root.pem").write_bytes(root_pem)
    networks = (
        (prefix, network.asn, network.name, network.cc, "true")
        for network in scenario.networks
        for prefix in network.prefixes
    )
    _write_csv(folder / "networks.csv", _NETWORK_COLUMNS, networks)
    is_dns = [row for row in scenario.fingerprints if row.location == "dns"]
    is_http = [row for row in scenario.fingerprints if row.location != "dns"]
    _write_fingerprints(folder / "fingerprints_dns.csv", is_dns)
    _write_fingerprints(folder / "fingerprints_http.csv", is_http)
    for name in ("global", *(country.cc.lower() for country in scenario.countries)):
        listed = [site for site in scenario.sites if site.listed_in == name]
        _write_test_list(folder / f"testlist_{name}.csv", listed, added=added)


def _write_fingerprints(path: Path, rows: Iterable[FingerprintRow]) -> None:
    cells = (
        (
            row.name,
            row.scope,
            "",
            row.location,
            row.pattern_type,
            row.pattern,
            _CONFIDENCE,
            ",".join(row.countries),
            _SOURCE,
            "",
            row.notes,
        )
        for row in rows
    )
    _write_csv(path, _FINGERPRINT_COLUMNS, cells)


def _write_test_list(path: Path, sites: Iterable[Site], *, added: date) -> None:
    cells = (
        (site.url, site.category, _CATEGORIES[site.category], added.isoformat(), _SOURCE, "")
        for site in sites
    )
    _write_csv(path, _TEST_LIST_COLUMNS, cells)


def _write_csv(path: Path, columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
