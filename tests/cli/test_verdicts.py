from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from fanous.model.outcome import Outcome, State
from tests.cli.conftest import Command
from tests.making import (
    PROBE_ADDRESS,
    changed,
    measurement,
    other_measurement,
    postcan,
    tar_bytes,
    uid,
    write_source,
)

FIELDS = (
    "file line measurement_uid test_name input probe_cc probe_asn state outcome reachable layers "
    "mechanisms rules why"
).split()
LAYERS = ["dns", "tcp", "tls", "http"]


def test_jsonl_is_a_contract(fanous: Command, raw: Path, reference: Path) -> None:
    ended = fanous("verdicts", raw, "--format", "jsonl", "--reference", reference)
    assert ended.code == 0
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert [list(item) for item in found] == [FIELDS] * 7
    assert [item["line"] for item in found] == [1, 2, 3, 4, 5, 6, 8]
    assert {item["file"] for item in found} == {str(raw / "a.jsonl")}
    assert found[0]["measurement_uid"] == uid(0)
    assert found[0]["input"] == "https://site0.example/"
    assert (found[0]["state"], found[0]["outcome"]) == ("likely_blocked", "blocked")
    assert (found[1]["state"], found[1]["outcome"]) == ("ok", "ok")
    assert (found[0]["reachable"], found[1]["reachable"]) == (False, True)
    assert found[0]["mechanisms"] == ["tls.reset"]
    for item in found[:6]:
        assert list(item["layers"]) == list(item["rules"]) == LAYERS
        assert all(Outcome(outcome) for outcome in item["layers"].values())
        assert State(item["state"]) and item["why"].endswith(".")
        assert all(rule.startswith(f"{layer}.") for layer, rule in item["rules"].items())
    assert type(found[0]["probe_asn"]) is int and found[0]["probe_cc"] == "XA"


def test_a_test_without_verdicts_says_so(fanous: Command, raw: Path) -> None:
    last = json.loads(fanous("verdicts", raw, "--format", "jsonl").out.splitlines()[-1])
    assert (last["test_name"], last["state"], last["outcome"]) == ("ndt", "not_handled", "unknown")
    assert (last["input"], last["reachable"], last["mechanisms"]) == (None, None, [])
    assert last["rules"] == {} and set(last["layers"].values()) == {"unknown"}
    assert last["why"] == "Fanous gives this test no verdict yet."


def test_rejects_go_to_standard_error_with_file_line_reason_and_what_to_do(
    fanous: Command, raw: Path
) -> None:
    ended = fanous("verdicts", raw)
    assert ended.err == (
        f"{raw / 'a.jsonl'}:7: not_json: Expecting value: line 1 column 1 (char 0)\n"
        "  Check that the file is OONI JSON Lines; fetch it again if cut.\n"
    )


def test_the_table(fanous: Command, raw: Path, reference: Path) -> None:
    ended = fanous("verdicts", raw, "--reference", reference)
    header, *lines = ended.out.splitlines()
    assert header.split() == "file line input probe_cc probe_asn state mechanisms why".split()
    assert len(lines) == 7
    assert "likely_blocked" in lines[0] and "tls.reset" in lines[0]
    at = header.index("input")
    assert [line[at : at + 22] for line in lines[:2]] == [
        "https://site0.example/",
        "https://site1.example/",
    ]


def test_csv_has_a_column_a_layer(fanous: Command, raw: Path, reference: Path) -> None:
    ended = fanous("verdicts", raw, "--format", "csv", "--reference", reference)
    reader = csv.DictReader(io.StringIO(ended.out))
    rows = list(reader)
    assert reader.fieldnames == [
        column
        for name in FIELDS
        for column in (
            [f"{name}.{layer}" for layer in LAYERS] if name in ("layers", "rules") else [name]
        )
    ]
    assert len(rows) == 7
    assert (rows[0]["layers.tls"], rows[0]["mechanisms"]) == ("blocked", "tls.reset")
    assert (rows[6]["state"], rows[6]["rules.dns"], rows[6]["input"]) == ("not_handled", "", "")
    assert all(len(row) == len(reader.fieldnames) for row in rows)


