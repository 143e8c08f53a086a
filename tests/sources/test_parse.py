"""Whatever a line holds, it becomes a measurement or a named reject; nothing else, ever."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.model.reject import RejectReason
from fanous.model.tables import TABLES
from fanous.sources import parse
from fanous.sources.base import Steps
from fanous.sources.ooni.web_connectivity import WebConnectivityTest
from fanous.sources.ooni.wire import WebConnectivity
from fanous.sources.registry import NETTESTS
from fanous.store.arrow import arrow_table
from tests.making import (
    DAY,
    FUZZ,
    Read,
    changed,
    measurement,
    other_measurement,
    paths_of,
    postcan,
    read_records,
    read_source,
    tar_bytes,
    to_line,
)
from tests.making_services import telegram

GOOD = measurement()
MAIN = "measurements"
GOOD_LINE = to_line(GOOD)


def sound(found: Read) -> None:
    """Every row fits its table, and nothing broke the parser."""
    for parsed in found.parsed:
        assert len(parsed.day) == 10
        assert len(parsed.rows["measurements"]) == 1
        for name, rows in parsed.rows.items():
            assert all(len(row) == len(TABLES[name].columns) for row in rows)
            table = arrow_table(TABLES[name], rows)
            table.validate(full=True)
            assert table.num_rows == len(rows)
    for reject in found.rejects:
        assert reject.reason is not RejectReason.INTERNAL, reject
        assert reject.detail
        (reject.detail + reject.path + (reject.member or "")).encode()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parse")


def read_line(folder: Path, data: bytes) -> Read:
    (folder / "a.jsonl").write_bytes(data)
    found = read_source(folder / "a.jsonl", source_id="0" * 64)
    sound(found)
    return found


def test_measurements_and_rejects_come_in_the_order_of_lines(folder: Path) -> None:
    found = read_records(folder, GOOD, b"nonsense", other_measurement(1), b"[]", b'{"a":1}')
    assert [row["line"] for row in found.measurements] == [1, 3]
    assert [(reject.line, str(reject.reason)) for reject in found.rejects] == [
        (2, "not_json"),
        (4, "not_a_measurement"),
        (5, "not_a_measurement"),
    ]
    assert [parsed.probe_cc for parsed in found.parsed] == ["XA", "XA"]
    assert {parsed.day for parsed in found.parsed} == {DAY}


@pytest.mark.parametrize(("lines", "size"), [(1, 1 << 20), (2, 1 << 20), (3, 1 << 20), (100, 1)])
def test_how_many_lines_are_read_at_a_time_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lines: int, size: int
) -> None:
    def read() -> tuple[list[Any], list[Any]]:
        records = [GOOD, b"nonsense", other_measurement(1), b"[]", GOOD, telegram(), b"{", GOOD]
        found = read_records(folder, *records)
        sound(found)
        return [item.rows for item in found.parsed], found.rejects

    whole = read()
    assert (len(whole[0]), len(whole[1])) == (5, 3)
    monkeypatch.setattr(parse, "_BATCH_LINES", lines)
    monkeypatch.setattr(parse, "_BATCH_BYTES", size)
    assert read() == whole


@pytest.mark.parametrize("after", [0, 1])
def test_a_parser_that_breaks_midway_costs_one_line(folder: Path, after: int) -> None:
    """Records go through it side by side; the others must not feel it."""

    class Breaking(WebConnectivityTest):
        def observe(self, message: WebConnectivity, *rest: Any) -> Steps:
            for number, step in enumerate(super().observe(message, *rest)):
                if message.input == "bad" and number == after:
                    raise KeyError("broken")
                yield step

    bad = changed(GOOD, "input", "bad")
    whole = read_records(folder, GOOD, other_measurement(1), GOOD)
    with patch.dict(NETTESTS, {"web_connectivity": Breaking()}):
        found = read_records(folder, GOOD, bad, other_measurement(1), bad, GOOD)
    assert [str(reject.reason) for reject in found.rejects] == ["internal", "internal"]
    assert [(reject.line, reject.detail) for reject in found.rejects] == [
        (2, "KeyError: 'broken'"),
        (4, "KeyError: 'broken'"),
    ]
    assert [
        {name: [row[1:] for row in rows] for name, rows in item.rows.items() if name != MAIN}
        for item in found.parsed
    ] == [
        {name: [row[1:] for row in rows] for name, rows in item.rows.items() if name != MAIN}
        for item in whole.parsed
    ]


@pytest.mark.parametrize(
    ("line", "reason", "detail", "path"),
    [
        (b"nonsense", "not_json", "Expecting value", ""),
        (GOOD_LINE[:-1], "not_json", "", ""),
        (GOOD_LINE + b"}", "not_json", "Extra data", ""),
        (b"[1]", "not_a_measurement", "not an object", ""),
        (b"null", "not_a_measurement", "not an object", ""),
        (b'"text"', "not_a_measurement", "not an object", ""),
        (b"{}", "not_a_measurement", "no test_name", "test_name"),
        (b'{"test_name": null}', "not_a_measurement", "no test_name", "test_name"),
        (b'{"test_name": ["web_connectivity"]}', "not_a_measurement", "no test_name", "test_name"),
        (b'{"test_name": "ndt"}', "no_time", "no start time", "measurement_start_time"),
        (GOOD_LINE.decode().encode("utf-16"), "not_json", "", ""),
    ],
)
def test_what_is_refused_says_why(
    folder: Path, line: bytes, reason: str, detail: str, path: str
) -> None:
    reject = read_line(folder, line).reject()
    assert (str(reject.reason), reject.line, reject.path) == (reason, 1, path)
    assert detail in reject.detail
    assert reject.line_sha256 == hashlib.sha256(line.rstrip(b"\r\n")).hexdigest()
    assert reject.byte_count == len(line)
    assert (reject.source_id, reject.member) == ("0" * 64, None)


def test_postcans_are_unwrapped(folder: Path) -> None:
    bare = json.dumps(GOOD, indent=1).encode()
    wrapped = postcan(other_measurement(1))
    data = tar_bytes([("a.post", wrapped), ("b.post", bare), ("c.post", b"{}"), ("d.post", b"")])
    (folder / "a.tar.gz").write_bytes(data)
    found = read_source(folder / "a.tar.gz")
    sound(found)
    assert [(row["member"], row["test_name"]) for row in found.measurements] == [
        ("a.post", "ndt"),
        ("b.post", "web_connectivity"),
    ]
    assert found.measurements[0]["line_sha256"] == hashlib.sha256(wrapped).hexdigest()
    assert [(reject.member, str(reject.reason)) for reject in found.rejects] == [
        ("c.post", "not_a_measurement"),
        ("d.post", "not_json"),
    ]


def test_a_pretty_printed_document(folder: Path) -> None:
    path = folder / "one.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD, indent=4).encode() + b"\r\n")
    found = read_source(path)
    sound(found)
    assert found.row()["line"] == 1


def test_lone_surrogates_and_invalid_utf8(folder: Path) -> None:
    for text in (b"\\ud800", b"\xff\xfe", b"\xed\xa0\x80", b"\x00".hex().encode(), b"\\u0000"):
        found = read_line(folder, GOOD_LINE.replace(b"Home Net", b"Home " + text))
        assert found.rejects == []
        assert str(found.row()["probe_network_name"]).startswith("Home ")
    keyed = read_line(folder, GOOD_LINE.replace(b'"Server"', b'"Ser\\ud800ver"'))
    assert keyed.rejects == []


@pytest.mark.parametrize("written", [b"1e999", b"-1e999", b"NaN", b"Infinity", b"1" * 400])
def test_numbers_out_of_bounds(folder: Path, written: bytes) -> None:
    for field in (b'"rcode":0', b'"t0":0.1', b'"port":443', b'"test_runtime":1.5', b'"code":200'):
        name = field.split(b":")[0]
        found = read_line(folder, GOOD_LINE.replace(field, name + b":" + written))
        assert found.rejects == []
        assert found.row()["coerced"]


@pytest.mark.parametrize("number", [2**63, 2**70, -(2**70), 10**300])
def test_integers_that_no_column_holds(folder: Path, number: int) -> None:
    for path in (
        "test_keys.queries.0.transaction_id",
        "test_keys.queries.0.answers.0.asn",
        "test_keys.tcp_connect.0.port",
        "test_keys.control.http_request.body_length",
        "test_keys.network_events.1.num_bytes",
    ):
        found = read_line(folder, to_line(changed(GOOD, path, number)))
        assert found.rejects == []
        assert any(path.split(".")[-1] in str(note) for note in found.row()["coerced"])  # type: ignore[attr-defined]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
    | st.sampled_from(
        [
            "",
            "connection_reset",
            "192.0.2.1",
            "192.0.2.1:443",
            "[2001:db8::1]:443",
            "https://shop.example/",
            "depth=99999999999999999999",
            "0001-01-01T00:00:00+10:00",
            "9" * 5_000,
            "web_connectivity",
            "203.0.113.77",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
PATHS = st.sampled_from(sorted(paths_of(GOOD)))


@settings(FUZZ, max_examples=150)
@given(st.lists(st.tuples(PATHS, JSON), min_size=1, max_size=3))
def test_any_value_in_any_place(folder: Path, changes: list[tuple[str, Any]]) -> None:
    record = GOOD
    for path, value in changes:
        try:
            record = changed(record, path, value)
        except (KeyError, IndexError, TypeError, ValueError):
            continue  # an earlier change took the place away
    for found in (
        read_line(folder, json.dumps(record).encode()),
        read_line(folder, to_line(record)),
    ):
        assert len(found.parsed) + len(found.rejects) <= 1


@FUZZ
@given(PATHS)
def test_any_place_missing(folder: Path, path: str) -> None:
    record = json.loads(GOOD_LINE)
    *parents, last = path.split(".")
    place: Any = record
    for step in parents:
        place = place[int(step)] if isinstance(place, list) else place[step]
    del place[int(last) if isinstance(place, list) else last]
    found = read_line(folder, to_line(record))
    assert len(found.parsed) == (path != "test_name")


@settings(FUZZ, max_examples=200)
@given(
    at=st.integers(0, len(GOOD_LINE) - 1),
    patch=st.binary(max_size=8) | st.sampled_from([b"\\ud800", b"\xff", b'"', b"[[", b"}", b"1e9"]),
    cut=st.integers(0, 40),
)
def test_any_damage_of_a_line(folder: Path, at: int, patch: bytes, cut: int) -> None:
    read_line(folder, GOOD_LINE[:at] + patch + GOOD_LINE[at + cut :])


@FUZZ
@given(st.binary(max_size=200), st.binary(max_size=50))
def test_any_bytes(folder: Path, data: bytes, more: bytes) -> None:
    assert read_line(folder, data + b"\n" + more).parsed == []


@FUZZ
@given(st.dictionaries(st.sampled_from([*GOOD, "x"]), JSON), st.sampled_from(["ndt", 7, None]))
def test_any_object_of_any_test(folder: Path, record: dict[str, Any], name: object) -> None:
    read_line(folder, json.dumps(record | {"test_name": name}).encode())
    started = record | {"test_name": name, "measurement_start_time": f"{DAY} 00:00:00"}
    found = read_line(folder, json.dumps(started).encode())
    assert len(found.parsed) == isinstance(name, str)


@FUZZ
@given(st.text(st.characters(codec=None, exclude_categories=())), JSON)
def test_any_member_of_an_archive(folder: Path, name: str, value: object) -> None:
    record = changed(GOOD, "test_keys.requests", value)
    try:
        data = tar_bytes([(f"{name}.post", json.dumps({"content": record}).encode())])
    except (ValueError, UnicodeEncodeError):
        return  # no archive can hold such a name
    (folder / "b.tar").write_bytes(data)
    sound(read_source(folder / "b.tar", source_id="0" * 64))
