"""A run that is killed at any moment leaves a good store, and the next run ends the work.

23 kills in all: 15 at drawn moments of an ingest, 4 in a row, 1 in a build, 3 truly timed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from fanous import pipeline
from fanous.engine.tasks import ReferencePaths
from fanous.model.tables import TABLES
from fanous.store.digest import table_digest
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.engine.killing import (
    AFTER,
    BEFORE,
    HALF,
    INTERRUPT,
    INTERRUPT_PARENT,
    NEVER,
    Run,
    run,
)
from tests.making import NOW, START, many, tree_bytes, write_reference, write_source

ROOT = Path(__file__).resolve().parents[2]
SOURCES, KILLS_EACH, SEED = 3, 5, 20260304

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")


def ingest(raw: Path, store: Path, *, workers: int = 1) -> list[str]:
    return ["ingest", str(raw), "--store", str(store), "--workers", str(workers)]


def build(store: Path) -> list[str]:
    return ["build", "--store", str(store), "--workers", "1"]


def contents(store: Path) -> dict[str, bytes]:
    """Every file that is in place; what a killed writer left beside is nobody's."""
    return {name: data for name, data in tree_bytes(store).items() if not name.endswith(".tmp")}


def check_shards(store: Store) -> None:
    """Every shard that is named exists, with its rows."""
    named = [*(item.shards for item in store.manifests()), *(b.shards for b in store.builds())]
    for shard in chain.from_iterable(named):
        assert pq.read_metadata(store.path(shard)).num_rows == shard.rows, shard


def check_what_readers_see(folder: Path) -> None:
    """Every shard that is named exists, whole; a reader gets just what manifests count."""
    if not (folder / "FANOUS_STORE.json").exists():
        return  # killed before there was a store
    store = Store(folder)
    check_shards(store)
    manifests, builds = list(store.manifests()), list(store.builds())
    connection = open_store(store, threads=1)
    (row,) = rows(connection, "SELECT count(*) AS n FROM measurements")
    assert row["n"] == sum(manifest.measurements for manifest in manifests)
    (row,) = rows(connection, "SELECT count(*) AS n FROM verdicts")
    assert row["n"] == sum(item.measurements for item in builds)


def digests(folder: Path) -> dict[str, str]:
    connection = open_store(Store(folder), threads=1)
    return {name: table_digest(connection, name) for name in TABLES}


class Helper:
    """The process that forks the children, and what they said."""

    def __init__(self, said: Path) -> None:
        self.said = said
        with said.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.engine.killing"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def __call__(self, runs: list[Run]) -> tuple[list[int], str]:
        """How each run ended, and what all of them said."""
        assert self.process.stdin is not None and self.process.stdout is not None
        before = self.said.stat().st_size
        self.process.stdin.write(json.dumps(runs) + "\n")
        self.process.stdin.flush()
        ended: list[int] = json.loads(self.process.stdout.readline())
        return ended, self.said.read_text()[before:]


