from __future__ import annotations

import hashlib
from pathlib import Path

from fanous.errors import CuratedFileError
from fanous.reference.snapshot import digest_of, reference_file, snapshot


def test_a_file_is_named_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "deep.csv"
    path.write_bytes(b"abc")
    found = reference_file("table.csv", path, rows=3)
    assert found.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert (found.name, found.byte_count, found.rows, found.refused) == ("table.csv", 3, 3, ())


def test_what_was_refused_is_told_without_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "deep.csv"
    path.write_bytes(b"abc")
    error = CuratedFileError(path, 7, "scope is unknown", remedy="Mend it.")
    found = reference_file("table.csv", path, rows=2, refused=[error])
    assert found.refused == ("table.csv:7: scope is unknown",)


def test_a_digest_can_be_checked_from_its_snapshot(tmp_path: Path) -> None:
    files = []
    for name in ("b.csv", "a.csv"):
        (tmp_path / name).write_text(name)
        files.append(reference_file(name, tmp_path / name))
    content = snapshot(files)
    lines = "".join(f"{file.sha256}  {file.name}\n" for file in files)  # as sha256sum prints them
    assert content["digest"] == hashlib.sha256(lines.encode()).hexdigest() == digest_of(files)
    assert content["files"] == [
        {"name": file.name, "sha256": file.sha256, "bytes": 5, "rows": None, "refused": []}
        for file in files
    ]
    assert digest_of(reversed(files)) != digest_of(files)
    assert digest_of([]) == hashlib.sha256(b"").hexdigest()
