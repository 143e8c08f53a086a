from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from fanous.errors import CuratedFileError, InputError
from fanous.reference.load import ENVIRONMENT, load_reference
from tests.making import fingerprints, mmdb, write_reference

DNS = fingerprints(("dns.a", "nat", "dns", "full", "192.0.2.9", "XA"))
HTTP = fingerprints(("http.a", "nat", "body", "contains", "forbidden", "XA"))
LIST = "url,category_code\nhttps://news.example/,NEWS\n"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)


def test_without_a_folder() -> None:
    """Our own fingerprints always serve."""
    reference = load_reference()
    assert not reference.networks.maps_addresses
    assert reference.dns.match(["192.0.2.9"], [], "XA") == ([], None)
    assert reference.dns.match(["10.10.34.36"], [], "IR") == (["fanous.ir_dns_36"], "country")
    assert reference.http.match({"cf-mitigated": "challenge"}, "", "IR")[1] == "false_positive"
    assert reference.listed == {} and reference.refused == ()
    names = [file.name for file in reference.files]
    assert names == ["data/fingerprints/dns.csv", "data/fingerprints/http.csv"]


def test_the_snapshot_says_what_the_digest_stands_for(tmp_path: Path) -> None:
    folder = write_reference(tmp_path / "reference", fingerprints_dns=DNS)
    reference = load_reference(folder)
    content = reference.snapshot
    assert content["digest"] == reference.digest
    files = {file.name: file for file in reference.files}
    raw = (folder / "fingerprints_dns.csv").read_bytes()
    assert files["fingerprints_dns.csv"].sha256 == hashlib.sha256(raw).hexdigest()
    assert files["fingerprints_dns.csv"].rows == 1
    assert files["networks.csv"].rows == 4
    lines = "".join(f"{file.sha256}  {file.name}\n" for file in reference.files)
    assert reference.digest == hashlib.sha256(lines.encode()).hexdigest()


def test_signatures_of_censored_planet(tmp_path: Path) -> None:
    """A pattern that a table has already is not reported under a second id."""
    folder = write_reference(tmp_path / "reference", fingerprints_http=HTTP)
    signatures = (("b_nat_a", "forbidden"), ("a_prod_b", "stop here"), ("zzz", "x"))
    lines = [f'{{"fingerprint": "{name}", "pattern": "{text}"}}' for name, text in signatures]
    (folder / "blockpage_signatures.json").write_text("\n".join(lines))
    marker = '{"fingerprint": "x_any", "pattern": "default page"}'
    (folder / "false_positive_signatures.json").write_text(marker)
    reference = load_reference(folder)
    ids, kind, _ = reference.http.match({}, "forbidden: stop here", "XA")
    assert (ids, kind) == (["censored_planet.a_prod_b", "http.a"], "country")
    assert reference.http.match({}, "forbidden default page", "XA")[1] == "false_positive"
    (error,) = reference.refused
    assert str(error).startswith(f"{folder / 'blockpage_signatures.json'}:3: ")
    refused = {file.name: file.refused for file in reference.files}
    assert len(refused["blockpage_signatures.json"]) == 1
    assert str(folder) not in str(reference.snapshot)


def test_every_table_is_read(tmp_path: Path) -> None:
    folder = write_reference(
        tmp_path / "reference", fingerprints_dns=DNS, fingerprints_http=HTTP, testlist_xa=LIST
    )
    reference = load_reference(folder)
    assert reference.dns.match(["192.0.2.9"], [], "XA") == (["dns.a"], "country")
    assert reference.http.match({}, "it is forbidden", "XB")[:2] == (["http.a"], "abroad")
    assert reference.networks.asn("192.0.2.1") == 64500
    assert reference.listed["news.example"].category == "NEWS"


def test_rows_that_look_for_the_same_and_mean_the_same_are_one(tmp_path: Path) -> None:
    table = fingerprints(
        ("dns.a", "nat", "dns", "full", "192.0.2.9", "XA"),
        ("dns.b", "isp", "dns", "full", "192.0.2.9", "XA"),
        ("dns.c", "nat", "dns", "full", "192.0.2.9", "XB"),
        ("dns.d", "fp", "dns", "full", "192.0.2.9", "XA"),
        ("dns.e", "nat", "dns", "full", "10.10.34.36", "IR"),
    )
    folder = write_reference(tmp_path / "reference", fingerprints_dns=table)
    reference = load_reference(folder)
    ids, kind = reference.dns.match(["192.0.2.9"], [], "XA")
    assert (ids, kind) == (["dns.a", "dns.c", "dns.d"], "false_positive")
    assert reference.dns.match(["10.10.34.36"], [], "IR")[0] == ["fanous.ir_dns_36"]


