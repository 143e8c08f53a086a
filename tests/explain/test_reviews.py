"""Reviews: each one disagreement with a reason, none points to a person, errors name the line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from fanous.errors import CuratedFileError, InputError
from fanous.explain.reviews import Reviews, load_reviews
from tests.conftest import ROOT

UID = "20260304050607.000000_XA_webconnectivity_0000000000000000"
HASH = "ab" * 32
WRITTEN = f"""\
# A comment.
[[review]]
measurement = "{UID}"
reviewer = "network engineer"
date = 2026-05-01
ours = "likely_blocked"
verdict = "down"
reason = "The site's own notes say it was off from 2026-03-04 05:00 to 06:00 UTC."
sources = ["https://shop.example/notes"]

[[review]]
measurement = "sha256:{HASH}"
reviewer = "Simorgh"
date = 2026-04-01
ours = "ok"
verdict = "blocked"
reason = '''Two
lines.'''
sources = []
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str) -> Reviews:
    write(folder, text)
    return load_reviews(folder, shipped=False)


def test_reviews_are_found_by_uid_and_by_line(tmp_path: Path) -> None:
    found = read(tmp_path, WRITTEN)
    assert len(found) == 2
    (one,) = found.of({"measurement_uid": UID, "line_sha256": "00" * 32})
    assert (one.ours, one.verdict, one.reviewer) == ("likely_blocked", "down", "network engineer")
    assert (one.date, one.sources) == (date(2026, 5, 1), ("https://shop.example/notes",))
    assert (one.file, one.number) == ("mine.toml", 0)
    for uid in ("20260101000000.1_other", f"sha256:{HASH}"):
        (other,) = found.of({"measurement_uid": uid, "line_sha256": HASH})
        assert other.reason == "Two lines."
    assert found.of({"measurement_uid": "x", "line_sha256": "y"}) == ()


def test_the_oldest_comes_first(tmp_path: Path) -> None:
    both = WRITTEN.replace(f"sha256:{HASH}", UID)
    found = read(tmp_path, both).of({"measurement_uid": UID, "line_sha256": HASH})
    assert [review.reviewer for review in found] == ["Simorgh", "network engineer"]


def test_the_reviews_that_ship_are_well_formed() -> None:
    assert len(load_reviews()) >= 0


@pytest.mark.parametrize(
    ("was", "becomes", "line", "words"),
    [
        ('reviewer = "network engineer"\n', "", 2, "'reviewer' is missing"),
        ("sources = []", "sources = []\nname = 'x'", 20, "'name' is unknown"),
        (f'"{UID}"', '"a b"', 3, "names no measurement"),
        ("network engineer", "me@post.example", 4, "may point to a person"),
        ("network engineer", "call +49 30 1234567", 4, "may point to a person"),
        ("2026-05-01", '"2026-05-01"', 5, "is no day"),
        ('ours = "likely_blocked"', 'ours = "guilty"', 6, "is no state"),
        ('verdict = "down"', 'verdict = "likely_blocked"', 7, "that it disagrees with"),
        ("The site's own notes", "Ask x@y.example", 8, "may point to a person"),
        ('["https://shop.example/notes"]', '["ftp://x"]', 9, "are no sources"),
        ("ours = ", "ours == ", 6, "not TOML"),
        ("# A comment.", "stray = 1", 1, r"other than \[\[review\]\]"),
        ('reason = "The', "reason = 7\n#", 8, "is no text"),
    ],
)
def test_errors_name_path_and_line(
    tmp_path: Path, was: str, becomes: str, line: int, words: str
) -> None:
    assert was in WRITTEN
    path = write(tmp_path, WRITTEN.replace(was, becomes))
    with pytest.raises(CuratedFileError, match=words) as caught:
        load_reviews(tmp_path, shipped=False)
    assert (caught.value.path, caught.value.line) == (str(path), line)


def test_bytes_that_are_no_text_and_folders_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff")
    with pytest.raises(CuratedFileError, match="not UTF-8"):
        load_reviews(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        load_reviews(tmp_path / "nowhere")


def test_the_how_tos_example_is_a_review(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "disagree-with-a-verdict.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(read(tmp_path, example)) == 1


def test_all_can_be_had_in_an_order_that_does_not_change(tmp_path: Path) -> None:
    write(tmp_path, WRITTEN)
    found = load_reviews(tmp_path, shipped=False)
    assert [review.measurement for review in found] == [UID, HASH]
    assert list(Reviews(reversed(list(found)))) == list(found)
