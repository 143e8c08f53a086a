from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.conftest import Command


def test_what_is_told(fanous: Command, store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    for path in (copy / "builds").iterdir():
        path.unlink()
    ended = fanous("build", "--store", copy, "--workers", 1)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.splitlines()[-1] == (
        "1 days built, 7 measurements judged, 0 duplicates left out."
    )
    again = fanous("build", "--store", copy, "--workers", 1)
    assert again.code == 0
    assert "0 days built, 0 measurements judged" in again.err
