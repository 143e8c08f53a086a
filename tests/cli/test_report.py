from __future__ import annotations

from pathlib import Path

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
