"""What holds for every service test: rows for every variant, and nothing raised by any damage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.reference.services import service_rows
from fanous.sources.ooni.envelope import PARSER_VERSION
from fanous.sources.ooni.service import in_words
from fanous.sources.registry import NETTESTS
from tests.making import (
    FUZZ,
    PROBE_ADDRESS,
    Read,
    Record,
    changed,
    encoded,
    measurement,
    paths_of,
    read_records,
    read_source,
    to_line,
)
from tests.making_services import MAKERS, VARIANTS, signal
from tests.sources.test_parse import JSON, sound

EVIDENCE = ("dns", "tcp", "tls", "http")
VARIANT = st.sampled_from(sorted(VARIANTS))
RAW = {"facebookmessenger", "signal", "telegram", "tor", "whatsapp"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("services")


def read_line(folder: Path, data: bytes) -> Read:
    (folder / "a.jsonl").write_bytes(data)
    found = read_source(folder / "a.jsonl", source_id="0" * 64)
    sound(found)
    return found


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_every_variant_gives_rows(folder: Path, name: str) -> None:
    found = read_line(folder, to_line(VARIANTS[name]))
    (parsed,) = found.parsed
    row = found.row()
    assert row["handled"]
    assert row["coerced"] == []
    assert row["target"] == f"service:{row['test_name']}"
    assert row["hostname"] is None
    assert row["probe_blocking"]
    assert row["parser_version"] == PARSER_VERSION
    assert parsed.leftovers == []
    assert found.rows("control") == []
    assert len(found.rows("tcp")) >= 4
    for table in EVIDENCE:
        for evidence in found.rows(table):
            assert (evidence["depth"], evidence["classic"]) == (0, True)


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_every_endpoint_meets_its_declaration(folder: Path, name: str) -> None:
    """By name, by address, or by the name whose answer the address is."""
    test_name = VARIANTS[name]["test_name"]
    declared = [row for row in service_rows() if row.test_name == test_name]
    hosts = {row.hostname for row in declared} - {None}
    endpoints = {(row.ip, row.port) for row in declared if row.kind == "address"}
    others = any(row.kind == "other" for row in declared)
    found = read_line(folder, to_line(VARIANTS[name]))
    answers: set[object] = set()
    for row in found.rows("dns"):
        assert row["hostname"] in hosts
        answers.update(row["answers"])  # type: ignore[arg-type]
    for row in found.rows("tcp"):
        assert others or (row["ip"], row["port"]) in endpoints or row["ip"] in answers
    for row in found.rows("http"):
        assert row["hostname"] in hosts or (row["hostname"], row["port"]) in endpoints


def test_real_measurements_give_rows(shared: Path) -> None:
    seen = set()
    for path in sorted((shared / "ooni" / "raw").rglob("*.jsonl.gz")):
        if path.parent.name not in RAW:
            continue
        found = read_source(path)
        sound(found)
        assert found.rejects == []
        for parsed, row in zip(found.parsed, found.measurements, strict=True):
            assert row["handled"]
            assert row["coerced"] == []
            assert parsed.leftovers == []
            assert sum(len(parsed.rows[table]) for table in EVIDENCE) >= 3
            seen.add(row["test_name"])
    assert seen == set(MAKERS)


def test_an_opinion_in_words() -> None:
    assert in_words([("a", True), ("b", False), ("c", None), ("d", ""), ("e", 0)]) == (
        "a=true b=false e=0"
    )
    assert in_words([("a", ["x", "y"]), ("b", []), ("c", "two  words\n")]) == "a=x,y c=two words"
    assert in_words([("a", None)]) is None
    assert len(in_words((f"name{n}", "x" * 500) for n in range(20)) or "") == 300


@pytest.mark.parametrize("era", [2020, 2022])
def test_handshakes_without_address_get_the_only_one(folder: Path, era: int) -> None:
    rows = read_line(folder, to_line(signal(era=era))).rows("tls")
    assert [(row["server_name"], row["port"]) for row in rows if not row["ip"]] == []
    assert {row["server_name"]: row["ip"] for row in rows}["cdn.signal.org"] == "52.222.130.51"


def test_handshakes_without_address_stay_so_where_there_are_two(folder: Path) -> None:
    record = signal(era=2020)
    keys = record["test_keys"]
    keys["queries"][0]["answers"].append({"answer_type": "A", "ipv4": "192.0.2.1"})
    connected = {"ip": "192.0.2.1", "port": 443, "status": {"success": True, "failure": None}}
    keys["tcp_connect"].append(connected)
    first, *rest = read_line(folder, to_line(record)).rows("tls")
    assert first["ip"] is None
    assert all(row["ip"] for row in rest)


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_the_address_of_the_probe_is_nowhere(folder: Path, name: str) -> None:
    record = MAKERS[name]()
    record["probe_ip"] = PROBE_ADDRESS
    text = json.dumps(record["test_keys"]).replace('"Server": "made up"', f'"X": "{PROBE_ADDRESS}"')
    record["test_keys"] = json.loads(text.replace("generic", PROBE_ADDRESS))
    said = f"read tcp {PROBE_ADDRESS}:1234: broken"
    arrays = record["test_keys"]
    if name == "tor":
        arrays = arrays["targets"]["128.31.0.39:9131"]
        arrays["requests"][0]["response"]["body"] = encoded(f"you: {PROBE_ADDRESS}".encode())
    arrays["tcp_connect"][0]["status"] = {"failure": said, "success": False}
    if arrays["queries"]:
        arrays["queries"][0]["answers"] = [{"answer_type": "A", "ipv4": PROBE_ADDRESS}]
        arrays["queries"][0]["failure"] = said
    found = read_line(folder, to_line(record))
    (parsed,) = found.parsed
    assert PROBE_ADDRESS not in repr(parsed.rows)
    assert int(str(found.row()["scrubbed"])) >= 2


@settings(FUZZ, max_examples=150)
@given(VARIANT, st.data())
def test_any_key_missing(folder: Path, name: str, data: st.DataObject) -> None:
    record = json.loads(to_line(VARIANTS[name]))
    path = data.draw(st.sampled_from(sorted(paths_of(record))))
    *parents, last = path.split(".")
    place: Any = record
    for step in parents:
        place = place[int(step)] if isinstance(place, list) else place[step]
    del place[int(last) if isinstance(place, list) else last]
    assert len(read_line(folder, to_line(record)).parsed) == (path != "test_name")


@settings(FUZZ, max_examples=200)
@given(VARIANT, st.data())
def test_any_value_in_any_place(folder: Path, name: str, data: st.DataObject) -> None:
    record = VARIANTS[name]
    paths = st.sampled_from(sorted(paths_of(record)))
    for path, value in data.draw(st.lists(st.tuples(paths, JSON), min_size=1, max_size=3)):
        try:
            record = changed(record, path, value)
        except (KeyError, IndexError, TypeError, ValueError):
            continue  # an earlier change took the place away
    for line in (json.dumps(record).encode(), to_line(record)):
        found = read_line(folder, line)
        assert len(found.parsed) + len(found.rejects) <= 1


@FUZZ
@given(VARIANT, st.floats(0, 1), st.binary(max_size=8), st.integers(0, 40))
def test_any_damage_of_a_line(folder: Path, name: str, part: float, patch: bytes, cut: int) -> None:
    line = to_line(VARIANTS[name])
    at = int(part * len(line))
    read_line(folder, line[:at] + patch + line[at + cut :])


@pytest.mark.parametrize("wrong", [{"requests": 7}, {"tcp_connect": [{"port": "443"}]}])
def test_the_lenient_path_works_for_every_test(folder: Path, wrong: Record) -> None:
    for name, make in MAKERS.items():
        record = make()
        keys = record["test_keys"]
        if name == "tor":
            keys = keys["targets"]["128.31.0.39:9131"]
        keys |= wrong
        found = read_line(folder, to_line(record))
        assert found.row()["coerced"]
        assert found.rows("tcp")


@FUZZ
@given(st.lists(st.sampled_from([*sorted(MAKERS), "web_connectivity", "ndt"]), max_size=5))
def test_what_a_line_gives_does_not_depend_on_the_lines_before(
    folder: Path, names: list[str]
) -> None:
    """The decoder of the last line is tried first; its word counts for its own test only."""
    made = {name: MAKERS[name]() for name in MAKERS}
    made |= {"web_connectivity": measurement(), "ndt": measurement() | {"test_name": "ndt"}}
    alone = {name: read_records(folder, record) for name, record in made.items()}
    for parsed, name in zip(
        read_records(folder, *(made[name] for name in names)).parsed, names, strict=True
    ):
        (expected,) = alone[name].parsed
        assert {table: len(rows) for table, rows in parsed.rows.items()} == {
            table: len(rows) for table, rows in expected.rows.items()
        }
        assert NETTESTS.get(name) is None or parsed.rows["tcp"]


def test_nettests_share_no_wire_struct() -> None:
    structs = [nettest.struct for nettest in NETTESTS.values()]
    assert len(set(structs)) == len(structs)
