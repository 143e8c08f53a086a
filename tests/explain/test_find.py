"""What a user names is found, or told with the nearest reason why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fanous.errors import InputError
from fanous.explain.controls import control_sentences
from fanous.explain.find import Found, find_in_file, find_in_store, line_of_file
from fanous.explain.steps import steps_of
from fanous.i18n import messages
from fanous.pipeline import build, ingest
from fanous.reference.load import load_reference
from fanous.sources.base import Context
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.making import (
    LATEST,
    NOW,
    measurement,
    postcan,
    reset_measurement,
    tar_bytes,
    uid,
    write_source,
)
from tests.making_tables import ANALYSIS_COLUMNS, analysis, table_uid, web_rows, write_table


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_source(tmp_path / "a.jsonl", [measurement(1), b"nonsense", reset_measurement(2)])


def find(path: Path, wanted: str = "") -> Found:
    return find_in_file(path, wanted, Context(load_reference()), latest=LATEST)


def test_by_line_uid_and_hash(raw: Path) -> None:
    found = find(raw, "3")
    assert found.case.verdict["measurement_uid"] == uid(2)
    assert found.case.verdict["state"] == "likely_blocked"
    assert found.names == (str(raw),)
    line_sha256 = found.case.verdict["line_sha256"]
    for wanted in (uid(2), line_sha256, f"sha256:{line_sha256}"):
        assert find(raw, wanted).case == found.case


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("2", ":2: not_json"), ("9", "no measurement 9"), ("x" * 20, "no measurement"),
     ("0", "no measurement 0"), ("ab" * 32, "no measurement")],
)  # fmt: skip
def test_what_is_not_there(raw: Path, wanted: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        find(raw, wanted)
    assert caught.value.remedy


def test_a_file_of_one_needs_no_line(tmp_path: Path) -> None:
    one = write_source(tmp_path / "one.jsonl", [measurement(1)])
    assert find(one).case.verdict["line"] == 1
    many = write_source(tmp_path / "many.jsonl", [measurement(1), measurement(2)])
    with pytest.raises(InputError, match="more than one") as caught:
        find(many)
    assert f"{many}:1" in caught.value.remedy
    with pytest.raises(InputError, match="not_json"):
        find(write_source(tmp_path / "none.jsonl", [b"nonsense"]))
    with pytest.raises(InputError, match="no measurement"):
        find(write_source(tmp_path / "empty.jsonl", []))
    with pytest.raises(InputError, match="no such file"):
        find(tmp_path / "nowhere.jsonl")


def test_members_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(tar_bytes([(f"d/{n}.post", postcan(measurement(n))) for n in (1, 2)]))
    for n in (1, 2):
        found = find(path, f"d/{n}.post:1")
        assert found.case.verdict["measurement_uid"] == uid(n)
        assert line_of_file(f"{path}!d/{n}.post:1") == (path, f"d/{n}.post:1")


def test_a_name_as_file_and_line(raw: Path) -> None:
    assert line_of_file(f"{raw}:3") == (raw, "3")
    assert line_of_file(str(raw)) == (raw, "")
    assert line_of_file(f"{raw}:x") is None
    assert line_of_file("nowhere.jsonl:3") is None
    assert line_of_file(uid(1)) is None


def test_in_a_store_as_in_a_file(store: Store) -> None:
    found = find_in_store(store, uid(0, start=_start(store, 0)))
    assert found.case.verdict["state"] == "likely_blocked"
    assert [name.rpartition("/")[2] for name in found.names] == ["a.jsonl"]
    again = find_in_store(store, found.case.verdict["line_sha256"])
    assert again == found
    source = store.folder.parent / "raw" / "a.jsonl"
    alone = find(source, str(found.case.verdict["line"]))
    assert alone.case.endpoints == found.case.endpoints
    assert alone.case.observations == found.case.observations
    assert alone.case.verdict == found.case.verdict


def _start(store: Store, place: int) -> Any:
    query = f"SELECT start_time FROM verdicts ORDER BY start_time LIMIT 1 OFFSET {place}"
    return rows(open_store(store), query)[0]["start_time"]


def test_a_store_says_why_not(tmp_path: Path) -> None:
    write_source(tmp_path / "raw" / "a.jsonl", [measurement(1)])
    ingest([tmp_path / "raw"], tmp_path / "store", now=lambda: NOW)
    with pytest.raises(InputError, match="received, but not judged"):
        find_in_store(Store(tmp_path / "store"), uid(1))
    build(tmp_path / "store")
    assert find_in_store(Store(tmp_path / "store"), uid(1)).case.endpoints
    with pytest.raises(InputError, match="no such measurement"):
        find_in_store(Store(tmp_path / "store"), uid(2))


def test_a_measurement_of_a_table_is_explained_and_an_opinion_is_none(tmp_path: Path) -> None:
    path = write_table(tmp_path / "t.csv", [*web_rows(1), *web_rows(2)])
    case = find(path, "4").case
    assert case.verdict["measurement_uid"] == table_uid(2)
    said = [sentence.text(messages("en")) for sentence in control_sentences(case)]
    assert "The table that it was read from leaves out what the test helper saw." in said
    last = steps_of(case)[-1]
    assert last.succeeded is True
    assert last.happened.text(messages("en")).startswith("it ended without failure")
    opinions = write_table(tmp_path / "o.csv", [analysis(1)], ANALYSIS_COLUMNS)
    with pytest.raises(InputError, match="no measurement"):
        find(opinions)