def test_csv_runs_no_formula(fanous: Command, tmp_path: Path) -> None:
    starts = ["=", "+", "-", "@", "\t", "\r"]
    records = [
        measurement() | {"input": f"{start}HYPERLINK(1)", "measurement_uid": f"{start}cmd"}
        for start in starts
    ]
    path = write_source(tmp_path / "a.jsonl", [*records, measurement()])
    rows = list(csv.DictReader(io.StringIO(fanous("verdicts", path, "--format", "csv").out)))
    assert len(rows) == len(starts) + 1
    for row in rows[:-1]:
        assert row["input"].startswith("'") and row["input"].endswith("HYPERLINK(1)")
        assert row["measurement_uid"].startswith("'")
        assert row["probe_asn"] == "64502" and row["probe_cc"] == "XA"
    assert rows[-1]["input"] == "https://shop.example/"


CONTROL = "\x1b[2J\x07\x9b31m\x85\x7f"


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_data_cannot_steer_the_terminal(fanous: Command, tmp_path: Path, form: str) -> None:
    hostile = f"https://x.example/{CONTROL}"
    record = measurement() | {"input": hostile, "measurement_uid": f"u{CONTROL}"}
    members = [(f"a{CONTROL}.post", postcan(record)), (f"b{CONTROL}.post", b"nonsense")]
    path = tmp_path / f"c{CONTROL}.tar"
    path.write_bytes(tar_bytes([*members, (f"../{CONTROL}", b"")]))
    ended = fanous("verdicts", path, "--format", form)
    assert ended.code == 0
    for text in (ended.out, ended.err):
        assert all(char.isprintable() or char == "\n" for char in text), text
    assert ended.err.count("\n") == 4  # two rejects, two lines each
    if form == "jsonl":
        assert json.loads(ended.out)["input"] == hostile  # the data themselves are whole


@pytest.mark.parametrize("content", [b"", b"nonsense\n{}\n"])
def test_not_one_measurement_is_3(fanous: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    ended = fanous("verdicts", tmp_path / "a.jsonl")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.endswith("Not one measurement was found in what was named.\n")


def test_an_empty_folder_is_3(fanous: Command, tmp_path: Path) -> None:
    assert fanous("verdicts", tmp_path).code == 3


def test_a_file_that_may_not_be_read_is_told(
    fanous: Command, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_source(raw / "b.jsonl", [measurement()])
    opened = Path.open

    def refuse(self: Path, *arguments: object, **options: object) -> object:
        if self.name == "b.jsonl":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    ended = fanous("verdicts", raw, "--format", "jsonl")
    assert ended.code == 0
    assert len(ended.out.splitlines()) == 7
    assert f"{raw / 'b.jsonl'}:1: unreadable_source: " in ended.err
    assert "Permission denied" in ended.err


def test_a_cut_file_is_told_after_what_it_gave(fanous: Command, tmp_path: Path) -> None:
    path = write_source(tmp_path / "a.jsonl.gz", [measurement(1), other_measurement(2)])
    path.write_bytes(path.read_bytes()[:-9])
    ended = fanous("verdicts", path, "--format", "jsonl")
    assert ended.code == 0
    assert [json.loads(line)["line"] for line in ended.out.splitlines()] == [1, 2]
    assert f"{path}:3: truncated_source: " in ended.err
    assert "fetch it again" in ended.err


def test_a_probes_address_is_not_printed(fanous: Command, tmp_path: Path) -> None:
    record = measurement() | {"input": f"https://{PROBE_ADDRESS}/", "probe_ip": PROBE_ADDRESS}
    record = changed(record, "test_keys.requests.0.request.url", f"https://{PROBE_ADDRESS}/")
    path = write_source(tmp_path / "a.jsonl", [record])
    ended = fanous("verdicts", path, "--format", "jsonl")
    assert ended.code == 0
    assert json.loads(ended.out)["input"] == "https://[scrubbed]/"
    assert PROBE_ADDRESS not in ended.out + ended.err
