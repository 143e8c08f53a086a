from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from fanous.errors import StoreError, StoreFullError
from fanous.store.files import read_json, write_atomically, write_json


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(path.parent) == ["c.json"]


def test_equal_values_are_equal_bytes(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"b": "فانوس", "a": [1, None]})
    write_json(tmp_path / "b.json", {"a": [1, None], "b": "فانوس"})
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert read_json(tmp_path / "a.json") == {"a": [1, None], "b": "فانوس"}


class FullHandle(io.BytesIO):
    """A file on a full disk."""

    def write(self, data: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def full_open(self: Path, *arguments: object, **options: object) -> io.BytesIO:
    return FullHandle()


def failing(number: int) -> Any:
    def fail(*arguments: object, **options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("step", ["os.fsync", "os.replace", "pathlib.Path.mkdir"])
def test_a_full_disk_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"old")
    with monkeypatch.context() as patched:
        patched.setattr(step, failing(number))
        with pytest.raises(StoreFullError, match="no room left") as caught:
            write_atomically(path, b"new")
    assert str(tmp_path) in caught.value.what and "(3 bytes wanted)" in caught.value.what
    assert "Free some space" in caught.value.remedy
    assert caught.value.exit_code == 4
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_a_disk_that_fills_up_while_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", full_open)
        with pytest.raises(StoreFullError):
            write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_another_failure_is_told_with_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    monkeypatch.setattr("os.fsync", failing(errno.EACCES))
    with pytest.raises(StoreError, match="Permission denied") as caught:
        write_atomically(path, b"new")
    assert not isinstance(caught.value, StoreFullError)
    assert str(path) in caught.value.what
    assert "may be written" in caught.value.remedy
    assert names(tmp_path) == []


def test_where_the_folder_is_a_file(tmp_path: Path) -> None:
    """Removing what was never written raised an error of its own."""
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file" / "a.json", tmp_path / "file" / "deeper" / "a.json"):
        with pytest.raises(StoreError, match="cannot be written"):
            write_atomically(path, b"new")


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'{"a": 1'])
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged") as caught:
        read_json(path)
    assert str(path) in caught.value.what
    assert "run ingest again" in caught.value.remedy
