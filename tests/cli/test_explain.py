from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.making import uid

REVIEW = """[[review]]
measurement = "{uid}"
reviewer = "a reader"
date = 2026-05-01
ours = "likely_blocked"
verdict = "down"
reason = "It was off that day."
sources = ["https://notes.example/"]
"""


def test_in_a_store_and_in_a_file(fanous: Command, store: Path, raw: Path, reference: Path) -> None:
    file, options = raw / "a.jsonl", ("--reference", reference, "--format", "json")
    asked = (
        (uid(0), "--store", store, "--format", "json"),
        (f"{file}:1", *options),
        (uid(0), "--file", file, *options),
        ("1", "--file", file, *options),
    )
    found = []
    for arguments in asked:
        ended = fanous("explain", *arguments)
        assert (ended.code, ended.err) == (0, "")
        found.append(json.loads(ended.out))
        found[-1]["source"].pop("names")
    assert all(item == found[0] for item in found)
    assert found[0]["verdict"]["state"] == "likely_blocked"


def test_the_text_is_in_the_readers_language_and_width(
    fanous: Command, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    ended = fanous("explain", uid(0), "--store", store)
    assert "What would change the verdict" in ended.out
    prose = ended.out.partition("Where it comes from")[0]
    assert max(map(len, prose.splitlines())) <= 50
    monkeypatch.setenv("FANOUS_LANGUAGE", "fa")
    assert "رأی" in fanous("explain", uid(0), "--store", store).out


def test_a_review_stands_beside_our_verdict(fanous: Command, store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(REVIEW.format(uid=uid(0)), encoding="utf-8")
    ended = fanous("explain", uid(0), "--store", store, "--reviews", tmp_path)
    assert "likely blocked: " in ended.out
    assert "holds “down”" in ended.out and "It was off that day." in ended.out
    other = fanous("explain", uid(0), "--store", store)
    assert "holds “down”" not in other.out
    (tmp_path / "mine.toml").write_text("[[review]]\n", encoding="utf-8")
    ended = fanous("explain", uid(0), "--store", store, "--reviews", tmp_path)
    assert ended.code == 5 and "mine.toml:1" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("nowhere.jsonl:1",), 2), ((uid(0),), 2), ((uid(0), "--file", "nowhere.jsonl"), 3)],
)
def test_what_is_not_there(fanous: Command, arguments: tuple[str, ...], code: int) -> None:
    ended = fanous("explain", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert "\n  " in ended.err, "what to do"


def test_not_in_the_store(fanous: Command, store: Path) -> None:
    ended = fanous("explain", "x" * 12, "--store", store)
    assert (ended.code, ended.out) == (3, "")
