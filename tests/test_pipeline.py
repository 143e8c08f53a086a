"""The same in, the same out: whatever the order, the split, the processes, the repetition."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from fanous import pipeline
from fanous.engine import ingest as ingest_module
from fanous.engine import plan as plan_module
from fanous.engine.local import Quarantined
from fanous.engine.tasks import ReferencePaths
from fanous.errors import CuratedFileError, InputError, StoreError, StoreTooNewError
from fanous.model.tables import TABLES
from fanous.pipeline import IngestSummary, build, default_workers, ingest
from fanous.progress import Progress
from fanous.reference.load import load_reference
from fanous.sources.find import Found, find_sources
from fanous.sources.lines import source_digest
from fanous.store.collect import collect
from fanous.store.digest import table_digest
from fanous.store.query import open_store, rows
from fanous.store.store import FORMAT, Store
from tests.making import (
    NOW,
    PROBE_ADDRESS,
    changed,
    encoded,
    many,
    measurement,
    other_measurement,
    reset_measurement,
    to_line,
    tree_bytes,
    write_reference,
    write_source,
)


def take(
    raw: Path | Sequence[Path], store: Path, *, reference: Path | None = None, workers: int = 1
) -> IngestSummary:
    paths = [raw] if isinstance(raw, Path) else raw
    return ingest(
        paths, store, reference=ReferencePaths(reference), workers=workers, now=lambda: NOW
    )


def digests(store: Path) -> dict[str, str]:
    connection = open_store(Store(store), threads=1)
    return {name: table_digest(connection, name) for name in TABLES}


def some_records() -> list[object]:
    """Measurements of two days, a duplicate with other bytes, another test, and rubbish."""
    records = many(5, hours=6)
    return [
        *records,
        records[1] | {"probe_network_name": "other bytes"},
        other_measurement(20),
        b"nonsense",
    ]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    records = some_records()
    write_source(folder / "a.jsonl.gz", records[:3])
    write_source(folder / "b.jsonl", records[3:6])
    write_source(folder / "deep" / "c.jsonl.zst", records[6:])
    return folder


def test_again_changes_no_byte_and_a_renamed_copy_adds_a_name(raw: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert take(raw, store).new == 3
    build(store)
    before = tree_bytes(store)
    assert take(raw, store).new == 0
    assert build(store).built == ()
    assert tree_bytes(store) == before
    shutil.copy(raw / "b.jsonl", raw / "copy.jsonl")
    assert take(raw, store).new == 0
    assert build(store).built == ()
    after = tree_bytes(store)
    (manifest,) = [name for name in after if after[name] != before.get(name)]
    old, new = json.loads(before[manifest]), json.loads(after[manifest])
    assert new.pop("names") == ["b.jsonl", "copy.jsonl"]
    assert old.pop("names") == ["b.jsonl"]
    assert old == new and set(after) == set(before)


def test_order_lateness_and_processes_change_no_byte(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_module, "SMALLEST_BATCH", 1)  # a batch a day: work for both
    one, two = tmp_path / "one", tmp_path / "two"
    take(raw, one)
    files = [raw / "deep" / "c.jsonl.zst", raw / "b.jsonl", raw / "a.jsonl.gz"]
    take(files[:2], two)
    build(two)  # what comes late must change what is built
    take(files, two, workers=2)
    build(two, workers=2)
    build(one)
    collect(Store(two), grace_seconds=-3600)  # what the first build left behind
    first, second = tree_bytes(one), tree_bytes(two)
    assert set(first) == set(second)  # shards are named by their content
    for name in first:
        if not name.startswith("manifests/"):  # these also say where a source was seen
            assert first[name] == second[name], name
    assert digests(one) == digests(two)


def test_identical_files_found_together_keep_both_names(tmp_path: Path) -> None:
    """Two processes at once: each added its name to what it had read, and one name was lost."""
    for name in ("a", "b", "c", "d"):
        write_source(tmp_path / "raw" / f"{name}.jsonl", many(2))
    for workers in (1, 2):
        store = tmp_path / f"store{workers}"
        take(tmp_path / "raw", store, workers=workers)
        (manifest,) = Store(store).manifests()
        assert manifest.names == ("a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl")


def test_how_records_are_split_over_files_changes_no_verdict(tmp_path: Path) -> None:
    records = some_records()
    write_source(tmp_path / "one" / "all.jsonl", records)
    for number, record in enumerate(records):
        write_source(tmp_path / "split" / f"{number}.jsonl.gz", [record])
    found = []
    for name in ("one", "split"):
        store = tmp_path / f"store-{name}"
        take(tmp_path / name, store)
        build(store)
        connection = open_store(Store(store), threads=1)
        verdicts = rows(
            connection,
            "SELECT * EXCLUDE (record, source_id, member, line) FROM verdicts ORDER BY ALL",
        )
        assert len(verdicts) == 6
        found.append((verdicts, table_digest(connection, "cells")))
    assert found[0] == found[1]


def test_new_reference_data_replace_what_was_made_with_the_old(raw: Path, tmp_path: Path) -> None:
    reference = write_reference(tmp_path / "reference")
    again, fresh = tmp_path / "again", tmp_path / "fresh"
    take(raw, again)
    build(again)
    assert take(raw, again, reference=reference).new == 3
    take(raw, fresh, reference=reference)
    assert len(build(again).built) == len(build(fresh).built) == 2
    assert digests(again) == digests(fresh)
    connection = open_store(Store(again), threads=1)
    used = rows(connection, "SELECT DISTINCT reference_digest AS d FROM verdicts")
    assert used == [{"d": load_reference(reference).digest}]


class Counting(Progress):
    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def begin(self, label: str, *, files: int, total_bytes: int) -> None:
        self.told.append((label, files, total_bytes))

    def advance(self, *, byte_count: int, measurements: int, rejects: int) -> None:
        self.told.append((byte_count, measurements, rejects))

    def end(self) -> None:
        self.told.append(("end",))


def test_what_the_digest_on_every_row_stands_for_is_kept(raw: Path, tmp_path: Path) -> None:
    take(raw, tmp_path / "store")
    store = Store(tmp_path / "store")
    (digest,) = {manifest.reference_digest for manifest in store.manifests()}
    kept = store.reference(digest)
    assert kept is not None
    assert {key: kept[key] for key in ("digest", "files")} == load_reference().snapshot


def test_what_is_told_on_the_way(raw: Path, tmp_path: Path) -> None:
    (raw / "notes.txt").write_text("no source")
    counting = Counting()
    summary = ingest([raw], tmp_path / "store", progress=counting, now=lambda: NOW)
    assert summary == IngestSummary(3, 3, 7, {"not_json": 1}, ("notes.txt",), ())
    sizes = [path.stat().st_size for path in raw.rglob("*.jsonl*")]
    begin, *steps, end = counting.told
    assert (begin, end) == (("ingest", 3, sum(sizes)), ("end",))
    assert [step[0] for step in steps] == sorted(sizes, reverse=True)  # the largest comes first
    assert sum(int(str(step[1])) for step in steps) == 7
    assert sum(int(str(step[2])) for step in steps) == 1
    counting.told = []
    build(tmp_path / "store", progress=counting)
    assert counting.told[0][0] == "build" and counting.told[-1] == ("end",)
    assert sum(int(str(step[1])) for step in counting.told[1:-1]) == 6


def test_a_source_that_may_not_be_read_is_named_and_the_others_are_read(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def refuse(path: Path) -> str:
        if path.name == "b.jsonl":
            raise PermissionError(13, "Permission denied")
        return source_digest(path)

    monkeypatch.setattr(ingest_module, "source_digest", refuse)
    summary = take(raw, tmp_path / "store")
    assert summary.refused == ("b.jsonl (unreadable_source: Permission denied)",)
    assert summary.rejects["unreadable_source: Permission denied"] == 1
    assert (summary.sources, summary.new, summary.measurements) == (3, 2, 4)


def test_a_wholly_damaged_source_is_named_with_its_reason(raw: Path, tmp_path: Path) -> None:
    """It was one reject among many, and nobody learnt of which file."""
    (raw / "c.jsonl.gz").write_bytes(b"\x1f\x8b" + bytes(range(200)))
    for _ in range(2):  # and again where the store knows it already
        summary = take(raw, tmp_path / "store")
        assert summary.refused == ("c.jsonl.gz (unreadable_source)",)


def test_a_source_deleted_after_it_was_found_is_named(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size was asked for once more: a traceback."""
    find = find_sources

    def find_and_delete(paths: Iterable[Path]) -> Found:
        found = find(paths)
        (raw / "b.jsonl").unlink()
        return found

    monkeypatch.setattr(pipeline, "find_sources", find_and_delete)
    summary = take(raw, tmp_path / "store")
    assert summary.refused == ("b.jsonl (unreadable_source: No such file or directory)",)


