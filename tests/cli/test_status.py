from __future__ import annotations

import json
import shutil
from pathlib import Path

from fanous.model.reject import REMEDIES, RejectReason
from fanous.model.tables import TABLES
from tests.cli.conftest import Command
from tests.making import changed, measurement, tree_bytes, write_source


def test_json_numbers_add_up(fanous: Command, store: Path) -> None:
    ended = fanous("status", "--store", store, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert found["adds_up"] is True
    assert found["lines"] == found["measurements"] + found["lines_rejected"] == 8
    judged = found["judged"] + sum(found["not_handled"].values())
    assert judged + found["duplicates"] == found["measurements"] == 7
    assert sum(found["states"].values()) == judged
    assert sum(found["tests"].values()) == found["measurements"]
    assert found["rejects"] == {"not_json": 1}
    assert found["states"] == {"likely_blocked": 2, "not_handled": 1, "ok": 4}
    assert found["digests"] == {}
    assert list(found) == sorted(found)


def test_text_says_what_to_do(fanous: Command, store: Path) -> None:
    ended = fanous("status", "--store", store)
    assert ended.code == 0
    lines = [line.split() for line in ended.out.splitlines()]
    for row in (["sources", "1"], ["lines", "read", "8"], ["judged", "6"], ["days", "built", "1"]):
        assert row in lines
    assert f"  not_json: 1. {REMEDIES[RejectReason.NOT_JSON]}" in ended.out
    assert "    a.jsonl:7: not_json: Expecting value" in ended.out
    assert "  ndt: 1" in ended.out
    assert ended.out.rstrip().endswith("The numbers add up.")


def test_what_the_reference_digest_stands_for(fanous: Command, store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    told = json.loads(fanous("status", "--store", copy, "--format", "json").out)
    digest = told["versions"]["reference"]
    refused = ["a.csv:2: the pattern is empty"]
    file = {"name": "a.csv", "sha256": "cd" * 32, "bytes": 3, "rows": 1, "refused": refused}
    path = copy / "reference" / f"{digest}.json"
    path.parent.mkdir(exist_ok=True)
    kept = {"digest": digest, "files": [file], "loaded": "2026-03-04"}
    path.write_text(json.dumps(kept))
    assert json.loads(fanous("status", "--store", copy, "--format", "json").out)["references"] == [
        kept
    ]
    text = fanous("status", "--store", copy).out
    assert f"Reference data {digest}, first loaded 2026-03-04" in text
    assert f"  {'cd' * 32}  a.csv: 1" in text
    assert "  not used: a.csv:2: the pattern is empty" in text


def test_digests(fanous: Command, store: Path) -> None:
    ended = fanous("status", "--store", store, "--format", "json", "--digests")
    digests = json.loads(ended.out)["digests"]
    assert set(digests) == set(TABLES)
    told = fanous("status", "--store", store, "--digests").out
    assert f"  verdicts: {digests['verdicts']}" in told


def test_it_changes_nothing_and_tells_what_waits(
    fanous: Command, raw: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    fanous("ingest", raw, "--store", store, "--workers", 1)
    before = tree_bytes(store)
    found = json.loads(fanous("status", "--store", store, "--format", "json").out)
    assert (found["days_built"], found["days_to_build"]) == (0, 1)
    assert found["adds_up"] is True
    assert tree_bytes(store) == before


def test_keys_of_a_record_cannot_steer_the_terminal(fanous: Command, tmp_path: Path) -> None:
    record = changed(measurement(), "test_keys.accessible", True) | {"new\x1b[2Jkey": 1}
    path = write_source(tmp_path / "a.jsonl", [record, record | {"test_name": "nd\x1b[2Jt"}])
    store = tmp_path / "store"
    fanous("ingest", path, "--store", store, "--workers", 1)
    ended = fanous("status", "--store", store)
    assert "new" in ended.out and "nd" in ended.out
    assert "\x1b" not in ended.out + ended.err
