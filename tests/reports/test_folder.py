"""The folder: ours or nobody's, whole files, nothing stale, no way out."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from fanous.errors import StoreError, StoreFullError, UsageError
from fanous.reports.folder import MARKER, SiteFolder, finished


def test_a_new_folder_is_marked_before_anything_is_written(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "new" / "out")
    marker = tmp_path / "new" / "out" / MARKER
    assert json.loads(marker.read_bytes())["complete"] is False
    folder.write("index.html", b"x")
    assert folder.finish() == 0
    assert json.loads(marker.read_bytes())["complete"] is True


def test_strangers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(UsageError, match="not empty"):
        SiteFolder(tmp_path)
    with pytest.raises(UsageError):
        SiteFolder(tmp_path / "a.txt")
    with pytest.raises(StoreError):
        SiteFolder(tmp_path / "a.txt" / "out")


def test_only_our_own_files_are_removed(tmp_path: Path) -> None:
    first = SiteFolder(tmp_path)
    for path in (
        "index.html",
        "index~old.csv",
        "m/ab/old.html",
        "fa/m/ab/old.html",
        "m/cd/new.html",
    ):
        first.write(path, b"x")
    first.finish()
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "page.html").write_text("mine")
    (tmp_path / "m" / ".1.torn.tmp").write_text("torn")
    second = SiteFolder(tmp_path)
    second.write("index.html", b"y")
    second.write("m/cd/new.html", b"y")
    assert second.finish() == 4
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {MARKER, "index.html", "m", "m/cd", "m/cd/new.html", "notes.txt", "mine",
                    "mine/page.html"}  # fmt: skip


def test_a_link_in_place_of_a_folder_is_no_way_out(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "keep.html").write_text("mine")
    folder = SiteFolder(tmp_path / "out")
    (tmp_path / "out" / "m").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="leads out"):
        folder.write("m/ab/x.html", b"x")
    folder.finish()
    assert [path.name for path in elsewhere.iterdir()] == ["ab", "keep.html"] or [
        path.name for path in elsewhere.iterdir()
    ] == ["keep.html"]


@pytest.mark.parametrize(
    ("code", "kind"), [(errno.ENOSPC, StoreFullError), (errno.EACCES, StoreError)]
)
def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[StoreError]
) -> None:
    folder = SiteFolder(tmp_path)
    folder.write("index.html", b"old")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(code, "no")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(kind):
        folder.write("index.html", b"new")
    assert (tmp_path / "index.html").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [MARKER, "index.html"]


def test_a_finished_site_is_known_by_its_key_and_its_files(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path)
    folder.write("index.html", b"x")
    assert finished(tmp_path, "k") is None
    folder.finish("k", {"pages": 1})
    assert finished(tmp_path, "k") == {"pages": 1}
    assert finished(tmp_path, "other") is None
    assert finished(tmp_path / "nowhere", "k") is None
    (tmp_path / "notes.txt").write_text("mine")
    assert finished(tmp_path, "k") == {"pages": 1}
    (tmp_path / "index.html").write_text("longer")
    assert finished(tmp_path, "k") is None
    for text in ("", "[]", "null", '{"format": 1, "complete": true, "key": "k"}'):
        (tmp_path / MARKER).write_text(text)
        assert finished(tmp_path, "k") is None
    SiteFolder(tmp_path)  # a run that is cut
    assert finished(tmp_path, "k") is None
