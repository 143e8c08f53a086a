from __future__ import annotations

from pathlib import Path

import pytest

from fanous.certificates.pem import certificates_of, read_text, subject_of
from fanous.errors import CuratedFileError
from tests.certificates.authority import pem, root

ONE, TWO = root("One"), root("Two")


def test_certificates_with_their_lines(tmp_path: Path) -> None:
    path = pem(tmp_path / "roots.pem", ONE, TWO)
    found = list(certificates_of(read_text(path), path))
    assert [(sha256, der) for _, sha256, der in found] == [
        (ONE.sha256, ONE.der),
        (TWO.sha256, TWO.der),
    ]
    lines = path.read_text().splitlines()
    assert all(lines[line - 1].startswith("-----BEGIN") for line, _, _ in found)
    assert subject_of(ONE.der) == "CN=One"


def test_windows_line_ends(tmp_path: Path) -> None:
    path = pem(tmp_path / "roots.pem", ONE)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [der for _, _, der in certificates_of(read_text(path), path)] == [ONE.der]


BEGIN, END = "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "no certificate"),
        ("# only words\n", 1, "no certificate"),
        (f"#\n{BEGIN}AAA\n{END}", 2, "not a certificate"),
        (f"#\n{BEGIN}AAAA\n", 2, "has no end"),
        (f"{BEGIN}AAAA\n{BEGIN}AAAA\n{END}", 1, "has no end"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(CuratedFileError, match=what) as caught:
        list(certificates_of(text, "roots.pem"))
    assert str(caught.value).startswith(f"roots.pem:{line}: ")
    assert caught.value.remedy


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CuratedFileError, match="cannot be read"):
        read_text(tmp_path / "nowhere.pem")
