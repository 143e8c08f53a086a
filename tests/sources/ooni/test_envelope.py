from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fanous.reference.load import load_reference
from fanous.sources.ooni.envelope import PARSER_VERSION, Line, country, record_key
from tests.making import (
    DAY,
    LATEST,
    changed,
    measurement,
    other_measurement,
    postcan,
    read_records,
    read_source,
    tar_bytes,
    to_line,
    uid,
    without,
    write_reference,
)


def test_the_row_of_a_measurement(tmp_path: Path) -> None:
    record = measurement(7)
    row = read_records(tmp_path, record).row()
    line = to_line(record)
    source = hashlib.sha256(line + b"\n").hexdigest()
    assert row["measurement_uid"] == uid(7)
    assert row["line_sha256"] == hashlib.sha256(line).hexdigest()
    assert row["source_id"] == source
    assert (row["member"], row["line"], row["byte_count"]) == (None, 1, len(line))
    expected = {
        "test_name": "web_connectivity",
        "test_version": "0.5.28",
        "input": "https://shop.example/",
        "target": "domain:shop.example",
        "hostname": "shop.example",
        "scheme": "https",
        "start_time_from": "measurement",
        "probe_cc": "XA",
        "probe_asn": 64502,
        "probe_network_name": "Home Net",
        "probe_id": None,
        "resolver_asn": 64501,
        "resolver_ip": "198.51.100.53",
        "network_type": "wifi",
        "platform": "linux",
        "engine_version": "3.26.0",
        "software_name": "ooniprobe-cli",
        "test_runtime": 1.5,
        "probe_blocking": "false",
        "control_failure": None,
        "handled": True,
        "synthetic": False,
        "coerced": [],
        "scrubbed": 0,
        "parser_version": PARSER_VERSION,
        "asn_source": "probe",
        "reference_digest": load_reference().digest,
    }
    assert {name: row[name] for name in expected} == expected


def test_a_published_uid_names_it_else_the_hash_of_its_line(tmp_path: Path) -> None:
    assert read_records(tmp_path, measurement(3)).row()["measurement_uid"] == uid(3)
    for record in (
        without(measurement(), "measurement_uid"),
        measurement() | {"measurement_uid": ""},
        measurement() | {"measurement_uid": None},
    ):
        digest = hashlib.sha256(to_line(record)).hexdigest()
        assert read_records(tmp_path, record).row()["measurement_uid"] == f"sha256:{digest}"


def test_the_member_of_an_archive_names_it(tmp_path: Path) -> None:
    bare = without(measurement(), "measurement_uid")
    names = (f"{uid(1)}.post", f"day/{uid(2)}.post", "odd-name.post", f"{uid(4)}.post")
    records = (bare, bare, bare, measurement(9))
    members = [(name, postcan(item)) for name, item in zip(names, records, strict=True)]
    (tmp_path / "a.tar.gz").write_bytes(tar_bytes(members))
    found = read_source(tmp_path / "a.tar.gz")
    digest = hashlib.sha256(postcan(bare)).hexdigest()
    assert [row["measurement_uid"] for row in found.measurements] == [
        uid(1),
        uid(2),
        f"sha256:{digest}",
        uid(9),
    ]
    assert [row["member"] for row in found.measurements] == list(names)
    assert {row["line"] for row in found.measurements} == {1}


def test_the_same_bytes_in_two_places_are_two_records() -> None:
    sha256 = hashlib.sha256(b"{}").hexdigest()
    keys = {
        record_key(Line(source, member, number, sha256, 2))
        for source in ("a", "b")
        for member in (None, "m")
        for number in (1, 2)
    }
    assert len(keys) == 8
    assert all(0 <= key < 2**63 for key in keys)


@pytest.mark.parametrize(
    ("code", "country_code"),
    [("XA", "XA"), (" xa ", "XA"), (None, "ZZ"), ("", "ZZ"), ("XAA", "ZZ"), ("1A", "ZZ")],
)
def test_country(code: str | None, country_code: str) -> None:
    assert country(code) == country_code


def test_a_missing_country_is_unknown(tmp_path: Path) -> None:
    row = read_records(tmp_path, without(measurement(), "probe_cc", "probe_asn")).row()
    assert (row["probe_cc"], row["probe_asn"]) == ("ZZ", 0)


