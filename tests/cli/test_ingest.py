from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fanous.engine import ingest as engine
from fanous.sources.lines import source_digest
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.cli.conftest import Command
from tests.making import fingerprints, many, tree_bytes, write_reference, write_source


def test_what_is_told(fanous: Command, raw: Path, tmp_path: Path) -> None:
    (raw / "notes.txt").touch()
    store = tmp_path / "store"
    ended = fanous("ingest", raw, "--store", store, "--workers", 1)
    assert (ended.code, ended.out) == (0, "")
    progress, counts, hint, passed = ended.err.splitlines()[:4]
    assert progress.startswith("ingest: 1 of 1, 7 measurements, 1 rejects, ")
    assert counts == "1 sources, 1 of them new: 7 measurements, 1 rejects."
    assert "notes.txt" in hint + passed and f"fanous status --store {store}" in hint + passed
    again = fanous("ingest", raw, "--store", store, "--workers", 1)
    assert again.code == 0
    assert "1 sources, 0 of them new" in again.err


def test_lines_of_the_reference_that_cannot_be_used_are_told(
    fanous: Command, raw: Path, tmp_path: Path
) -> None:
    table = fingerprints(("a", "moon", "body", "full", "x", ""))
    folder = write_reference(tmp_path / "reference", fingerprints_http=table)
    ended = fanous("ingest", raw, "--store", tmp_path / "store", "--reference", folder)
    assert ended.code == 0
    assert f"{folder / 'fingerprints_http.csv'}:2: scope 'moon' is not one of" in ended.err
    assert "Use a scope of the table's documentation." in ended.err
    told = fanous("status", "--store", tmp_path / "store").out
    assert "not used: fingerprints_http.csv:2: scope 'moon'" in told


def test_an_empty_folder_is_3(fanous: Command, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "notes.txt").touch()
    ended = fanous("ingest", tmp_path / "raw", "--store", tmp_path / "store", "--workers", 1)
    assert ended.code == 3
    assert "No file there has an ending of a raw source" in ended.err
    assert "1 files were passed over" in ended.err and "notes.txt" in ended.err


def test_an_empty_file_is_no_error(fanous: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    ended = fanous("ingest", tmp_path / "a.jsonl", "--store", tmp_path / "store", "--workers", 1)
    assert ended.code == 0
    assert "1 sources, 1 of them new: 0 measurements, 0 rejects." in ended.err


@pytest.mark.parametrize(("readable", "code"), [(True, 0), (False, 3)])
def test_files_that_may_not_be_read(
    fanous: Command,
    raw: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    readable: bool,
    code: int,
) -> None:
    write_source(raw / "b.jsonl", many(1, first=9))
    digest = source_digest

    def refuse(path: Path) -> str:
        if path.name == "a.jsonl" and readable:
            return digest(path)
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(engine, "source_digest", refuse)
    ended = fanous("ingest", raw, "--store", tmp_path / "store", "--workers", 1)
    assert ended.code == code
    told = "jsonl (unreadable_source: Permission denied): could not be read"
    assert f"b.{told}" in ended.err
    assert (f"a.{told}" in ended.err) is not readable


@pytest.mark.parametrize("room", [0, 1, 5, 11])
def test_a_full_disk_is_4_and_what_was_committed_is_intact(
    fanous: Command, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    write_source(raw / "b.jsonl", many(2, first=9))
    write_source(raw / "c.jsonl", many(1, first=19))
    command = ("ingest", raw, "--workers", 1, "--store")
    assert fanous(*command, tmp_path / "whole").code == 0
    left, fsync = [2 * room], os.fsync  # two for each file: itself and its folder

    def fill(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fill)
        ended = fanous(*command, tmp_path / "store")
    assert ended.code == 4
    assert "no room left" in ended.err and "bytes wanted" in ended.err
    assert "Free some space and run the same command again" in ended.err
    assert "Traceback" not in ended.err
    assert not [name for name in tree_bytes(tmp_path / "store") if name.endswith(".tmp")]
    if room:
        store = Store(tmp_path / "store")
        (row,) = rows(open_store(store, threads=1), "SELECT count(*) AS n FROM measurements")
        assert row["n"] == sum(manifest.measurements for manifest in store.manifests())
    assert fanous(*command, tmp_path / "store").code == 0
    assert tree_bytes(tmp_path / "store") == tree_bytes(tmp_path / "whole")


def test_names_of_files_cannot_steer_the_terminal(fanous: Command, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_source(raw / "a\x1b[2J.jsonl", [b"nonsense"])
    (raw / "b\x1b[2J.txt").touch()
    ended = fanous("ingest", raw, "--store", tmp_path / "store", "--workers", 1)
    assert "\x1b" not in ended.err
    told = fanous("status", "--store", tmp_path / "store")
    assert "\x1b" not in told.out + told.err


def test_a_name_that_is_not_utf8(fanous: Command, tmp_path: Path) -> None:
    """It was a traceback after the whole file had been read."""
    raw = tmp_path / "raw"
    raw.mkdir()
    try:
        (raw / os.fsdecode(b"caf\xe9.jsonl")).write_bytes(b"nonsense\n")
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    assert fanous("ingest", raw, "--store", tmp_path / "store", "--workers", 1).code == 0
    assert "caf\ufffd.jsonl:1: not_json" in fanous("status", "--store", tmp_path / "store").out
    assert "caf\ufffd.jsonl:1: not_json" in fanous("verdicts", raw).err