def test_the_first_list_of_a_host_counts(tmp_path: Path) -> None:
    other = LIST.replace("NEWS", "HUMR")
    folder = write_reference(tmp_path / "reference", testlist_global=LIST, testlist_xa=other)
    assert load_reference(folder).listed["news.example"].category == "NEWS"


def test_the_folder_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_reference(tmp_path / "reference")
    monkeypatch.setenv(ENVIRONMENT, str(folder))
    assert load_reference().digest == load_reference(folder).digest
    monkeypatch.setenv(ENVIRONMENT, "")
    assert not load_reference().networks.maps_addresses


def test_the_digest_is_of_what_observations_lean_on(tmp_path: Path) -> None:
    first = write_reference(tmp_path / "a", fingerprints_dns=DNS)
    second = write_reference(tmp_path / "b", fingerprints_dns=DNS)
    digest = load_reference(first).digest
    assert load_reference(second).digest == digest
    for path in second.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (second / "README.txt").write_text("no table")
    (second / "testlist_xa.csv").write_text(LIST)  # categories are for pages only
    assert load_reference(second).digest == digest
    (second / "fingerprints_dns.csv").rename(second / "fingerprints_http.csv")
    renamed = load_reference(second).digest
    assert renamed != digest
    (second / "fingerprints_http.csv").write_text(HTTP)
    assert load_reference(second).digest not in (digest, renamed)


def test_roots_of_the_folder_are_named_and_change_no_observation(tmp_path: Path) -> None:
    folder = write_reference(tmp_path / "reference")
    digest = load_reference(folder).digest
    assert load_reference(folder).trust == ()
    (folder / "trust").mkdir()
    for name in ("b.pem", "a.pem", "README"):
        (folder / "trust" / name).write_text("")
    reference = load_reference(folder)
    assert [path.name for path in reference.trust] == ["a.pem", "b.pem"]
    assert reference.digest == digest
    for path in folder.glob("*.csv"):
        path.unlink()
    assert load_reference(folder).trust == reference.trust  # roots alone make a folder


def test_an_ip2asn_file_is_part_of_the_digest(tmp_path: Path) -> None:
    path = tmp_path / "asn.mmdb"
    path.write_bytes(mmdb({"192.0.2.0/24": {"autonomous_system_number": 64500}}))
    reference = load_reference(ip2asn=path)
    assert reference.networks.asn("192.0.2.1") == 64500
    path.write_bytes(mmdb({"192.0.2.0/24": {"autonomous_system_number": 64501}}))
    assert load_reference(ip2asn=path).digest != reference.digest
    assert load_reference().digest != reference.digest


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder") as caught:
        load_reference(tmp_path / "nowhere")
    assert "--reference" in caught.value.remedy


def test_a_folder_without_tables(tmp_path: Path) -> None:
    (tmp_path / "testlist_categories.csv").write_text("code\n")
    with pytest.raises(InputError, match="no reference tables") as caught:
        load_reference(tmp_path)
    assert "networks.csv" in caught.value.remedy


def test_a_missing_ip2asn_file(tmp_path: Path) -> None:
    """It was a traceback: its bytes were asked for a digest before it was opened."""
    with pytest.raises(InputError, match="not a MaxMind-format file"):
        load_reference(ip2asn=tmp_path / "nowhere.mmdb")


def test_a_wrong_row_is_told_and_the_others_serve(tmp_path: Path) -> None:
    bad = fingerprints(
        ("dns.a", "nat", "dns", "full", "", "XA"), ("dns.b", "nat", "dns", "full", "192.0.2.9", "")
    )
    folder = write_reference(tmp_path / "reference", fingerprints_dns=bad)
    reference = load_reference(folder)
    (error,) = reference.refused
    assert str(error).startswith(f"{folder / 'fingerprints_dns.csv'}:2: ")
    assert reference.dns.match(["192.0.2.9"], [], "XA")[0] == ["dns.b"]


def test_a_wrong_table_is_named(tmp_path: Path) -> None:
    folder = write_reference(tmp_path / "reference", fingerprints_dns="name\n")
    with pytest.raises(CuratedFileError) as caught:
        load_reference(folder)
    assert str(caught.value).startswith(f"{folder / 'fingerprints_dns.csv'}:1: ")


def test_a_wrong_row_of_our_own_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fingerprints").mkdir()
    path = tmp_path / "fingerprints" / "dns.csv"
    path.write_text(fingerprints(("dns.a", "moon", "dns", "full", "x", "XA")))
    monkeypatch.setattr("fanous.reference.load.data_folder", lambda: tmp_path)
    with pytest.raises(CuratedFileError, match="scope 'moon'"):
        load_reference()