@pytest.mark.parametrize(
    ("measured", "tested", "start_from"),
    [
        (f"{DAY} 05:06:07", None, "measurement"),
        (None, f"{DAY} 05:06:07", "test"),
        ("1970-01-01 00:00:00", f"{DAY} 05:06:07", "test"),
        ("2099-01-01 00:00:00", f"{DAY} 05:06:07", "test"),
        ("nonsense", f"{DAY} 05:06:07", "test"),
    ],
)
def test_where_the_start_time_comes_from(
    tmp_path: Path, measured: str | None, tested: str | None, start_from: str
) -> None:
    record = measurement() | {"measurement_start_time": measured, "test_start_time": tested}
    found = read_records(tmp_path, record)
    assert found.row()["start_time_from"] == start_from
    assert [parsed.day for parsed in found.parsed] == [DAY]


@pytest.mark.parametrize(
    ("time", "reason", "detail"),
    [
        ("1970-01-01 00:00:00", "implausible_time", "start time '1970-01-01 00:00:00'"),
        ("2011-12-31 23:59:59", "implausible_time", "start time '2011-12-31 23:59:59'"),
        ("2099-12-31 00:00:00", "implausible_time", "start time '2099-12-31 00:00:00'"),
        ("0001-01-01T00:00:00+01:00", "implausible_time", "start time '0001-01-01"),
        ("nonsense", "implausible_time", "start time 'nonsense'"),
        ("", "no_time", "no start time"),
        (None, "no_time", "no start time"),
    ],
)
def test_a_time_that_cannot_be_believed(
    tmp_path: Path, time: str | None, reason: str, detail: str
) -> None:
    record = measurement() | {"measurement_start_time": time, "test_start_time": time}
    reject = read_records(tmp_path, record).reject()
    assert (reject.reason, reject.path, reject.line) == (reason, "measurement_start_time", 1)
    assert reject.detail.startswith(detail)
    assert reject.line_sha256 == hashlib.sha256(to_line(record)).hexdigest()


def test_no_time_is_believed_after_the_latest(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(to_line(measurement()))
    (parsed,) = read_source(path, latest=LATEST).parsed
    start = parsed.rows["measurements"][0][13]
    assert isinstance(start, int)
    assert len(read_source(path, latest=start).parsed) == 1
    assert read_source(path, latest=start - 1).reject().reason == "implausible_time"


def test_the_day_is_that_of_utc(tmp_path: Path) -> None:
    record = measurement() | {"measurement_start_time": "2026-03-04T23:30:00-02:00"}
    assert [parsed.day for parsed in read_records(tmp_path, record).parsed] == ["2026-03-05"]


def test_annotations_may_hold_anything(tmp_path: Path) -> None:
    odd = {"network_type": 7, "platform": ["x"], "engine_version": "v" * 999, "synthetic": True}
    row = read_records(tmp_path, measurement() | {"annotations": odd}).row()
    assert (row["network_type"], row["platform"]) == ("7", None)
    assert row["engine_version"] == "v" * 200
    assert row["synthetic"] is True


@pytest.mark.parametrize(("written", "kept"), [("dns", "dns"), (True, "true"), (None, None)])
def test_the_probes_opinion_is_kept_as_one(
    tmp_path: Path, written: object, kept: str | None
) -> None:
    record = changed(measurement(), "test_keys.blocking", written)
    assert read_records(tmp_path, record).row()["probe_blocking"] == kept


def test_another_test_is_kept_and_not_handled(tmp_path: Path) -> None:
    found = read_records(tmp_path, other_measurement(5, "ndt"))
    row = found.row()
    assert (row["test_name"], row["handled"], row["target"]) == ("ndt", False, "test:ndt")
    assert (row["input"], row["probe_blocking"]) == (None, None)
    assert [name for name in found.parsed[0].rows if found.parsed[0].rows[name]] == ["measurements"]


def test_reference_data_are_named(tmp_path: Path) -> None:
    reference = load_reference(write_reference(tmp_path / "reference"))
    row = read_records(tmp_path, measurement(), reference=reference).row()
    assert (row["asn_source"], row["reference_digest"]) == ("ip2asn", reference.digest)