def quarantine(
    function: Callable[[Any], Any], tasks: Sequence[Any], *, workers: int
) -> Iterator[Any]:
    yield Quarantined(tasks[0])
    yield from map(function, tasks[1:])


def test_a_source_that_kills_its_worker_is_named(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "map_tasks", quarantine)
    summary = take(raw, tmp_path / "store")
    assert len(summary.refused) == 1 and summary.refused[0] in ("a.jsonl.gz", "b.jsonl")
    with pytest.raises(StoreError, match=r"building 2026-03-0\d was killed twice") as caught:
        build(tmp_path / "store")
    assert "--workers 1" in caught.value.remedy


def test_what_cannot_be_is_told_before_anything_is_written(raw: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with pytest.raises(InputError, match="no such file"):
        take([raw, tmp_path / "nowhere"], store)
    with pytest.raises(InputError, match="no such folder"):
        take(raw, store, reference=tmp_path / "nowhere")
    bad = write_reference(tmp_path / "bad", networks="prefix,asn,global\nx,1,true\n")
    with pytest.raises(CuratedFileError, match=r"networks\.csv:2: "):
        take(raw, store, reference=bad)
    assert not store.exists()


def test_a_store_of_a_newer_version_is_left_alone(raw: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "FANOUS_STORE.json").write_text(json.dumps({"format": FORMAT + 1}))
    before = tree_bytes(store)
    for act in (lambda: take(raw, store), lambda: build(store)):
        with pytest.raises(StoreTooNewError, match="Update Fanous"):
            act()
    assert tree_bytes(store) == before


def test_a_clock_that_is_ahead_is_believed_for_a_day_only(tmp_path: Path) -> None:
    path = write_source(
        tmp_path / "a.jsonl",
        [
            measurement(number) | {"measurement_start_time": time, "test_start_time": None}
            for number, time in enumerate(("2026-04-01 23:59:00", "2026-04-02 00:01:00"))
        ],
    )
    summary = take(path, tmp_path / "store")
    assert (summary.measurements, summary.rejects) == (1, {"implausible_time": 1})


@pytest.mark.parametrize("address", [PROBE_ADDRESS, "2001:db8:77::a:1"])
def test_no_file_of_a_store_holds_a_probes_address(tmp_path: Path, address: str) -> None:
    """Every text of every table, and every name that a manifest keeps."""
    spellings = {address, address.upper(), ip_address(address).exploded, address.replace(":", "-")}
    record = reset_measurement(1) | {
        "probe_ip": address,
        "probe_network_name": f"net {address}",
        "input": f"https://shop.example/?from={address}",
        f"key {address}": 1,  # a key that nobody reads is told by its name
    }
    where = f"[{address}]" if ":" in address else address
    for path, value in {
        "test_keys.tls_handshakes.0.failure": f"unknown_failure: read tcp {where}:9->x: reset",
        "test_keys.queries.0.answers.1.hostname": f"host-{address}.example",
        "test_keys.requests.0.failure": f"{ip_address(address).exploded}: odd",
        "test_keys.requests.0.response": {
            "code": 403,
            "body": f"<title>{address} is denied</title>",
            "headers": {
                "Location": f"https://block.example/{address}",
                "X-Forwarded-For": address,
                "X-Client-IP": "198.51.100.9",
                "Set-Cookie": "session=secret",
                "X-Odd": encoded(f"for {address.upper()}".encode()),
            },
        },
        "test_keys.control.http_request.headers": {"X-Real-IP": address, "Set-Cookie": "secret"},
        "test_keys.control.http_request.title": address,
    }.items():
        record = changed(record, path, value)
    lost = record | {"software_name": address}
    late = record | {"measurement_uid": address, "measurement_start_time": address}
    raw, store = tmp_path / "raw", tmp_path / "store"
    write_source(raw / "a.jsonl", [record, lost, late | {"test_start_time": None}])
    assert take(raw, store).measurements == 2
    texts = []
    for file in filter(Path.is_file, store.rglob("*")):
        if file.suffix == ".parquet":
            found = pq.read_table(file, partitioning=None).to_pylist()
            texts.append(json.dumps(found, default=str))
        else:
            texts.append(file.read_text())
    stored = "\n".join(texts)
    assert len(texts) > 8 and "is denied" in stored and "block.example" in stored
    for secret in (*spellings, "198.51.100.9", "session=", '"secret'):
        assert secret not in stored, secret
    (manifest,) = Store(store).manifests()
    assert manifest.scrubbed == 2
    connection = open_store(Store(store), threads=1)
    hashes = rows(connection, "SELECT line_sha256 FROM measurements ORDER BY line")
    assert [row["line_sha256"] for row in hashes] == [
        hashlib.sha256(to_line(item)).hexdigest() for item in (record, lost)
    ]


def test_nothing_in_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    assert take(tmp_path / "raw", tmp_path / "store") == IngestSummary()
    assert build(tmp_path / "store").built == ()


def test_workers() -> None:
    assert default_workers() >= 1