@pytest.fixture(scope="module")
def carry_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Helper]:
    helper = Helper(tmp_path_factory.mktemp("said") / "stderr")
    with helper.process:  # closes its input, which ends it
        yield helper


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small sources of a few days, with a line that is none and a copy under another name."""
    folder = tmp_path_factory.mktemp("raw")
    for number in range(SOURCES - 1):
        records: list[object] = [*many(2, first=2 * number, hours=3), b"nonsense"]
        write_source(folder / f"{number}.jsonl.gz", records)
    shutil.copy(folder / "0.jsonl.gz", folder / "copy.jsonl.gz")
    return folder


@pytest.fixture(scope="module")
def undisturbed(carry_out: Helper, raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("undisturbed") / "store"
    ended, said = carry_out([run(ingest(raw, store))])
    assert ended == [0], said
    return store


def test_killed_while_ingesting(
    carry_out: Helper, raw: Path, undisturbed: Path, tmp_path: Path
) -> None:
    whole = contents(undisturbed)
    random = Random(SEED)
    moments = [
        (at, count)
        for at in (BEFORE, AFTER, HALF)
        for count in random.sample(range(1, len(whole) + 1), KILLS_EACH)
    ]
    stores = [tmp_path / str(number) for number in range(len(moments))]
    ended, said = carry_out(
        [
            run(ingest(raw, store), at=at, count=count)
            for store, (at, count) in zip(stores, moments, strict=True)
        ]
    )
    assert ended == [-signal.SIGKILL] * len(moments) and len(moments) >= 15, said
    left = 0
    for store in stores:
        check_what_readers_see(store)
        assert contents(store).items() != whole.items()
        left += sum(name.endswith(".tmp") for name in tree_bytes(store))
    assert left >= 2 * KILLS_EACH  # halves, and wholes that were not put in place yet
    ended, said = carry_out([run(ingest(raw, store)) for store in stores])
    assert ended == [0] * len(stores), said
    for store in stores:
        check_what_readers_see(store)
        assert contents(store) == whole
    assert digests(random.choice(stores)) == digests(undisturbed)


def test_killed_again_and_again_on_the_way(
    carry_out: Helper, raw: Path, undisturbed: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    runs = [run(ingest(raw, store), at=AFTER, count=5) for _ in range(4)]
    ended, _ = carry_out(runs)
    assert ended == [-signal.SIGKILL] * 4
    check_what_readers_see(store)
    ended, said = carry_out([run(ingest(raw, store))])
    assert ended == [0], said
    assert contents(store) == contents(undisturbed)


def test_killed_while_building(carry_out: Helper, undisturbed: Path, tmp_path: Path) -> None:
    stores = [tmp_path / name for name in ("whole", "killed")]
    for store in stores:
        shutil.copytree(undisturbed, store)
    moments = [(NEVER, 0), (AFTER, 3)]  # a day's build is five files
    ended, said = carry_out(
        [
            run(build(store), at=at, count=count)
            for store, (at, count) in zip(stores, moments, strict=True)
        ]
    )
    assert ended == [0, -signal.SIGKILL], said
    for store in stores:
        check_what_readers_see(store)
    ended, said = carry_out([run(build(stores[1]))])
    assert ended == [0], said
    assert contents(stores[1]) == contents(stores[0])


def test_killed_at_any_time(
    carry_out: Helper, raw: Path, undisturbed: Path, tmp_path: Path
) -> None:
    """Truly timed: where the kill falls is the machine's choice, that nothing breaks is ours."""
    random = Random(SEED)
    stores = [tmp_path / str(number) for number in range(3)]
    for store in stores:
        command = [sys.executable, "-m", "fanous", *ingest(raw, store, workers=2)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(timeout=random.uniform(0.3, 1.5))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        check_what_readers_see(store)
    ended, said = carry_out([run(ingest(raw, store)) for store in stores])
    assert ended == [0, 0, 0], said
    for store in stores:
        assert contents(store) == contents(undisturbed)


def test_interrupted(carry_out: Helper, raw: Path, undisturbed: Path, tmp_path: Path) -> None:
    stores = [tmp_path / name for name in ("early", "middle", "late", "two")]
    ended, said = carry_out(
        [
            run(ingest(raw, stores[0]), at=INTERRUPT, count=1),
            run(ingest(raw, stores[1]), at=INTERRUPT, count=20),
            run(ingest(raw, stores[2]), at=INTERRUPT_PARENT, count=SOURCES - 1),
            run(ingest(raw, stores[3], workers=2), at=INTERRUPT_PARENT, count=1),
        ]
    )
    assert ended == [130] * 4, said
    assert said.count("Interrupted. What was committed is intact") == 4
    assert "Traceback" not in said
    for store in stores:
        check_what_readers_see(store)
    assert len(list(Store(stores[2]).manifests())) >= SOURCES - 2  # the copy adds a name only
    ended, said = carry_out([run(ingest(raw, store)) for store in stores])
    assert ended == [0] * 4, said
    for store in stores:
        assert contents(store) == contents(undisturbed)


def test_a_reader_at_any_moment(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a writer puts each of its files in place, also when it replaces what there was."""
    store, replace, moments = tmp_path / "store", os.replace, [0]

    def replacing(source: Path, target: Path) -> None:
        replace(source, target)
        moments[0] += 1
        check_shards(Store(store))
        if moments[0] % 10 == 0:
            check_what_readers_see(store)

    monkeypatch.setattr(os, "replace", replacing)
    reference = ReferencePaths(write_reference(tmp_path / "reference"))
    for used in (ReferencePaths(), reference):
        pipeline.ingest([raw], store, reference=used, now=lambda: NOW)
    pipeline.build(store)
    assert moments[0] > 30


def test_the_undisturbed_store_holds_what_was_written(undisturbed: Path) -> None:
    connection = open_store(Store(undisturbed), threads=1)
    (row,) = rows(connection, "SELECT count(*) AS n, min(start_time) AS first FROM measurements")
    assert row["n"] == 2 * (SOURCES - 1)
    assert row["first"] == START
    names = [manifest.names for manifest in Store(undisturbed).manifests()]
    assert ("0.jsonl.gz", "copy.jsonl.gz") in names
