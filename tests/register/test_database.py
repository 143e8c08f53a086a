from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from fanous.register.database import FORMAT, in_memory, search, write_database
from fanous.register.load import Register, load_register
from tests.register.writing import small


@pytest.fixture(scope="module")
def ours() -> Register:
    return load_register()


@pytest.fixture(scope="module")
def connection(ours: Register) -> sqlite3.Connection:
    return in_memory(ours)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hikvision", "hikvision"),
        ("nationa network", "SYS-03"),
        ("شبکه ملي اطلاعات", "SYS-03"),
        ("شبكه ملی", "SYS-03"),
        ("فیلترینگ", "SYS-05"),
        ("گزارشگران بدون مرز", "S2-18"),
        ("15 million cameras", "S0-08"),
        ("shutdown capability", "SYS-04"),
        ("Esfahan", "isfahan"),
    ],
)
def test_search(connection: sqlite3.Connection, text: str, found: str) -> None:
    assert found in [hit.id for hit in search(connection, text)]


@pytest.mark.parametrize("text", ["", "  ", '"', "AND OR NOT", "a*(b)", "' OR 1=1 --", "id:x"])
def test_no_search_is_an_error(connection: sqlite3.Connection, text: str) -> None:
    assert isinstance(search(connection, text), list)


def test_every_system_is_found_by_its_names(ours: Register, connection: sqlite3.Connection) -> None:
    for key, system in ours.systems.items():
        for name in (key, system.name, system.name_fa):
            assert key in [hit.id for hit in search(connection, name)], name


def test_a_claim_is_shown_with_its_hedge(connection: sqlite3.Connection) -> None:
    (hit, *_) = [hit for hit in search(connection, "15 million") if hit.id == "S0-08"]
    assert "author-doubts" in hit.shown


def test_the_file_is_whole_and_only_read(tmp_path: Path) -> None:
    register = small(tmp_path / "register")
    path = tmp_path / "register.sqlite"
    for _ in range(2):  # over one that is there
        write_database(register, path)
    assert path.stat().st_mode & 0o222 == 0
    assert [item.name for item in tmp_path.iterdir() if item.is_file()] == [path.name]
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as opened:
        assert opened.execute("PRAGMA user_version").fetchone() == (FORMAT,)
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("SELECT id, weakest_hedge FROM claims").fetchall() == [
            ("c-1", "reported"), ("c-2", "reported")
        ]  # fmt: skip
        query = "SELECT to_id FROM claim_refers WHERE claim = 'c-1' AND how = 'replies'"
        assert opened.execute(query).fetchall() == [("c-2",)]


def test_same_register_same_rows(ours: Register, connection: sqlite3.Connection) -> None:
    assert list(in_memory(ours).iterdump()) == list(connection.iterdump())
