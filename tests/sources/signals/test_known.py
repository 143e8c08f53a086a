from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from fanous.sources.find import find_sources
from fanous.sources.signals.known import is_signal_file
from fanous.sources.tables.obs_web import ObsWebTable
from tests.making import measurement, write_source

PLAIN = "time_utc,probing\n2026-01-01T00:00:00Z,5\n"


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("a.csv", "# entity: country:XA\n" + PLAIN, True),
        ("a.csv.gz", "# entity: country:XA\n" + PLAIN, True),
        ("country_XA.csv", PLAIN, True),
        ("a.csv", PLAIN, False),  # whose is it?
        ("truth.csv", "cc,asn,target\nXA,1,x\n", False),
        ("a.txt", "# entity: country:XA\n" + PLAIN, False),
        ("a.csv", "", False),
        ("a.json", '{"data": [[{"entityFqid": "geo.provider/XA", "nativeStep": 300}]]}', True),
        ("a.json", '{"test_keys": {}, "x": "v4_prefixes_ris, entityFqid"}', False),
        ("a.csv.gz", "not gzip after all", False),
    ],
)
def test_what_is_a_signal_file(tmp_path: Path, name: str, text: str, is_one: bool) -> None:
    path = put(tmp_path, name, text)
    if "not gzip" in text:
        path.write_bytes(b"\x1f\x8b\x08broken")
    assert is_signal_file(path) is is_one


def test_a_named_table_may_leave_it_to_the_caller(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", PLAIN)
    assert is_signal_file(path, named=True)
    (tmp_path / "a.csv.toml").write_text('entity = "country:XA"\n')
    assert is_signal_file(path)
    assert not is_signal_file(tmp_path / "nowhere.csv", named=True)


def test_a_table_of_measurements_is_none_though_a_time_comes_first(tmp_path: Path) -> None:
    path = put(tmp_path, "country_XA.csv", "time,measurement_uid,test_name,input\n")
    assert is_signal_file(path)
    found = find_sources([path])
    assert [source.name for source in found.signals] == ["country_XA.csv"]
    needed = sorted(ObsWebTable().needed)
    path = put(tmp_path, "country_XB.csv", ",".join(["time", *needed]) + "\n")
    found = find_sources([path])
    assert [source.name for source in found.sources] == ["country_XB.csv"]
    assert not found.signals


def test_a_folder_of_both_is_told_apart(tmp_path: Path) -> None:
    write_source(tmp_path / "raw.jsonl", [measurement(1)])
    write_source(tmp_path / "one.json", [measurement(2)])
    put(tmp_path, "a.csv", "# entity: country:XA\n" + PLAIN)
    put(tmp_path, "other.csv", "name,value\nx,1\n")
    found = find_sources([tmp_path])
    assert [source.name for source in found.sources] == ["one.json", "raw.jsonl"]
    assert [source.name for source in found.signals] == ["a.csv"]
    assert found.ignored == ("other.csv",)
