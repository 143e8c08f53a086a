from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.sources.ooni.lenient import Coercions, convert, loads
from fanous.sources.ooni.wire import WebConnectivity
from tests.making import FUZZ, changed, measurement, read_records, to_line


def bend(record: object) -> tuple[WebConnectivity, Coercions]:
    coercions = Coercions()
    return convert(record, WebConnectivity, coercions), coercions


def test_a_good_record_is_bent_nowhere() -> None:
    """Tags once were: every record with one odd field lost the depth of all its rows."""
    message, coercions = bend(measurement())
    assert coercions == []
    assert message == msgspec.json.decode(to_line(measurement()), type=WebConnectivity)


@pytest.mark.parametrize(
    ("path", "value", "taken", "note"),
    [
        ("probe_asn", 64502, "64502", "probe_asn: expected str, got number 64502; read as '64502'"),
        ("probe_cc", True, "true", "got boolean True; read as 'true'"),
        ("probe_cc", 1.5, "1.5", "got number 1.5; read as '1.5'"),
        ("input", ["https://a.example/"], "https://a.example/", "got array"),
        ("input", [], None, "got array []; dropped"),
        ("input", {"a": 1}, None, "got object {'a': 1}; dropped"),
        ("test_runtime", "2.5", 2.5, "expected float, got string '2.5'; read as 2.5"),
        ("test_runtime", "soon", None, "got string 'soon'; dropped"),
        ("test_runtime", "nan", None, "got string 'nan'; dropped"),
        ("test_runtime", 10**400, None, "dropped"),
        ("annotations", "none", None, "expected dict, got string 'none'; dropped"),
    ],
)
def test_one_value(path: str, value: object, taken: object, note: str) -> None:
    message, coercions = bend(measurement() | {path: value})
    assert getattr(message, path) == taken
    assert len([text for text in coercions if text.startswith(path)]) == len(coercions) >= 1
    assert any(note in text for text in coercions), coercions


@pytest.mark.parametrize(
    ("path", "value", "note"),
    [
        ("test_keys.queries.0.rcode", "3", "test_keys.queries[0].rcode: expected int"),
        ("test_keys.queries.0.rcode", 2**70, "got number 1180591620717411303424; dropped"),
        ("test_keys.queries.0.answers", "none", "test_keys.queries[0].answers: expected list"),
        ("test_keys.queries.0", 7, "test_keys.queries[0]: expected an object, got number; dropped"),
        ("test_keys.tcp_connect", {}, "test_keys.tcp_connect: expected list, got object"),
        ("test_keys.tcp_connect.0.status", "ok", "status: expected struct, got string"),
        ("test_keys.requests.0.response.headers", [], "headers: expected dict, got array"),
        ("test_keys.requests.0.tags", "classic", "tags: expected vartuple, got string 'classic'"),
        ("test_keys.requests.0.tags", ["classic", 7], "tags[1]: expected str, got number 7"),
        ("test_keys.control", "failed", "test_keys.control: expected struct, got string"),
    ],
)
def test_a_value_inside_is_named_by_its_path(path: str, value: object, note: str) -> None:
    _, coercions = bend(changed(measurement(), path, value))
    assert any(note in text for text in coercions), coercions


def test_what_is_beside_a_wrong_field_is_kept(tmp_path: Path) -> None:
    whole = read_records(tmp_path, measurement())
    bent = read_records(tmp_path, changed(measurement(), "probe_network_name", 7))
    assert bent.row()["coerced"] == ["probe_network_name: expected str, got number 7; read as '7'"]
    for table in ("dns", "tcp", "tls", "http", "control", "control_endpoints"):
        differs = {"record"}
        assert [
            {name: value for name, value in row.items() if name not in differs}
            for row in bent.rows(table)
        ] == [
            {name: value for name, value in row.items() if name not in differs}
            for row in whole.rows(table)
        ]


def test_what_is_recorded_is_bounded() -> None:
    events = [{"t": "soon", "x" * 10_000: 1}] * 500
    record = changed(measurement(), "test_keys.network_events", events)
    record["annotations"] = "x" * 10_000
    record["test_keys"]["control"]["ip_info"] = {"y" * 10_000: 7}
    _, coercions = bend(record)
    assert len(coercions) == 20
    assert all(len(text) < 400 for text in coercions)


@pytest.mark.parametrize("depth", [2, 50, 300, 900])
def test_deep_nesting_is_no_crash(depth: int, tmp_path: Path) -> None:
    deep: Any = json.loads("[" * depth + "7" + "]" * depth)
    for path in ("probe_cc", "test_keys.queries", "test_keys.control", "annotations"):
        found = read_records(tmp_path, changed(measurement(), path, deep))
        assert found.rejects == []
        assert found.row()["coerced"]


def test_endless_nesting_is_not_json(tmp_path: Path) -> None:
    for opening in (b"[", b'{"a":'):
        line = b'{"test_name":"web_connectivity","input":' + opening * 99_999
        found = read_records(tmp_path, line)
        assert found.reject().reason == "not_json"
        assert "nested too deeply" in found.reject().detail


def test_lone_surrogates_are_replaced() -> None:
    coercions = Coercions()
    value = loads(b'{"a\\ud800": ["x\\udc00y", {"b": "\\ud83d\\ude00"}]}', coercions)
    assert value == {"a\ufffd\ufffd\ufffd": ["x\ufffd\ufffd\ufffdy", {"b": "😀"}]}
    assert any("lone surrogate" in text for text in coercions)


def test_bytes_that_are_not_utf8_are_replaced() -> None:
    coercions = Coercions()
    assert loads(b'{"a": "caf\xe9"}', coercions) == {"a": "caf\ufffd"}
    assert coercions == ["$: bytes that are not UTF-8 were replaced"]


@pytest.mark.parametrize("data", [b"", b"{", b"nonsense", b'{"a" 1}', b"\xff\xfe{\x00}\x00"])
def test_what_is_no_json(data: bytes) -> None:
    with pytest.raises(ValueError):
        loads(data, Coercions())


def test_numbers_that_are_none(tmp_path: Path) -> None:
    """Python reads NaN and 1e999; a table of times must not."""
    for written in (b"NaN", b"-Infinity", b"1e999"):
        line = to_line(measurement()).replace(b'"test_runtime":1.5', b'"test_runtime":' + written)
        found = read_records(tmp_path, line)
        assert found.row()["test_runtime"] is None
        assert any(text.startswith("test_runtime: ") for text in found.row()["coerced"])  # type: ignore[attr-defined]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(FUZZ, max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(measurement())), JSON))
def test_any_object_becomes_a_valid_message(record: dict[str, object]) -> None:
    message, _ = bend(record)
    encoded = msgspec.json.encode(message)
    assert msgspec.json.decode(encoded, type=WebConnectivity) == message
