from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from fanous.certificates.trust import load_trust
from fanous.certificates.update import Release, main, periods, read_release, write_trust
from fanous.errors import InputError
from tests.certificates.authority import Made, pem, root
from tests.conftest import ROOT

ONE, TWO, THREE = root("One"), root("Two"), root("Three")


def wheel(folder: Path, version: str, *roots: Made) -> Path:
    path = folder / f"certifi-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(pem(folder / "cacert.pem", *roots), "certifi/cacert.pem")
    (folder / "cacert.pem").unlink()
    return path


def releases(folder: Path) -> list[Release]:
    wheel(folder, "2015.4.28", ONE, TWO)
    wheel(folder, "2016.9.26.1", TWO, THREE)
    wheel(folder, "2018.1.18", ONE, THREE)
    return [read_release(path) for path in folder.glob("*.whl")]


def test_from_the_first_release_with_it_to_the_last_in_a_row(tmp_path: Path) -> None:
    first, second, third = date(2015, 4, 28), date(2016, 9, 26), date(2018, 1, 18)
    found = set(periods(releases(tmp_path)))
    assert found == {
        (ONE.sha256, None, first),  # it left, and came back
        (ONE.sha256, third, None),
        (TWO.sha256, None, second),
        (THREE.sha256, second, None),
    }


def test_what_is_written_is_what_is_loaded(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write_trust(out, releases(tmp_path)) == 3
    store = load_trust(folder=out)
    assert {(item.sha256, item.since, item.until) for item in store.roots} == set(
        periods(releases(tmp_path))
    )
    notice = (out / "LICENCE.md").read_text()
    assert "Mozilla Public License 2.0" in notice and "2016.9.26.1" in notice


def test_what_is_no_release(tmp_path: Path) -> None:
    for name, data in (("other-1.0-py3.whl", b""), ("certifi-2020.1.1-py3-none-any.whl", b"x")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError) as caught:
            read_release(tmp_path / name)
        assert name in str(caught.value) and caught.value.remedy


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no wheels"):
        main([str(tmp_path)])


def test_the_shipped_folder_names_its_licence_and_releases() -> None:
    notice = (ROOT / "data" / "trust" / "LICENCE.md").read_text(encoding="utf-8")
    assert "Mozilla Public License 2.0" in notice and "2026.10.18" in notice
