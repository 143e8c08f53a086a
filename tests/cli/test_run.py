from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command


def test_from_raw_files_to_a_report(
    fanous: Command, raw: Path, reference: Path, tmp_path: Path
) -> None:
    store, out = tmp_path / "store", tmp_path / "out"
    options = ("--store", store, "--out", out, "--reference", reference, "--workers", 1)
    ended = fanous("run", raw, *options)
    assert ended.code == 0
    assert (out / "index.html").is_file()
    for words in ("7 measurements, 1 rejects", "1 days built", "The report is at"):
        assert words in ended.err
    found = json.loads(fanous("status", "--store", store, "--format", "json").out)
    assert found["adds_up"] and found["days_to_build"] == 0


def test_nothing_to_read_is_3_and_makes_no_report(fanous: Command, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    out = tmp_path / "out"
    ended = fanous("run", tmp_path / "raw", "--store", tmp_path / "store", "--out", out)
    assert ended.code == 3
    assert not out.exists()
