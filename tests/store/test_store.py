from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fanous.errors import InputError, StoreError, StoreTooNewError
from fanous.model.tables import REJECTS
from fanous.rules.rule_set import RuleSet
from fanous.store.arrow import arrow_table
from fanous.store.collect import collect
from fanous.store.store import FORMAT, NO_DAY, Build, Manifest, Shard, Store
from tests.making import tree_bytes


def rejects(detail: str) -> pa.Table:
    return arrow_table(REJECTS, [("id", None, 1, "not_json", "", detail, "sha", 7)])


def manifest(*shards: Shard, source_id: str = "ab", name: str = "a.jsonl") -> Manifest:
    return Manifest(
        source_id=source_id,
        names=(name,),
        parser_version="1",
        reference_digest="none",
        lines=1,
        measurements=0,
        rejects={"not_json": 1},
        tests={},
        leftovers={},
        scrubbed=0,
        coerced=0,
        shards=shards,
    )


def built(*shards: Shard, day: str = "2026-03-04") -> Build:
    return Build(day, "key", "1", 0, 0, {}, {}, shards)


def test_a_store_is_made_and_opened_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "deep" / "store", create=True)
    marker = json.loads((store.folder / "FANOUS_STORE.json").read_text())
    assert marker["format"] == FORMAT
    before = tree_bytes(tmp_path)
    Store(store.folder, create=True)
    Store(store.folder)
    assert tree_bytes(tmp_path) == before
    assert list(store.manifests()) == [] and list(store.builds()) == []


def test_a_folder_that_is_no_store(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(StoreError, match="not a Fanous store") as caught:
            Store(folder)
        assert str(folder) in caught.value.what and "fanous ingest" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="not empty and not a Fanous store") as caught:
        Store(tmp_path, create=True)
    assert "empty or new folder" in caught.value.remedy
    assert tree_bytes(tmp_path) == {"thesis.txt": b"mine"}


def test_a_folder_with_hidden_files_only_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()
    Store(tmp_path, create=True)


@pytest.mark.parametrize("marker", [{"format": FORMAT + 1}, {"format": "x"}, [], {"format": None}])
def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path, marker: object) -> None:
    (tmp_path / "FANOUS_STORE.json").write_text(json.dumps(marker))
    before = tree_bytes(tmp_path)
    for create in (False, True):
        with pytest.raises(StoreTooNewError, match="store format") as caught:
            Store(tmp_path, create=create)
        assert "Update Fanous" in caught.value.remedy
        assert "Nothing was changed" in caught.value.remedy
        assert caught.value.exit_code == 4
    assert tree_bytes(tmp_path) == before


def test_a_marker_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "FANOUS_STORE.json").write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        Store(tmp_path)


def test_equal_content_has_an_equal_name(empty: Store) -> None:
    first = empty.write_shard("rejects", NO_DAY, rejects("a"))
    moment = empty.path(first).stat().st_mtime_ns
    assert empty.write_shard("rejects", NO_DAY, rejects("a")) == first
    assert empty.path(first).stat().st_mtime_ns == moment
    assert empty.write_shard("rejects", NO_DAY, rejects("b")).name != first.name
    assert empty.path(first).parent.name == "day=none"
    assert pq.read_table(empty.path(first), partitioning=None).equals(rejects("a"))
    assert first.rows == 1


def test_nothing_counts_before_it_is_committed(empty: Store) -> None:
    shard = empty.write_shard("rejects", NO_DAY, rejects("a"))
    assert list(empty.manifests()) == []
    empty.commit(manifest(shard))
    assert list(empty.manifests()) == [manifest(shard)]
    assert empty.manifest("ab") == manifest(shard)
    assert empty.manifest("cd") is None


def test_committing_again_changes_nothing_and_a_new_name_is_added(empty: Store) -> None:
    empty.commit(manifest())
    before = tree_bytes(empty.folder)
    empty.commit(manifest())
    assert tree_bytes(empty.folder) == before
    empty.commit(manifest(name="z/copy.jsonl"))
    empty.commit(manifest(name="b.jsonl"))
    assert list(empty.manifests()) == [
        replace(manifest(), names=("a.jsonl", "b.jsonl", "z/copy.jsonl"))
    ]


def test_manifests_come_in_order_of_id(empty: Store) -> None:
    for source_id in ("cc", "aa", "bb"):
        empty.commit(manifest(source_id=source_id))
    assert [item.source_id for item in empty.manifests()] == ["aa", "bb", "cc"]


def test_what_a_killed_writer_leaves_is_no_manifest(empty: Store) -> None:
    empty.commit(manifest())
    (empty.folder / "manifests" / ".cd.json.123.tmp").write_text('{"half":')
    assert [item.source_id for item in empty.manifests()] == ["ab"]


def test_builds(empty: Store) -> None:
    assert empty.build("2026-03-04") is None
    shard = empty.write_shard("cells", "2026-03-04", rejects("a"))
    for day in ("2026-03-05", "2026-03-04"):
        empty.commit_build(built(shard, day=day))
    assert [item.day for item in empty.builds()] == ["2026-03-04", "2026-03-05"]
    assert empty.build("2026-03-04") == built(shard)
    empty.forget_build("2026-03-04")
    empty.forget_build("2026-03-04")
    assert [item.day for item in empty.builds()] == ["2026-03-05"]


def test_a_damaged_manifest_is_named(empty: Store) -> None:
    empty.commit(manifest())
    path = empty.folder / "manifests" / "ab.json"
    path.write_text("{")
    with pytest.raises(StoreError, match="damaged") as caught:
        list(empty.manifests())
    assert str(path) in str(caught.value)


def test_rule_sets_are_remembered_once(empty: Store) -> None:
    current = RuleSet.current()
    other = replace(current, queries={**current.queries, "control": {}})
    assert list(empty.rule_sets()) == []
    for rules in (current, other, current):
        empty.keep_rules(rules)
    assert {rules.digest for rules in empty.rule_sets()} == {current.digest, other.digest}
    path = empty.folder / "rules" / f"{current.digest}.json"
    path.write_bytes(b"{")
    with pytest.raises(InputError, match=f"{current.digest}.json"):
        list(empty.rule_sets())


def test_what_a_reference_digest_stands_for_is_kept(tmp_path: Path) -> None:
    """The first time of loading stays: it says since when results may lean on these files."""
    store = Store(tmp_path / "store", create=True)
    assert store.reference("ab") is None
    file = {"name": "a.csv", "sha256": "cd", "bytes": 3, "rows": 1, "refused": ["a.csv:2: no"]}
    content = {"digest": "ab", "files": [file]}
    first = datetime(2026, 3, 5, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    store.keep_reference(content, first)
    store.keep_reference(content, first + timedelta(days=1))
    assert store.reference("ab") == {**content, "loaded": "2026-03-04"}
    assert store.reference("cd") is None
    collect(store, grace_seconds=0)
    assert store.reference("ab") is not None
