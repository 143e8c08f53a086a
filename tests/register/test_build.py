from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.register.build import FILES, build_register
from tests.register.writing import changed, small


def test_every_file_is_written_and_the_same_again(tmp_path: Path) -> None:
    register = small(tmp_path / "register")
    made = build_register(register, tmp_path / "out")
    assert sorted(path.name for path in made) == sorted(FILES)
    first = {path.name: path.read_bytes() for path in made}
    assert all(first.values())
    again = {path.name: path.read_bytes() for path in build_register(register, tmp_path / "out")}
    assert again == first


def test_a_register_with_mistakes_is_not_published(tmp_path: Path) -> None:
    changes = changed("claims/2020/c-1.yaml", "subject: acme", "subject: nobody")
    with pytest.raises(CuratedFileError, match="no entity 'nobody'") as caught:
        build_register(small(tmp_path / "register", changes), tmp_path / "out")
    assert caught.value.line == 6
    assert not (tmp_path / "out").exists()
