from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from fanous.paths import data_folder
from fanous.register.load import load_register
from tests.register.writing import FILES, changed, problems

LINK = """claim: c-1
links:
  - id: c-1-occurrence
    element: occurrence
    implication: A site does not work.
    test: web-blocking
    entity: country:NO
    date_from: 2020-05
    targets: [domain:shop.example]
    rivals:
      - the site is down
"""


def linked(old: str = "", new: str = "") -> dict[str, str | None]:
    return {"links/c-1.yaml": LINK.replace(old, new)}


def test_sound(tmp_path: Path) -> None:
    assert problems(tmp_path, linked()) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("country:NO", "Norway", 7, "country:IR"),
        ("    date_from: 2020-05\n", "", 3, "when does it begin"),
        ("    targets: [domain:shop.example]\n", "", 3, "looks at targets"),
        ("    rivals:\n      - the site is down\n", "", 3, "look the same"),
        ("element: occurrence", "element: intent", 4, "no test can speak"),
        ("c-1-occurrence", "other", 3, "must be c-1-"),
        ("    test: web-blocking\n", "", 3, "none can speak"),
        ("test: web-blocking", "test: method-observed", 3, "name the mechanisms"),
        ("test: web-blocking", "test: speed-compared", 3, "compares with other windows"),
        ("domain:shop.example", "category:NEWS", 9, "by its host"),
        ("domain:shop.example", "service:telegramm", 9, "service:telegram"),
        ("domain:shop.example", "domain:https://shop.example/", 9, "by its host"),
        ("      - the site is down\n", "      - the site is down\n    excluded:\n      - x: y\n",
         12, "this must be"),
        ("      - the site is down\n",
         "      - the site is down\n    excluded:\n      - moon as such\n", 12, "rivals"),
    ],
)  # fmt: skip
def test_wrong(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    found = problems(tmp_path, linked(old, new))[0]
    assert found.path == "links/c-1.yaml"
    assert says in found.what or found.code == "unreadable"
    assert found.code == "unreadable" or found.line == line


def test_a_measurable_claim_wants_a_link(tmp_path: Path) -> None:
    text = FILES["claims/2020/c-1.yaml"] + "measurable: partly\n"
    assert [item.code for item in problems(tmp_path, {"claims/2020/c-1.yaml": text})] == ["link"]


def test_a_link_to_a_claim_that_is_not_there(tmp_path: Path) -> None:
    found = problems(tmp_path, {**linked("c-1", "c-7"), **changed(
        "claims/2020/c-2.yaml", "c-1", "c-1")})  # fmt: skip
    assert "missing-reference" in {item.code for item in found}


def test_the_mechanisms_of_our_links_are_in_the_catalogue() -> None:
    catalogue = tomllib.loads((data_folder() / "mechanisms.toml").read_text(encoding="utf-8"))
    known = {item["id"] for item in catalogue["mechanism"]}
    named = {
        mechanism
        for record in load_register().links.values()
        for link in record.links
        for mechanism in link.mechanisms
    }
    assert named <= known
    assert named
