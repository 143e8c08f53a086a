"""The curated files are found in an installed package and in a clone."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import FanousError
from fanous.paths import data_folder


def test_this_installation_has_its_curated_files() -> None:
    assert (data_folder() / "mechanisms.toml").is_file()


def test_the_packaged_folder_comes_first(tmp_path: Path) -> None:
    package = tmp_path / "src" / "fanous"
    (package / "data").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    assert data_folder(package) == package / "data"


def test_a_clone_keeps_them_at_its_root(tmp_path: Path) -> None:
    package = tmp_path / "src" / "fanous"
    package.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    assert data_folder(package) == tmp_path / "data"


def test_without_either_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FanousError, match="no curated files") as raised:
        data_folder(tmp_path / "src" / "fanous")
    assert raised.value.remedy
