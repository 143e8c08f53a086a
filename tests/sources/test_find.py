from __future__ import annotations

import os
from pathlib import Path

import pytest

from fanous.errors import InputError
from fanous.sources.find import SourceFile, find_sources, readable
from fanous.sources.lines import SUFFIXES


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_a_folder_is_walked_in_a_fixed_order(tmp_path: Path) -> None:
    touch(tmp_path, "b/2.jsonl", "b/1.jsonl.gz", "a.json", "c/d/e.tar.gz")
    found = find_sources([tmp_path])
    assert [source.name for source in found.sources] == [
        "a.json",
        "b/1.jsonl.gz",
        "b/2.jsonl",
        "c/d/e.tar.gz",
    ]
    assert found.sources[0] == SourceFile(tmp_path / "a.json", "a.json", 0)
    assert found.ignored == ()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_ending_of_a_source(tmp_path: Path, suffix: str) -> None:
    touch(tmp_path, f"a{suffix}")
    assert len(find_sources([tmp_path]).sources) == 1


def test_other_files_are_counted_and_hidden_ones_passed_over(tmp_path: Path) -> None:
    touch(tmp_path, "a.csv", "x/b.lz4", "x/c", ".hidden.jsonl", ".git/d.jsonl", "e.jsonl")
    found = find_sources([tmp_path])
    assert [source.name for source in found.sources] == ["e.jsonl"]
    assert found.ignored == ("a.csv", "x/b.lz4", "x/c")


def test_a_named_file_is_a_source_whatever_its_ending(tmp_path: Path) -> None:
    touch(tmp_path, "measurements.txt")
    found = find_sources([tmp_path / "measurements.txt"])
    assert [source.name for source in found.sources] == ["measurements.txt"]


def test_a_file_named_twice_is_one_source(tmp_path: Path) -> None:
    touch(tmp_path, "a.jsonl")
    assert len(find_sources([tmp_path / "a.jsonl", tmp_path, tmp_path]).sources) == 1


def test_the_order_of_paths_does_not_matter(tmp_path: Path) -> None:
    touch(tmp_path, "x/a.jsonl", "y/a.jsonl", "y/b.jsonl")
    both = [tmp_path / "x", tmp_path / "y"]
    assert find_sources(both) == find_sources(both[::-1])


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder") as caught:
        find_sources([tmp_path / "nowhere.jsonl"])
    assert str(tmp_path / "nowhere.jsonl") in str(caught.value)
    assert caught.value.remedy == "Check the path and run again."


def test_an_empty_folder_and_broken_links(tmp_path: Path) -> None:
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    assert find_sources([tmp_path]).sources == ()


def test_a_name_that_is_not_utf8_is_readable() -> None:
    """Such a name ended the run where it was written down: no JSON can hold it."""
    assert readable(os.fsdecode(b"caf\xe9.jsonl")) == "caf\ufffd.jsonl"
    assert readable("فانوس.jsonl") == "فانوس.jsonl"


def test_the_size_of_a_source_that_is_gone_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleted between being found and being looked at: it ended the run with a traceback."""
    from fanous.sources import find

    (tmp_path / "a.jsonl").write_bytes(b"{}\n")
    (tmp_path / "b.jsonl").write_bytes(b"{}\n")
    walk = find._walk

    def walk_and_delete(*arguments: object) -> None:
        walk(*arguments)  # type: ignore[arg-type]
        (tmp_path / "b.jsonl").unlink()

    monkeypatch.setattr(find, "_walk", walk_and_delete)
    found = find_sources([tmp_path]).sources
    assert [(source.name, source.byte_count) for source in found] == [
        ("a.jsonl", 3),
        ("b.jsonl", 0),
    ]
