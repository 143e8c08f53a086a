from __future__ import annotations

import json
from pathlib import Path

import pytest

from fanous.cli.register import _LISTS
from fanous.register.imports.lists import LISTS
from tests.cli.conftest import Command
from tests.register.writing import changed, small


def test_the_lists_are_those_that_can_be_read() -> None:
    assert set(_LISTS) == set(LISTS)


def test_check_of_ours(fanous: Command) -> None:
    ended = fanous("register", "check")
    assert (ended.code, ended.out) == (0, "")
    assert "191 claims" in ended.err


def test_check_tells_file_and_line(fanous: Command, tmp_path: Path) -> None:
    small(tmp_path, changed("claims/2020/c-1.yaml", "date: 2020-05", "date: 2020-99"))
    ended = fanous("register", "check", "--register", str(tmp_path))
    assert ended.code == 5
    assert ended.out.startswith(f"{tmp_path}/claims/2020/c-1.yaml:9: date: there is no month 99")
    told = json.loads(
        fanous("register", "check", "--register", str(tmp_path), "--format", "json").out
    )
    assert [item["line"] for item in told] == [9]


def test_check_adds_ids(fanous: Command, tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "ids.txt").unlink()
    assert fanous("register", "check", "--register", str(tmp_path)).code == 5
    assert fanous("register", "check", "--register", str(tmp_path), "--add-ids").code == 0


def test_folders_that_are_not_there(fanous: Command, tmp_path: Path) -> None:
    ended = fanous("register", "check", "--register", str(tmp_path / "none"))
    assert ended.code == 5
    ended = fanous("register", "check", "--texts", str(tmp_path / "none"))
    assert (ended.code, ended.out) == (2, "")


def test_build(fanous: Command, tmp_path: Path) -> None:
    ended = fanous("register", "build", "--out", str(tmp_path / "out"))
    assert ended.code == 0
    assert all(Path(line).is_file() for line in ended.out.splitlines())


def test_search(fanous: Command) -> None:
    ended = fanous("register", "search", "شبکه", "ملي")
    assert ended.out.splitlines()[0].startswith("SYS-03  National Information Network")
    found = json.loads(fanous("register", "search", "zte", "--format", "json").out)
    assert "zte" in [item["id"] for item in found]
    lines = fanous("register", "search", "500", "operators").out.splitlines()
    begins = "S1-09  ZTE, the author writes, has over"
    assert any(line.startswith(begins) and "; disputed]" in line for line in lines)
    ended = fanous("register", "search", "iran")
    assert len(ended.out.splitlines()) == 50
    assert "There is more" in ended.err
    ended = fanous("register", "search", "xyzzy")
    assert (ended.code, ended.out) == (0, "")
    assert "Nothing" in ended.err


@pytest.mark.parametrize("kind", ["claims", "sources", "entities", "systems", "links"])
def test_list(fanous: Command, kind: str) -> None:
    rows = json.loads(fanous("register", "list", kind, "--format", "json").out)
    shown = fanous("register", "list", kind).out.splitlines()
    assert len(shown) == len(rows) + 1
    owners = [row["id"].rpartition("-")[0] if kind == "links" else row["id"] for row in rows]
    assert owners == sorted(owners)


def test_list_of_a_system(fanous: Command) -> None:
    rows = json.loads(fanous("register", "list", "--system", "SYS-06", "--format", "json").out)
    assert [row["id"] for row in rows] == ["S0-08", "S0-09", "S0-10", "S0-11", "S0-12"]
    assert fanous("register", "list", "--system", "SYS-99").code == 2


def test_list_of_a_place(fanous: Command) -> None:
    rows = json.loads(fanous("register", "list", "--place", "ir-06", "--format", "json").out)
    assert [row["id"] for row in rows] == ["R-13", "R-14", "S1-26"]
    country = json.loads(fanous("register", "list", "--place", "IR", "--format", "json").out)
    assert {row["id"] for row in rows} < {row["id"] for row in country}
    bodies = json.loads(
        fanous("register", "list", "entities", "--place", "RU", "--format", "json").out
    )
    assert "government-of-russia" in {row["id"] for row in bodies}
    assert fanous("register", "list", "sources", "--place", "IR").code == 2


def test_import(fanous: Command, tmp_path: Path) -> None:
    path = tmp_path / "pulse.csv"
    path.write_text(
        "detail_url,status,country_code,start_datetime,end_datetime\n"
        "https://p.example/x,Ongoing,UG,2026-01-17T20:00:00Z,2026-01-01T00:00:00Z\n"
    )
    ended = fanous("register", "import", "isoc-pulse", str(path), "--out", str(tmp_path / "out"))
    assert ended.code == 0
    assert "pulse.csv:2: it ends" in ended.err
    assert "no measurement" in ended.err
    assert (tmp_path / "out" / "isoc-pulse.incidents.jsonl").is_file()


def test_schema(fanous: Command, tmp_path: Path) -> None:
    assert fanous("register", "schema", "--out", str(tmp_path)).code == 0
    assert (tmp_path / "claims.json").is_file()
