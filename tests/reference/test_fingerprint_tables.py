from __future__ import annotations

import csv
from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.paths import data_folder
from fanous.reference.fingerprint_tables import load_fingerprints
from fanous.reference.fingerprints import Fingerprint
from tests.making import fingerprints


def test_reading_a_table(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(
        fingerprints(
            ("id.a", "nat", "body", "contains", "no, entry", "xa, XB"),
            ("id.b", "fp", "Header.Server", "full", "nginx", ""),
        )
    )
    found = load_fingerprints(path)
    assert found.refused == ()
    assert found.rows == (
        Fingerprint("id.a", "nat", "body", "contains", "no, entry", frozenset({"XA", "XB"})),
        Fingerprint("id.b", "fp", "header.server", "full", "nginx", frozenset()),
    )


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (("", "nat", "body", "full", "x", ""), "the name is empty"),
        (("id", "moon", "body", "full", "x", ""), "scope 'moon' is not one of"),
        (("id", "nat", "footer", "full", "x", ""), "location_found 'footer' is unknown"),
        (("id", "nat", "header.", "full", "x", ""), "location_found 'header.' is unknown"),
        (("id", "nat", "", "full", "x", ""), "location_found '' is unknown"),
        (("id", "nat", "body", "glob", "x", ""), "pattern_type 'glob' is unknown"),
        (("id", "nat", "body", "full", "", ""), "the pattern is empty"),
        (("id", "nat", "body", "regexp", "ab(", ""), "not a regular expression"),
        (("id", "nat", "header.server", "regexp", "ab(", ""), "not a regular expression"),
        (("id", "nat", "dns", "regexp", ".*", ""), "no literal text"),
        (("id", "nat", "body", "full", "x", "Atlantis"), "'ATLANTIS' is no country code"),
    ],
)
def test_a_bad_row_is_told_and_the_others_serve(
    tmp_path: Path, bad: tuple[str, str, str, str, str, str], words: str
) -> None:
    path = tmp_path / "f.csv"
    good = ("good", "nat", "body", "full", "x", "")
    path.write_text(fingerprints(good, bad, ("last", "nat", "body", "full", "x", "")))
    found = load_fingerprints(path)
    assert [row.name for row in found.rows] == ["good", "last"]
    (error,) = found.refused
    message = str(error)
    assert message.startswith(f"{path}:3: ")
    assert words in message
    assert error.remedy in message and error.remedy


def test_a_file_that_is_no_such_table(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("name,scope\n")
    with pytest.raises(CuratedFileError, match="column 'location_found' is missing"):
        load_fingerprints(path)


@pytest.mark.parametrize("name", ["dns.csv", "http.csv"])
def test_our_own_fingerprints(name: str) -> None:
    """Each has an id of ours, is used whole, and says where it is from."""
    path = data_folder() / "fingerprints" / name
    found = load_fingerprints(path)
    assert found.refused == () and found.rows
    names = [row.name for row in found.rows]
    assert len(set(names)) == len(names)
    assert all(item.startswith("fanous.") for item in names)
    assert all((row.location == "dns") is (name == "dns.csv") for row in found.rows)
    assert all(row.scope == "fp" or row.countries for row in found.rows)
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert all(row["source"] and row["notes"].endswith(".") for row in rows)


@pytest.mark.parametrize(("kind", "rows"), [("dns", 226), ("http", 1_729)])
def test_every_row_of_the_published_tables_is_used(shared: Path, kind: str, rows: int) -> None:
    found = load_fingerprints(shared / "ooni" / "reference" / f"fingerprints_{kind}.csv")
    assert (len(found.rows), found.refused) == (rows, ())
