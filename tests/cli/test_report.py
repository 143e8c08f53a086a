from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_it_says_where_to_look(
    fanous: Command, store: Path, reference: Path, tmp_path: Path
) -> None:
    out = tmp_path / "the report"
    ended = fanous("report", "--store", store, "--out", out, "--reference", reference)
    assert (ended.code, ended.out) == (0, "")
    assert (out / "index.html").is_file()
    said = ended.err.splitlines()
    assert said[-2] == f"The report is at {out / 'index.html'}"
    assert said[-1] == f"Open {(out / 'index.html').resolve().as_uri()}"


def test_a_bad_reference_folder_is_told_first(fanous: Command, store: Path, tmp_path: Path) -> None:
    ended = fanous(
        "report", "--store", store, "--out", tmp_path / "out", "--reference", tmp_path / "nowhere"
    )
    assert ended.code == 3
    assert "no such folder" in ended.err
    assert not (tmp_path / "out").exists()


def test_an_unchanged_report_is_not_written_again(
    fanous: Command, store: Path, reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verb = ("report", "--store", store, "--out", tmp_path / "out", "--reference", reference)
    first = fanous(*verb).err.splitlines()
    again = fanous(*verb).err.splitlines()
    assert again == ["The report is already up to date: nothing was written.", *first[-2:]]
    monkeypatch.setenv("FANOUS_LANGUAGE", "fa")
    persian = fanous(*verb)
    assert persian.code == 0
    assert "به‌روز است" in persian.err


def test_an_address_can_be_copied_in_every_language(
    fanous: Command, store: Path, reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    monkeypatch.setenv("FANOUS_LANGUAGE", "fa")
    ended = fanous("report", "--store", store, "--out", out, "--reference", reference)
    words = ended.err.split()
    assert (out / "index.html").resolve().as_uri() in words
    assert str(out / "index.html") in words
